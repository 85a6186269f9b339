"""«Mein Blütenstaub»: the reader sees all that is believed, and only the reader does."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from editorial.models import Topic
from pollen.models import Grain, Interest
from pollen.services import folding, gathering
from pollen.views import correcting
from subscribers.models import Purpose, Subscriber, TopicChoice
from subscribers.services import consent, tokens
from tests.factories import EpisodePageFactory, StoryPageFactory, TopicFactory


@pytest.fixture
def story(home):
    return StoryPageFactory(title="Zwei Häkchen", topics=["Datenschutz"])


def page_of(client, subscriber, prefix="", **query):
    path = reverse("pollen:profile", args=[tokens.for_preferences(subscriber)])
    return client.get(prefix + path, query)


def shown(client, subscriber, **query):
    return page_of(client, subscriber, **query).content.decode()


def believe(subscriber, topic, acute=1.0, lasting=1.0, days_ago=0):
    return Interest.objects.create(
        subscriber=subscriber,
        topic=topic if not isinstance(topic, str) else TopicFactory(label_de=topic),
        acute=acute,
        lasting=lasting,
        as_of=timezone.now() - timedelta(days=days_ago),
    )


def row_of(page, topic):
    """The words of a topic's row, without markup."""
    found = re.search(rf'<li class="own-topic[^>]*id="topic-{topic.pk}">(.*?)</form>\s*</li>', page, re.S)
    return " ".join(re.sub(r"<svg.*?</svg>|<[^>]+>", " ", found[1], flags=re.S).split())


def test_the_reader_sees_topics_reasons_and_the_notes_behind_them(client, ada, story):
    gathering.record(ada, story, Grain.Kind.READ)
    folding.fold()
    TopicChoice.objects.create(subscriber=ada, topic=TopicFactory(label_de="Preise"), stance="refused")
    page = shown(client, ada)
    assert "Datenschutz" in page
    assert "Sie haben in den letzten 90 Tagen einen Text dazu gelesen." in page
    assert "Zwei Häkchen" in page
    assert "Preise" in page


def test_what_is_acute_and_what_lasts_are_shares_of_all_together(client, ada):
    fresh, old = believe(ada, "Datenschutz", acute=2, lasting=4), believe(ada, "Preise", acute=0, lasting=4)
    page = shown(client, ada)
    assert "gerade jetzt 20 %, auf Dauer 40 % Ihrer Aufmerksamkeit" in row_of(page, fresh.topic)
    assert "auf Dauer 40 % Ihrer Aufmerksamkeit" in row_of(page, old.topic)
    assert page.index("Gerade jetzt</h2>") < page.index(f'id="topic-{fresh.topic_id}"')
    assert page.index("Auf Dauer</h2>") < page.index(f'id="topic-{old.topic_id}"')


def test_shares_are_those_of_today_not_of_the_day_they_were_written(client, ada):
    believe(ada, "Datenschutz", acute=8, lasting=1, days_ago=60)
    page = shown(client, ada)
    assert "Gerade jetzt</h2>" not in page
    assert "auf Dauer 100 % Ihrer Aufmerksamkeit" in page


def test_the_texts_behind_a_topic_are_named_with_what_was_done_and_when(client, ada, story):
    episode = EpisodePageFactory(title="Folge Neun", topics=["Datenschutz"])
    with time_machine.travel(timezone.now() - timedelta(days=3)):
        gathering.record(ada, story, Grain.Kind.READ)
    gathering.record(ada, episode, Grain.Kind.SAVED)
    folding.fold()
    row = row_of(shown(client, ada), story.topics.get())
    assert "Woher es kommt : Datenschutz (2)" in row
    assert re.search(r"Folge Neun für später gemerkt, \d+\. \w+ \d{4} Zwei Häkchen gelesen, \d+\.", row)


def test_an_interest_without_a_text_of_its_own_says_which_topics_belong_to_it(client, ada, story):
    broader = TopicFactory(label_de="Recht")
    topic = story.topics.get()
    topic.parent = broader
    topic.save()
    gathering.record(ada, story, Grain.Kind.READ)
    believe(ada, broader)
    assert "Sie lesen über Themen, die dazugehören: Datenschutz." in row_of(shown(client, ada), broader)


def test_an_interest_whose_notes_are_gone_says_that_it_fades(client, ada):
    old = believe(ada, "Datenschutz", acute=0)
    assert "was davon geblieben ist, verblasst von selbst." in row_of(shown(client, ada), old.topic)


def test_a_chosen_topic_is_there_before_anything_was_read(client, ada):
    topic = TopicFactory(label_de="Preise")
    TopicChoice.objects.create(subscriber=ada, topic=topic, stance="wanted")
    page = shown(client, ada)
    assert page.index("Das haben Sie gesagt</h2>") < page.index(f'id="topic-{topic.pk}"')
    assert "selbst gewählt." in row_of(page, topic)
    assert "auf Dauer 100 % Ihrer Aufmerksamkeit" in row_of(page, topic)


def test_what_was_removed_or_refused_has_no_share(client, ada):
    kept = believe(ada, "Datenschutz")
    for stance in ("removed", "refused"):
        gone = believe(ada, f"Thema {stance}", lasting=50)
        TopicChoice.objects.create(subscriber=ada, topic=gone.topic, stance=stance)
    page = shown(client, ada)
    assert "gerade jetzt 50 %, auf Dauer 50 %" in row_of(page, kept.topic)
    assert page.count('class="own-topic__share"') == 1


