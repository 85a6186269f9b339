from datetime import timedelta

import pytest
from django.utils import timezone, translation

from editorial.models import ReadablePage, Topic
from pollen.engine import Places
from pollen.models import Grain
from pollen.services import folding, gathering, reasons, selection
from pollen.services.pool import pool_of
from subscribers.models import TopicChoice
from tests.factories import StoryPageFactory, SubscriberFactory, TopicFactory


@pytest.fixture
def stories(home):
    """Six stories, the first the newest."""
    topics = ["Führung", "Datenschutz", "Datenschutz", "Kundenwert", "Kundenwert", "Preise"]
    today = timezone.localdate()
    return [
        StoryPageFactory(title=f"{topic} {n}", topics=[topic], published_on=today - timedelta(days=n))
        for n, topic in enumerate(topics)
    ]


def read(subscriber, *pages):
    for page in pages:
        gathering.record(subscriber, page, Grain.Kind.READ)
    folding.fold()


def picks_for(subscriber, places=2, already_sent=None):
    pages = list(ReadablePage.objects.live().newest_first())
    pool = pool_of([page for page in pages if page.topics.exists()])
    picks = selection.select([subscriber.pk], pool, Places(places), already_sent)[subscriber.pk].picks
    titles = dict(ReadablePage.objects.values_list("pk", "title"))
    return [(titles[pick.readable], pick) for pick in picks]


def say(pick, form="sie", language="en"):
    topics = {topic.pk: topic for topic in Topic.objects.all()}
    with translation.override(language):
        return reasons.sentence(pick.as_json(), topics, form)


def test_what_was_read_decides_what_comes_next(ada, stories):
    read(ada, stories[2])
    [(title, _pick), *_rest] = picks_for(ada)
    assert title == "Datenschutz 1"


def test_two_readers_get_different_letters(ada, stories):
    emil = SubscriberFactory(email="emil@example.org", consents=["brief", "pollen"])
    read(ada, stories[2])
    read(emil, stories[4])
    assert picks_for(ada)[0][0] == "Datenschutz 1"
    assert picks_for(emil)[0][0] == "Kundenwert 3"


def test_what_was_read_is_not_offered_again(ada, stories):
    read(ada, stories[1], stories[2])
    assert not {"Datenschutz 1", "Datenschutz 2"} & {title for title, _pick in picks_for(ada, places=6)}


def test_what_was_sent_before_is_not_sent_again(ada, stories):
    read(ada, stories[2])
    titles = [title for title, _pick in picks_for(ada, already_sent={ada.pk: [stories[1].pk]})]
    assert "Datenschutz 1" not in titles


def test_a_refused_topic_vetoes_whatever_was_read(ada, stories):
    read(ada, stories[2])
    TopicChoice.objects.create(subscriber=ada, topic=Topic.objects.get(label_de="Datenschutz"), stance="refused")
    assert all("Datenschutz" not in title for title, _pick in picks_for(ada, places=6))


def test_without_any_knowledge_the_newest_of_several_topics_come_as_for_everyone(ada, stories):
    found = picks_for(ada, places=3)
    assert [title for title, _pick in found] == ["Führung 0", "Datenschutz 1", "Kundenwert 3"]
    assert {say(pick) for _title, pick in found} == {"New from us"}
    assert {pick.kind in reasons.FOR_EVERYONE for _title, pick in found} == {True}


def test_a_second_pick_of_the_same_topic_makes_room_for_another_interest(ada, home, stories):
    read(ada, StoryPageFactory(topics=["Datenschutz", "Kundenwert"]))
    topics = {title.split()[0] for title, _pick in picks_for(ada, places=2)}
    assert topics == {"Datenschutz", "Kundenwert"}


def test_a_proposed_topic_counts_for_nothing(ada, stories):
    Topic.objects.filter(label_de="Datenschutz").update(state="proposed")
    read(ada, stories[2])
    assert say(picks_for(ada)[0][1]) == "New from us"


def test_a_pinned_item_comes_from_the_editors(home):
    assert say(reasons.Pick(1)) == "From the editors, for everyone"


def test_the_reason_names_the_one_text_that_was_read(ada, stories):
    read(ada, stories[2])
    assert say(picks_for(ada)[0][1]) == "Because you read “Datenschutz 2”, which is about Datenschutz, too"


def test_the_reason_counts_the_texts_that_were_read(ada, home, stories):
    read(ada, *[StoryPageFactory(topics=["Datenschutz"]) for _n in range(3)])
    assert say(picks_for(ada)[0][1]) == "Because you read three pieces about Datenschutz in the last 90 days"


def test_the_reason_names_the_chosen_topic(ada, stories):
    TopicChoice.objects.create(subscriber=ada, topic=TopicFactory(label_de="Preise"), stance="wanted")
    title, pick = picks_for(ada)[0]
    assert (title, say(pick)) == ("Preise 5", "Because you chose the topic Preise")


def test_after_the_grains_have_expired_the_reason_speaks_of_the_profile_alone(ada, stories):
    read(ada, stories[2])
    Grain.objects.all().delete()
    assert say(picks_for(ada)[0][1]) == "Because your pollen says that Datenschutz interests you"


@pytest.mark.parametrize("kind", [Grain.Kind.CLICK, Grain.Kind.VISIT])
def test_what_was_merely_opened_is_not_called_read(ada, stories, kind):
    gathering.record(ada, stories[2], kind)
    folding.fold()
    assert say(picks_for(ada)[0][1]) == "Because you opened “Datenschutz 2”, which is about Datenschutz, too"


def test_a_reading_says_more_than_an_opening(ada, stories):
    gathering.record(ada, stories[2], Grain.Kind.READ)
    gathering.record(ada, stories[1], Grain.Kind.CLICK)
    folding.fold()
    StoryPageFactory(title="Neu", topics=["Datenschutz"])
    assert say(picks_for(ada)[0][1]) == "Because you read “Datenschutz 2”, which is about Datenschutz, too"


def test_a_choice_says_more_than_an_opening(ada, stories):
    TopicChoice.objects.create(subscriber=ada, topic=Topic.objects.get(label_de="Datenschutz"), stance="wanted")
    gathering.record(ada, stories[2], Grain.Kind.CLICK)
    folding.fold()
    assert say(picks_for(ada)[0][1]) == "Because you chose the topic Datenschutz"


@pytest.mark.parametrize("form", ["sie", "du"])
@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("kind", [reasons.READ, reasons.HEARD, reasons.OPENED, reasons.STATED, reasons.INTEREST])
def test_every_reason_has_a_sentence_in_both_forms_of_address(home, kind, count, form):
    pick = reasons.Pick(1, kind, TopicFactory(label_de="Preise").pk, count, "Ein Titel")
    assert "%" not in say(pick, form)
    assert "Preise" in say(pick, form)


@pytest.mark.parametrize("kind", sorted(reasons.FOR_EVERYONE))
def test_what_the_house_chose_says_so_and_names_no_topic(home, kind):
    assert len({say(reasons.Pick(1, kind), form) for form in ("sie", "du")}) == 1


def test_fewer_candidates_than_places_leaves_places_empty(ada, home):
    StoryPageFactory(topics=["Recht"])
    assert len(picks_for(ada, places=5)) == 1


def test_a_whole_batch_is_matched_in_a_fixed_number_of_queries(stories, newsletter, django_assert_max_num_queries):
    readers = [SubscriberFactory(consents=["brief", "pollen"]) for _n in range(30)]
    for reader in readers:
        read(reader, stories[2])
    pool = pool_of(stories)
    with django_assert_max_num_queries(5):
        selection.select([reader.pk for reader in readers], pool, Places(3))
