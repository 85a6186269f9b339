"""Who is recognised, for how long, and how a reader has a device remembered or forgotten."""

from datetime import timedelta

import pytest
import time_machine
from django.core import signing
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from pollen import recognition
from pollen.services import corrections
from subscribers.models import Purpose, Subscriber
from subscribers.services import consent, tokens
from tests.pollen.cookies import carry_cookie, cookie_of, is_taken_back

DAY = timedelta(days=1)
NO = [{"Sec-GPC": "1"}, {"DNT": "1"}]


def request_with(cookie, **headers):
    request = RequestFactory().get("/", headers=headers)
    request.COOKIES[recognition.COOKIE] = cookie
    return request


def preference_page(reader):
    return reverse("subscribers:preferences", args=[tokens.for_preferences(reader)])


def press(client, reader, do, **headers):
    address = reverse("pollen:device", args=[tokens.for_preferences(reader)])
    return client.post(address, {"do": do}, headers={"Sec-Fetch-Site": "same-origin"} | headers)


def withdraw(reader):
    consent.withdraw(reader.subject, Purpose.objects.get(key=Purpose.POLLEN))


def test_a_cookie_says_whose_it_is_without_the_database(ada, django_assert_num_queries):
    request = request_with(cookie_of(ada))
    with django_assert_num_queries(0):
        assert recognition.subject_of(request) == ada.subject


def test_the_ledger_is_asked_once_in_a_request_that_changes_nothing(ada, django_assert_num_queries):
    request = request_with(cookie_of(ada))
    with django_assert_num_queries(1):
        assert recognition.recognise(request) == ada
        assert recognition.recognise(request) == ada


@pytest.mark.parametrize("signal", NO)
def test_a_browsers_no_wins_over_the_cookie(ada, signal):
    request = request_with(cookie_of(ada), **signal)
    assert recognition.subject_of(request) is None
    assert recognition.recognise(request) is None


@pytest.mark.parametrize(
    "cookie",
    [
        "forged",
        "Ümläut",
        signing.dumps("67b0dfa2c1f04f0e9f9a3cbb3b3c0001", salt=recognition.SALT),
        signing.dumps(["no pseudonym", 4_000_000_000, 0], salt=recognition.SALT),
        signing.dumps([7, 4_000_000_000, 0], salt=recognition.SALT),
        signing.dumps(["67b0dfa2c1f04f0e9f9a3cbb3b3c0001", 4_000_000_000, 0], salt="another"),
    ],
    ids=["forged", "no ASCII", "an old form", "no pseudonym", "a number", "made for something else"],
)
def test_what_is_no_cookie_of_ours_names_nobody(db, cookie):
    assert recognition.subject_of(request_with(cookie)) is None


@pytest.mark.parametrize(("as_a_device", "days"), [(False, 7), (True, 180)])
def test_a_cookie_is_good_for_its_time_whatever_the_browser_does(ada, as_a_device, days):
    request = request_with(cookie_of(ada, as_a_device))
    with time_machine.travel(timezone.now() + days * DAY - timedelta(minutes=1)):
        assert recognition.subject_of(request) == ada.subject
    with time_machine.travel(timezone.now() + days * DAY + timedelta(minutes=1)):
        assert recognition.subject_of(request) is None


def test_the_cookie_is_first_party_and_out_of_the_reach_of_scripts(ada):
    response = HttpResponse()
    recognition.remember_device(response, ada)
    cookie = response.cookies[recognition.COOKIE]
    assert cookie["httponly"]
    assert cookie["secure"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["domain"]
    assert cookie["max-age"] == 180 * 24 * 3600
    assert ada.email not in cookie.value


def test_a_click_leaves_a_device_to_the_reader_who_had_it_remembered(ada, emil):
    response = HttpResponse()
    recognition.remember(response, ada, request_with(cookie_of(emil, as_a_device=True)))
    assert not response.cookies


def test_a_click_takes_over_what_another_click_had_begun(ada, emil):
    response = HttpResponse()
    recognition.remember(response, ada, request_with(cookie_of(emil)))
    assert recognition.subject_of(request_with(response.cookies[recognition.COOKIE].value)) == ada.subject


def test_a_click_takes_over_a_device_whose_reader_withdrew(ada, emil):
    withdraw(emil)
    response = HttpResponse()
    recognition.remember(response, ada, request_with(cookie_of(emil, as_a_device=True)))
    assert response.cookies


@pytest.fixture
def emil(newsletter):
    from tests.factories import SubscriberFactory

    return SubscriberFactory(email="emil@example.org", name="Emil Brandt", consents=["brief", "pollen"])


# --- «Remember me on this device» -----------------------------------------------------------------


def test_a_device_is_remembered_for_half_a_year_and_forgotten_again(client, ada):
    assert "device-heading" in client.get(preference_page(ada)).content.decode()
    answer = press(client, ada, "remember")
    assert (answer.status_code, answer["Location"]) == (303, f"{preference_page(ada)}?device=remembered#device")
    assert answer.cookies[recognition.COOKIE]["max-age"] == 180 * 24 * 3600
    assert "Dieses Gerät ist bis zum" in client.get(answer["Location"]).content.decode()

    assert is_taken_back(press(client, ada, "forget"))
    page = client.get(f"{preference_page(ada)}?device=forgotten").content.decode()
    assert "Dieses Gerät ist vergessen" in page
    assert 'value="forget"' not in page


def test_asking_does_not_remember(client, ada):
    address = reverse("pollen:device", args=[tokens.for_preferences(ada)])
    assert client.get(address).status_code == 405
    assert recognition.COOKIE not in client.cookies


def test_without_the_pollen_consent_nothing_is_offered_or_remembered(client, bruno):
    assert "device-heading" not in client.get(preference_page(bruno)).content.decode()
    assert not press(client, bruno, "remember").cookies


def test_while_pollen_is_paused_nothing_is_offered_or_remembered(client, ada):
    corrections.pause(ada)
    assert "device-heading" not in client.get(preference_page(ada)).content.decode()
    assert not press(client, ada, "remember").cookies


def test_while_the_use_of_the_data_is_restricted_nothing_is_offered_or_remembered(client, ada):
    Subscriber.objects.filter(pk=ada.pk).update(restricted_at=timezone.now())
    assert "device-heading" not in client.get(preference_page(ada)).content.decode()
    assert not press(client, ada, "remember").cookies


@pytest.mark.parametrize("signal", NO)
def test_a_browsers_no_wins_over_the_button(client, ada, signal):
    page = client.get(preference_page(ada), headers=signal).content.decode()
    assert "Das geht vor" in page
    assert 'value="remember"' not in page
    assert not press(client, ada, "remember", **signal).cookies


def test_another_site_cannot_have_a_visitors_device_remembered_as_somebody_else(client, ada):
    assert not press(client, ada, "remember", **{"Sec-Fetch-Site": "cross-site"}).cookies


def test_the_button_works_behind_a_fresh_link_alone(client, ada):
    address = reverse("pollen:device", args=[tokens.for_preferences(ada)])
    with time_machine.travel(timezone.now() + 2 * DAY):
        answer = client.post(address, {"do": "remember"})
    assert answer.status_code == 410
    assert not answer.cookies


def test_nobody_is_told_whose_device_it_is(client, ada, emil):
    carry_cookie(client, emil, as_a_device=True)
    page = client.get(preference_page(ada)).content.decode()
    assert "ist bis zum" not in page
    assert "Emil" not in page