def test_buttons_name_the_topic_they_are_for(client, ada):
    for label in ("Datenschutz", "Preise"):
        believe(ada, label)
    page = shown(client, ada)
    names = [
        " ".join(re.sub(r'<span aria-hidden="true">.</span>|<[^>]+>', "", button).split())
        for button in re.findall(r'<button type="submit" name="stance"[^>]*>(.*?)</button>', page)
    ]
    assert len(names) == len(set(names)) == 8
    assert {"Mehr davon: Preise", "Weniger davon: Preise", "Entfernen: Preise", "Nicht mein Thema: Preise"} <= set(
        names
    )


def test_the_picture_says_in_words_what_it_shows(client, ada):
    believe(ada, "Datenschutz", acute=1, lasting=3)
    page = shown(client, ada)
    described = re.search(r'<desc id="bouquet-words">(.*?)</desc>', page, re.S)[1]
    assert " ".join(described.split()) == "Datenschutz: gerade jetzt 25 %, auf Dauer 75 % Ihrer Aufmerksamkeit."
    assert 'role="img" aria-labelledby="bouquet-title" aria-describedby="bouquet-words"' in page
    assert "<script" not in page[page.index("<main") : page.index("</main>")]


def test_what_was_said_about_a_topic_that_is_not_approved_takes_no_share(client, ada):
    believe(ada, "Datenschutz")
    proposed = TopicFactory(label_de="Vorschlag", state=Topic.State.PROPOSED)
    TopicChoice.objects.create(subscriber=ada, topic=proposed, stance="wanted")
    page = shown(client, ada)
    assert "gerade jetzt 50 %, auf Dauer 50 %" in page
    assert "Vorschlag" not in page


def test_the_page_says_that_readers_of_the_same_texts_count_as_well(client, ada):
    assert "Wir nutzen auch, was Leserinnen und Leser derselben Texte beschäftigt" in shown(client, ada)


def test_without_the_consent_there_is_nothing_to_see(client, bruno):
    TopicChoice.objects.create(subscriber=bruno, topic=TopicFactory(label_de="Preise"), stance="wanted")
    page = shown(client, bruno)
    assert "own-topic" not in page
    assert "bouquet" not in page
    assert "Sie haben dem Blütenstaub nicht zugestimmt" in page


def test_after_a_withdrawal_the_page_is_empty(client, ada, story):
    gathering.record(ada, story, Grain.Kind.READ)
    folding.fold()
    consent.withdraw(ada.subject, Purpose.objects.get(key="pollen"))
    assert "Zwei Häkchen" not in shown(client, ada)


def test_every_note_is_shown_fifty_on_a_page(client, ada, story):
    now = timezone.now()
    Grain.objects.bulk_create(
        Grain(
            subscriber=ada,
            readable=story,
            kind="read",
            weight=1.0,
            at=now - timedelta(days=91),
            day=now.date() - timedelta(days=days),
        )
        for days in range(130)
    )
    titles = [shown(client, ada, page=number).count("Zwei Häkchen</a>") for number in (1, 2, 3, 4)]
    assert titles == [50, 50, 30, 30]
    assert "Seite 2 von 3" in shown(client, ada, page=2)


def test_a_note_of_a_text_that_is_gone_from_the_site_has_no_link(client, ada, story):
    gathering.record(ada, story, Grain.Kind.READ)
    story.unpublish()
    page = shown(client, ada)
    assert "Zwei Häkchen" in page
    assert f'href="{story.url}"' not in page


def test_an_old_or_forged_link_shows_nothing(client, ada, story):
    with time_machine.travel("2026-01-01"):
        old = tokens.for_preferences(ada)
    for name in ("profile", "start_anew", "profile_json", "profile_csv"):
        assert client.get(reverse(f"pollen:{name}", args=[old])).status_code == 410
        assert client.get(reverse(f"pollen:{name}", args=["abc.def"])).status_code == 404


def test_the_page_is_kept_out_of_caches_and_its_address_out_of_referrers(client, ada):
    page = page_of(client, ada)
    assert page["Cache-Control"] == "no-store"
    assert page["Referrer-Policy"] == "no-referrer"
    assert not page.cookies


def test_a_restricted_reader_looks_and_finds_no_buttons(client, ada, story):
    gathering.record(ada, story, Grain.Kind.READ)
    folding.fold()
    Subscriber.objects.update(restricted_at=timezone.now())
    page = shown(client, ada)
    assert "Datenschutz" in page
    assert "Ändern können Sie es, wenn die Einschränkung vorbei ist." in page
    assert 'name="stance"' not in page
    assert 'name="note"' not in page


def test_the_page_in_english_is_english(client, ada, story, english):
    gathering.record(ada, story, Grain.Kind.READ)
    folding.fold()
    gathering.record(ada, story, Grain.Kind.SAVED)
    for label, stance in (("Alpha", "wanted"), ("Beta", "less"), ("Gamma", "removed"), ("Delta", "refused")):
        TopicChoice.objects.create(subscriber=ada, topic=TopicFactory(label_de=label), stance=stance)
    topic = TopicFactory(label_de="Alpha")
    key = correcting.kept(correcting.Outcome("wanted", topic.pk, "less"), ada)
    page = page_of(client, ada, prefix="/en", said=key).content.decode()
    main = re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main>")])
    assert "You want more of Alpha." in main
    assert "Just now" in main
    assert not re.findall(r"\b(?:Sie|Ihre[rn]?|und|nicht|haben|Thema|Themen)\b", main)
