"""What a recognised reader says about a text below it: with plain forms, and nothing personal is shown."""

from datetime import timedelta
from urllib.parse import quote

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from editorial.models import Topic
from pollen import page_token
from pollen.models import Grain, Suggestion
from pollen.services import folding, gathering, next_reading
from pollen.views import next_reading as next_reading_view
from subscribers.models import Purpose, TopicChoice
from subscribers.services import consent, preferences
from tests import factories
from tests.pollen.cookies import carry_cookie

PART = {"X-Pollen": "part"}


@pytest.fixture
def story(home):
    return factories.StoryPageFactory(title="Die Bäckerin", topics=["Kundenwert", "Handwerk"])


@pytest.fixture
def topic(story):
    return Topic.objects.get(label_de="Kundenwert")


def press(client, page, headers=None, **fields):
    return client.post(reverse("pollen:act"), {"page": page_token.for_page(page)} | fields, headers=headers or {})


def save(client, token):
    return client.post(reverse("pollen:act"), {"page": token, "do": "save"})


def kinds():
    return sorted(Grain.objects.values_list("kind", flat=True))


def stances(reader):
    return dict(reader.topic_choices.values_list("topic__label_de", "stance"))


def assert_private(answer):
    assert "no-store" in answer["Cache-Control"]
    assert "noindex" in answer["X-Robots-Tag"]


def test_a_text_is_saved_for_later_and_that_is_undone(client, ada, story):
    carry_cookie(client, ada)
    answer = press(client, story, do="save")
    assert answer.status_code == 303
    assert kinds() == ["saved"]
    assert_private(answer)
    page = client.get(answer["Location"])
    assert_private(page)
    assert "„Die Bäckerin“ ist für später gemerkt" in page.content.decode()
    assert story.url in page.content.decode()

    undone = client.post(answer["Location"])
    assert undone.status_code == 303
    assert kinds() == []
    assert "Die Bäckerin“ ist nicht mehr gemerkt" in client.get(undone["Location"]).content.decode()


def test_not_my_topic_is_a_grain_and_a_choice_and_can_be_undone(client, ada, story, topic):
    carry_cookie(client, ada)
    answer = press(client, story, do="refuse", topic=topic.pk)
    assert answer.status_code == 303
    assert kinds() == ["refused"]
    assert stances(ada) == {"Kundenwert": "refused"}
    assert "Kundenwert ist nicht Ihr Thema" in client.get(answer["Location"]).content.decode()

    undone = client.post(answer["Location"])
    assert (kinds(), stances(ada)) == ([], {})
    assert "gilt wieder, was vorher galt" in client.get(undone["Location"]).content.decode()


def test_undoing_lets_hold_what_was_said_before(client, ada, story, topic):
    preferences.choose_topics(ada, {topic: TopicChoice.Stance.WANTED})
    carry_cookie(client, ada)
    answer = press(client, story, do="refuse", topic=topic.pk)
    assert stances(ada) == {"Kundenwert": "refused"}
    client.post(answer["Location"])
    assert stances(ada) == {"Kundenwert": "wanted"}


def test_what_was_refused_twice_is_free_after_one_undoing(client, ada, story, topic):
    carry_cookie(client, ada)
    press(client, story, do="refuse", topic=topic.pk)
    answer = press(client, story, do="refuse", topic=topic.pk)
    client.post(answer["Location"])
    assert stances(ada) == {}


def test_what_was_refused_elsewhere_stays_so_whatever_is_undone_below_a_text(client, ada, story, topic):
    with time_machine.travel(timezone.now() - timedelta(days=20)):
        preferences.choose_topics(ada, {topic: TopicChoice.Stance.REFUSED})
    carry_cookie(client, ada)
    for _twice in range(2):
        answer = press(client, story, do="refuse", topic=topic.pk)
    assert (
        "Das hatten Sie schon gesagt: Kundenwert ist nicht Ihr Thema."
        in client.get(answer["Location"]).content.decode()
    )
    undone = client.post(answer["Location"])
    assert (kinds(), stances(ada)) == ([], {"Kundenwert": "refused"})
    assert "Kundenwert bleibt nicht Ihr Thema" in client.get(undone["Location"]).content.decode()


