"""What a beacon may say, what becomes of it, and of whom nothing is kept."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from pollen import page_token, recognition
from pollen.models import Grain
from pollen.services import gathering
from pollen.weights import WEIGHTS
from subscribers.models import Purpose, Subscriber
from subscribers.services import consent
from tests.factories import EpisodePageFactory, StoryPageFactory, translate
from tests.pollen.cookies import carry_cookie, is_taken_back
from tests.pollen.test_gathering import tell

Kind = Grain.Kind
GLANCE = {"seconds": 3, "depth": 0.2}
READING = {"seconds": 600, "depth": 1}
HEARD = {"seconds": 600, "depth": 0.1, "heard": 0.95}


@pytest.fixture
def story(home):
    return StoryPageFactory(title="Die Bäckerin", topics=["Kundenwert"])


@pytest.fixture
def said(story):
    return {"page": page_token.for_page(story), **READING}


def kept():
    return [(grain.kind, pytest.approx(grain.weight)) for grain in Grain.objects.order_by("pk")]


def withdraw(reader):
    consent.withdraw(reader.subject, Purpose.objects.get(key=Purpose.POLLEN))


def restrict(reader):
    Subscriber.objects.filter(pk=reader.pk).update(restricted_at=timezone.now())


def pause(reader):
    Subscriber.objects.filter(pk=reader.pk).update(pollen_paused_at=timezone.now())


# --- What a page says of itself ----------------------------------------------------------------------


def test_a_page_is_named_with_its_reading_time(story):
    assert page_token.read(page_token.for_page(story)) == page_token.Told(story.pk, story.expected_reading_seconds)


def test_a_translation_counts_as_its_original(client, ada, story, english):
    carry_cookie(client, ada)
    twin = translate(story, english)
    assert tell(client, {"page": page_token.for_page(twin), **READING}).status_code == 204
    assert Grain.objects.get().readable_id == story.pk


@pytest.mark.parametrize(
    "token", ["", "1.60", "1.60:x", Signer(salt="another").sign("1.60"), 1, None, [], "Ü", "1.60:" + "x" * 200]
)
def test_only_what_this_house_signed_names_a_page(client, ada, token):
    with pytest.raises(BadSignature):
        page_token.read(token)
    carry_cookie(client, ada)
    assert tell(client, {"page": token, **READING}).status_code == 400


# --- What a beacon says ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"seconds": None},
        {"seconds": "x"},
        {"seconds": float("inf")},
        {"depth": float("nan")},
        {"heard": "x"},
        {"heard": float("nan")},
        {"depth": [1]},
        {"seconds": 10**400},
    ],
    ids=str,
)
def test_a_beacon_with_a_wrong_number_is_refused(client, ada, said, change):
    carry_cookie(client, ada)
    assert tell(client, said | change).status_code == 400
    assert not Grain.objects.exists()


@pytest.mark.parametrize("missing", ["page", "seconds", "depth"])
def test_a_beacon_that_leaves_something_out_is_refused(client, ada, said, missing):
    del said[missing]
    carry_cookie(client, ada)
    assert tell(client, said).status_code == 400


@pytest.mark.parametrize("body", ["", "[]", "7", "null", '{"page": 1', "[" * 1_000, "[" * 100_000, b"\xff\xfe"])
def test_what_is_no_beacon_is_refused(client, ada, body):
    carry_cookie(client, ada)
    assert tell(client, body).status_code == 400


def test_a_beacon_with_a_long_tail_is_not_even_read(client, ada, said):
    carry_cookie(client, ada)
    assert tell(client, said | {"more": "x" * 3_000}).status_code == 400


def test_a_beacon_is_sent_and_nothing_else(client, db):
    assert client.get(reverse("pollen:beacon")).status_code == 405


def test_a_beacon_of_a_translated_page_arrives_below_its_own_prefix(client, ada, said):
    carry_cookie(client, ada)
    answer = client.post("/en/pollen/", json.dumps(said), content_type="text/plain")
    assert answer.status_code == 204
    assert Grain.objects.count() == 1


# --- What becomes of it ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reports", "grains"),
    [
        ([GLANCE], [("visit", 0.3)]),
        ([READING], [("read", 1.0)]),
        ([HEARD], [("finished", 1.5)]),
        ([GLANCE, GLANCE], [("visit", 0.3)]),
        ([GLANCE, READING], [("visit", 0.3), ("read", 0.7)]),
        ([READING, GLANCE], [("read", 1.0)]),
        ([READING, HEARD], [("read", 1.0), ("finished", 0.5)]),
        ([GLANCE, READING, HEARD], [("visit", 0.3), ("read", 0.7), ("finished", 0.5)]),
        ([HEARD, READING, GLANCE], [("finished", 1.5)]),
    ],
)
def test_of_one_text_on_one_day_the_highest_step_counts(client, ada, home, reports, grains):
    episode = EpisodePageFactory(topics=["Kundenwert"])
    carry_cookie(client, ada)
    for report in reports:
        assert tell(client, {"page": page_token.for_page(episode), **report}).status_code == 204
    assert kept() == grains


def test_another_day_counts_anew(client, ada, said):
    carry_cookie(client, ada)
    tell(client, said)
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        tell(client, said)
    assert kept() == [("read", 1.0), ("read", 1.0)]


def test_a_click_and_a_saved_text_count_beside_the_reading(client, ada, story, said):
    gathering.record(ada, story, Kind.CLICK)
    gathering.record(ada, story, Kind.SAVED)
    carry_cookie(client, ada)
    tell(client, said)
    assert kept() == [("click", WEIGHTS[Kind.CLICK]), ("saved", WEIGHTS[Kind.SAVED]), ("read", 1.0)]


def test_a_beacon_is_one_message_to_the_database(client, ada, said, django_assert_num_queries):
    carry_cookie(client, ada)
    with django_assert_num_queries(1):
        tell(client, said)
    assert Grain.objects.count() == 1


def test_a_page_that_is_gone_or_taken_back_leaves_nothing(client, ada, story, said):
    carry_cookie(client, ada)
    story.unpublish()
    answer = tell(client, said)
    story.delete()
    tell(client, said)
    assert not Grain.objects.exists()
    # The reader is still known, so the cookie stays.
    assert (answer.status_code, answer.cookies) == (204, {})


def test_a_page_behind_a_password_gives_nobody_a_word_to_report_it_with(client, ada, story):
    """Otherwise anybody could read its title in their own profile."""
    carry_cookie(client, ada)
    PageViewRestriction.objects.create(page=story, restriction_type="password", password="x")
    assert page_token.for_page(story) not in client.get(story.url).content.decode()


# --- Of whom nothing is kept -------------------------------------------------------------------------


def test_without_a_cookie_the_database_is_not_even_asked(client, ada, said, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert tell(client, said).status_code == 204
    assert not Grain.objects.exists()


def test_a_forged_cookie_leaves_nothing_and_is_taken_back(client, ada, said):
    client.cookies[recognition.COOKIE] = str(ada.subject)
    assert is_taken_back(tell(client, said))
    assert not Grain.objects.exists()


@pytest.mark.parametrize("signal", [{"Sec-GPC": "1"}, {"DNT": "1"}])
def test_a_browser_that_says_no_loses_the_cookie_with_the_beacon(client, ada, said, signal):
    carry_cookie(client, ada)
    assert is_taken_back(tell(client, said, **signal))
    assert not Grain.objects.exists()


@pytest.mark.parametrize("end", [withdraw, restrict, pause])
def test_whose_consent_rests_or_ended_leaves_nothing_and_loses_the_cookie(client, ada, said, end):
    carry_cookie(client, ada)
    end(ada)
    assert is_taken_back(tell(client, said))
    assert not Grain.objects.exists()


@pytest.mark.parametrize("end", [withdraw, restrict, pause])
def test_nothing_else_is_recorded_of_them_either(ada, story, end):
    end(ada)
    for kind in Kind:
        assert gathering.record(ada, story, kind) is None
    assert not Grain.objects.exists()


def test_a_reader_who_is_erased_leaves_nothing(client, ada, said):
    carry_cookie(client, ada)
    Subscriber.objects.filter(pk=ada.pk).delete()
    assert is_taken_back(tell(client, said))
    assert not Grain.objects.exists()


def test_a_reader_with_the_letter_alone_leaves_nothing(client, bruno, said):
    carry_cookie(client, bruno)
    assert is_taken_back(tell(client, said))
    assert not Grain.objects.exists()


def test_who_says_the_same_twice_keeps_the_cookie(client, ada, said):
    carry_cookie(client, ada)
    tell(client, said)
    assert not tell(client, said).cookies
