import json

import pytest
import time_machine
from django.urls import reverse

from pollen import recognition
from pollen.models import Grain, Interest
from pollen.services import folding, gathering
from subscribers.models import Purpose
from subscribers.services import consent
from tests.factories import StoryPageFactory


@pytest.fixture
def story(home):
    return StoryPageFactory(title="Die Bäckerin", topics=["Kundenwert"])


def sign_in_by_cookie(client, subscriber):
    from django.http import HttpResponse

    response = HttpResponse()
    recognition.remember(response, subscriber)
    client.cookies[recognition.COOKIE] = response.cookies[recognition.COOKIE].value


def leave(client, page, seconds=600, depth=1.0, **headers):
    body = json.dumps({"page": page.pk, "seconds": seconds, "depth": depth})
    return client.post(reverse("pollen:beacon"), body, content_type="text/plain", headers=headers)


def test_a_consenting_readers_reading_becomes_a_grain(client, ada, story):
    sign_in_by_cookie(client, ada)
    assert leave(client, story).status_code == 204
    [grain] = Grain.objects.all()
    assert (grain.subscriber, grain.readable_id, grain.kind) == (ada, story.pk, "read")


def test_a_glance_is_a_visit_and_not_a_reading(client, ada, story):
    sign_in_by_cookie(client, ada)
    leave(client, story, seconds=3, depth=0.2)
    assert [grain.kind for grain in Grain.objects.all()] == ["visit"]


def test_reading_the_same_page_again_on_the_same_day_adds_nothing(client, ada, story):
    sign_in_by_cookie(client, ada)
    leave(client, story)
    leave(client, story)
    assert Grain.objects.count() == 1


def test_without_a_cookie_nothing_is_kept(client, ada, story):
    assert leave(client, story).status_code == 204
    assert not Grain.objects.exists()


def test_a_reader_who_withdrew_is_not_recognised_by_an_old_cookie(client, ada, story):
    sign_in_by_cookie(client, ada)
    consent.withdraw(ada.subject, Purpose.objects.get(key="pollen"))
    leave(client, story)
    assert not Grain.objects.exists()


def test_a_forged_cookie_is_nobody(client, ada, story):
    client.cookies[recognition.COOKIE] = str(ada.subject)
    leave(client, story)
    assert not Grain.objects.exists()


@pytest.mark.parametrize("signal", [{"Sec-GPC": "1"}, {"DNT": "1"}])
def test_a_browsers_no_wins_over_an_earlier_yes(client, ada, story, signal):
    sign_in_by_cookie(client, ada)
    leave(client, story, **signal)
    assert not Grain.objects.exists()


@pytest.mark.parametrize(
    "body", ["", "[]", '{"page": "x"}', '{"page": 1}', '{"page": null, "seconds": 1, "depth": 1}']
)
def test_a_beacon_that_makes_no_sense_is_refused(client, ada, body):
    sign_in_by_cookie(client, ada)
    response = client.post(reverse("pollen:beacon"), body, content_type="text/plain")
    assert response.status_code == 400


def test_a_beacon_about_a_page_that_does_not_exist_keeps_nothing(client, ada, story):
    sign_in_by_cookie(client, ada)
    story.pk = 999_999
    assert leave(client, story).status_code == 204
    assert not Grain.objects.exists()


def test_a_reader_without_the_pollen_consent_leaves_no_grain(bruno, story):
    assert gathering.record(bruno, story, Grain.Kind.READ) is None
    assert not Grain.objects.exists()


def test_withdrawing_pollen_deletes_grains_and_interests_at_once(ada, story):
    gathering.record(ada, story, Grain.Kind.READ)
    folding.fold()
    assert Interest.objects.filter(subscriber=ada).exists()
    consent.withdraw(ada.subject, Purpose.objects.get(key="pollen"))
    assert not Grain.objects.exists()
    assert not Interest.objects.exists()


def test_withdrawing_the_newsletter_leaves_the_profile_alone(ada, newsletter, story):
    gathering.record(ada, story, Grain.Kind.READ)
    consent.withdraw(ada.subject, newsletter.purpose)
    assert Grain.objects.exists()


def test_grains_expire_and_the_profile_stays(ada, story):
    with time_machine.travel("2026-06-01 12:00"):
        gathering.record(ada, story, Grain.Kind.READ)
        folding.fold()
    before = Interest.objects.get().lasting
    with time_machine.travel("2026-09-15 12:00"):
        gathering.expire()
    assert not Grain.objects.exists()
    assert Interest.objects.get().lasting == before