def test_what_was_refused_in_the_settings_a_moment_ago_stays_so_too(client, ada, story, topic):
    preferences.choose_topics(ada, {topic: TopicChoice.Stance.REFUSED})
    carry_cookie(client, ada)
    for _twice in range(2):
        answer = press(client, story, do="refuse", topic=topic.pk)
    client.post(answer["Location"])
    assert stances(ada) == {"Kundenwert": "refused"}


def test_undoing_one_of_two_refusals_leaves_the_other(client, ada, story, topic):
    other = Topic.objects.get(label_de="Handwerk")
    carry_cookie(client, ada)
    press(client, story, do="refuse", topic=other.pk)
    answer = press(client, story, do="refuse", topic=topic.pk)
    client.post(answer["Location"])
    assert (kinds(), stances(ada)) == (["refused"], {"Handwerk": "refused"})


def test_passing_on_is_counted_when_the_mail_is_begun(client, ada, story):
    carry_cookie(client, ada)
    answer = press(client, story, do="share")
    assert answer.status_code == 303
    assert answer["Location"].startswith("mailto:?subject=Die%20B%C3%A4ckerin")
    assert quote(story.full_url, safe="") in answer["Location"]
    assert "utm" not in answer["Location"]
    assert kinds() == ["shared"]


def test_the_script_gets_a_part_of_a_page(client, ada, story, topic):
    carry_cookie(client, ada)
    answer = press(client, story, PART, do="refuse", topic=topic.pk)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert_private(answer)
    assert "Kundenwert ist nicht Ihr Thema" in text
    assert "<html" not in text
    undo = text.partition('action="')[2].partition('"')[0]
    assert "gilt wieder" in client.post(undo, headers=PART).content.decode()
    assert stances(ada) == {}
    assert "Adresse" in press(client, story, PART, do="share", copied="1").content.decode()


@pytest.mark.parametrize("fields", [{"do": "save"}, {"do": "share"}, {"do": "refuse"}, {"do": "dance"}, {}])
def test_who_is_not_recognised_is_led_back_and_nothing_is_stored(client, ada, story, topic, fields):
    for headers in ({}, {"Sec-GPC": "1"}):
        answer = press(client, story, headers, topic=topic.pk, **fields)
        assert (answer.status_code, answer["Location"]) == (303, story.url)
        assert "no-store" in answer["Cache-Control"]
        carry_cookie(client, ada)
    assert not Grain.objects.exists()
    assert not TopicChoice.objects.exists()


def test_after_a_withdrawal_nothing_is_stored(client, ada, story, topic):
    carry_cookie(client, ada)
    done = press(client, story, do="save")["Location"]
    consent.withdraw(ada.subject, Purpose.objects.get(key=Purpose.POLLEN))
    assert press(client, story, do="refuse", topic=topic.pk)["Location"] == story.url
    assert "nichts gespeichert" in press(carry_cookie(client, ada), story, PART, do="save").content.decode()
    assert carry_cookie(client, ada).get(done).status_code == 410
    assert not Grain.objects.exists()
    assert not stances(ada)


def test_only_approved_topics_of_the_text_can_be_refused(client, ada, story):
    carry_cookie(client, ada)
    elsewhere = factories.TopicFactory(label_de="Leckagen")
    proposed = factories.TopicFactory(label_de="Vorschlag", state=Topic.State.PROPOSED)
    story.topics.add(proposed)
    story.save()
    for topic in (elsewhere.pk, proposed.pk, "", "x", 0):
        assert press(client, story, do="refuse", topic=topic)["Location"] == story.url
    assert not Grain.objects.exists()
    assert not stances(ada)


@pytest.mark.parametrize("token", ["", "1.60", "1.60:forged"])
def test_a_text_is_named_by_its_own_page_alone(client, ada, story, token):
    carry_cookie(client, ada)
    assert save(client, token).status_code == 404
    assert not Grain.objects.exists()


def test_a_text_that_is_not_open_any_more_is_not_named(client, ada, story):
    token = page_token.for_page(story)
    story.unpublish()
    assert save(carry_cookie(client, ada), token).status_code == 404


def test_what_was_done_is_shown_to_and_undone_by_nobody_else(client, ada, story, topic):
    emil = factories.SubscriberFactory(email="emil@example.org", name="Emil Brandt", consents=["brief", "pollen"])
    address = press(carry_cookie(client, ada), story, do="refuse", topic=topic.pk)["Location"]
    preferences.choose_topics(emil, {topic: TopicChoice.Stance.REFUSED})
    for other in (Client(), carry_cookie(Client(), emil)):
        for answer in (other.get(address), other.post(address)):
            assert answer.status_code == 410
            assert "Kundenwert" not in answer.content.decode()
            assert_private(answer)
    assert stances(emil) == stances(ada) == {"Kundenwert": "refused"}


def test_undoing_has_its_time(client, ada, story):
    address = press(carry_cookie(client, ada), story, do="save")["Location"]
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        answer = client.post(address)
    assert answer.status_code == 410
    assert kinds() == ["saved"]


def test_looking_undoes_nothing(client, ada, story):
    address = press(carry_cookie(client, ada), story, do="save")["Location"]
    client.get(address)
    client.head(address)
    assert kinds() == ["saved"]
    assert client.get(reverse("pollen:act")).status_code == 405


# --- What to read next ----------------------------------------------------------------------------


@pytest.fixture
def suggestions(story, topic, monkeypatch):
    """What the engine found, asked for by the view."""
    other = factories.StoryPageFactory(title="Die Müllerin", topics=["Kundenwert"])
    asked = []

    def suggest(subscriber, readable_id):
        asked.append((subscriber, readable_id))
        return [next_reading.Suggested(page=other, why="Weil Sie zugehört haben", topic=topic)]

    monkeypatch.setattr(next_reading_view, "suggest", suggest)
    return asked


def next_below(client, page, **headers):
    return client.get(reverse("pollen:next_reading"), {"page": page_token.for_page(page)}, headers=headers)


@pytest.mark.parametrize("gone", ["deleted", "closed", "unpublished"])
def test_below_a_text_that_is_gone_meanwhile_nothing_comes(client, ada, story, gone):
    factories.StoryPageFactory(topics=["Kundenwert"])
    gathering.record(ada, story, Grain.Kind.READ)
    folding.fold()
    here = factories.StoryPageFactory(topics=["Kundenwert"])
    token = page_token.for_page(here)
    carry_cookie(client, ada)
    assert client.get(reverse("pollen:next_reading"), {"page": token}).status_code == 200
    Suggestion.objects.all().delete()
    if gone == "deleted":
        here.delete()
    elif gone == "closed":
        PageViewRestriction.objects.create(page=here, restriction_type="password", password="x")
    else:
        here.unpublish()
    assert client.get(reverse("pollen:next_reading"), {"page": token}).status_code == 204
    assert not Suggestion.objects.exists()


def test_what_to_read_next_comes_with_its_reason_and_mark(client, ada, story, suggestions):
    answer = next_below(carry_cookie(client, ada), story)
    text = answer.content.decode()
    assert suggestions == [(ada, story.pk)]
    assert_private(answer)
    assert "Die Müllerin" in text
    assert "Weil Sie zugehört haben" in text
    assert '<p class="why"><svg' in text
    assert "<html" not in text


def test_without_a_recognised_reader_or_anything_fitting_the_list_for_everybody_stays(
    client, ada, story, suggestions, monkeypatch
):
    for answer in (next_below(client, story), next_below(carry_cookie(client, ada), story, **{"Sec-GPC": "1"})):
        assert (answer.status_code, answer.content) == (204, b"")
        assert_private(answer)
    assert not suggestions
    monkeypatch.setattr(next_reading_view, "suggest", lambda *_asked: [])
    carry_cookie(client, ada)
    assert next_below(client, story).status_code == 204
    assert client.get(reverse("pollen:next_reading"), {"page": "forged"}).status_code == 204
