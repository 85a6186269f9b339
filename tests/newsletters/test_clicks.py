"""Opening a link of a letter: who is led where, and what is kept of it until it is judged."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from wagtail.models import PageViewRestriction

from newsletters.models import Delivery, HeldClick
from newsletters.services import links
from pollen import recognition
from pollen.models import Grain
from subscribers.models import Purpose
from subscribers.services import consent
from tests.factories import StoryPageFactory, SubscriberFactory

from .clicking import PERSON, SENT, after, opens, sent_to


@pytest.fixture
def story(home):
    return StoryPageFactory(title="Die Bäckerin")


@pytest.fixture
def letter(ada, newsletter, story):
    return sent_to(ada, newsletter, [story])


def leads_to_the_page(response):
    return response.status_code == 302 and response.headers["Location"].endswith("/geschichten/die-backerin/")


def test_a_click_leads_to_the_plain_address_and_is_held(client, letter, story):
    response = opens(client, letter, story, 60)
    assert leads_to_the_page(response)
    assert (response.headers["Cache-Control"], response.headers["Referrer-Policy"]) == ("no-store", "no-referrer")
    [held] = HeldClick.objects.all()
    assert (held.delivery, held.readable_id, held.at, held.known_agent) == (letter, story.pk, after(60), False)
    assert not Grain.objects.exists()


def test_a_click_is_exchanged_for_a_cookie_that_names_nobody(client, letter, story):
    cookie = opens(client, letter, story, 60).cookies[recognition.COOKIE]
    assert (cookie["httponly"], cookie["secure"], cookie["samesite"]) == (True, True, "Lax")
    assert "ada" not in cookie.value


def test_after_a_withdrawal_the_same_link_only_leads_to_the_page(client, ada, letter, story):
    consent.withdraw(ada.subject, Purpose.objects.get(key="pollen"))
    response = opens(client, letter, story, 60)
    assert leads_to_the_page(response)
    assert not response.cookies
    assert not HeldClick.objects.exists()


@pytest.mark.parametrize("no", ["Sec-GPC", "DNT"])
@pytest.mark.parametrize("visible", [True, False])
def test_a_browsers_no_wins_over_the_consent(client, letter, story, no, visible):
    response = opens(client, letter, story if visible else None, 60, **{no: "1"})
    assert not response.cookies
    assert not HeldClick.objects.exists()


def test_a_link_of_somebody_without_pollen_recognises_nobody(client, bruno, newsletter, story):
    response = opens(client, sent_to(bruno, newsletter, [story]), story, 60)
    assert leads_to_the_page(response)
    assert not response.cookies
    assert not HeldClick.objects.exists()


PROGRAMS = {
    "no name": "",
    "a scanner of mail": "Mozilla/5.0 (compatible; BarracudaCentral/2.0)",
    "a preview in Safe Links": "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0 BingPreview/1.0b",
    "Office itself": "Mozilla/4.0 (compatible; ms-office; MSOffice 16)",
    "a preview in a messenger": "WhatsApp/2.24.6.77 A",
    "a preview in a network": "facebookexternalhit/1.1 Facebot Twitterbot/1.0",
    "a crawler": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "a library": "python-requests/2.32.3",
    "a tool": "curl/8.5.0",
    "a browser nobody looks at": "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/138.0 Safari/537.36",
}
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15"
PEOPLE = {
    "Safari on a telephone": f"{IPHONE} Version/18.5 Mobile/15E148 Safari/604.1",
    "a page within another app": f"{IPHONE} Mobile/15E148 [FBAN/FBIOS;FBAV/512.0;FBDV/iPhone15,2]",
    "a telephone with an odd name": "Mozilla/5.0 (Linux; Android 13; CUBOT P80) Chrome/138.0 Mobile Safari/537.36",
}


@pytest.mark.parametrize("agent", PROGRAMS.values(), ids=PROGRAMS)
def test_a_program_that_says_so_gets_no_cookie_and_is_marked(client, letter, story, agent):
    response = opens(client, letter, story, 60, agent)
    assert leads_to_the_page(response)
    assert not response.cookies
    assert HeldClick.objects.get().known_agent


@pytest.mark.parametrize("agent", PEOPLE.values(), ids=PEOPLE)
def test_a_persons_browser_is_not_taken_for_a_program(client, letter, story, agent):
    assert recognition.COOKIE in opens(client, letter, story, 60, agent, **{"Sec-Fetch-Mode": "navigate"}).cookies
    assert not HeldClick.objects.get().known_agent


@pytest.mark.parametrize(
    "ahead",
    [
        {"Sec-Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
        {"X-Moz": "prefetch"},
        {"Sec-Fetch-Mode": "no-cors"},
    ],
    ids=str,
)
def test_what_no_person_asked_for_yet_gets_no_cookie(client, letter, story, ahead):
    assert not opens(client, letter, story, 60, **ahead).cookies
    assert HeldClick.objects.get().known_agent


def test_who_only_asks_for_the_head_gets_no_cookie(client, letter, story):
    assert not opens(client, letter, story, 60, method="head").cookies
    assert HeldClick.objects.get().known_agent


def test_a_click_too_soon_after_the_sending_gets_no_cookie(client, letter, story):
    assert not opens(client, letter, story, 9).cookies
    assert recognition.COOKIE in opens(client, letter, story, 10).cookies


def test_a_letter_whose_arrival_is_uncertain_counts_from_when_it_was_handed_over(client, letter, story):
    Delivery.objects.update(state="uncertain", sent_at=None, claimed_at=SENT)
    assert not opens(client, letter, story, 9).cookies
    assert recognition.COOKIE in opens(client, letter, story, 10).cookies


def test_who_has_just_opened_the_link_nobody_sees_gets_no_cookie(client, letter, story):
    opens(client, letter, None, 60)
    assert not opens(client, letter, story, 70).cookies


def test_the_link_nobody_sees_ends_on_a_plain_page_and_is_held(client, ada, letter):
    response = opens(client, letter, None, 60)
    page = response.content.decode()
    assert response.status_code == 200
    assert "noindex" in page
    assert "ada" not in page.lower()
    assert (response.headers["X-Robots-Tag"], response.headers["Cache-Control"]) == (
        "noindex, nofollow",
        "no-store",
    )
    assert not response.cookies
    assert HeldClick.objects.get().readable is None


def test_a_link_recognises_for_a_week(client, letter, story):
    with time_machine.travel(SENT, tick=False):
        link = links.recognising(letter.pk, story.pk)
    for days, recognised in ((6.9, True), (7.1, False)):
        client.cookies.clear()
        with time_machine.travel(SENT + timedelta(days=days), tick=False):
            response = client.get(link, headers={"User-Agent": PERSON})
        assert leads_to_the_page(response)
        assert (recognition.COOKIE in response.cookies) is recognised
    assert HeldClick.objects.count() == 1


def test_how_long_a_link_recognises_can_be_set(client, letter, story, settings):
    settings.LINK_RECOGNISES_DAYS = 1
    with time_machine.travel(SENT, tick=False):
        link = links.recognising(letter.pk, story.pk)
    with time_machine.travel(SENT + timedelta(days=2), tick=False):
        assert not client.get(link, headers={"User-Agent": PERSON}).cookies


def test_a_letter_forwarded_to_a_device_that_is_somebody_elses_leaves_nothing(
    client, letter, story, rf, newsletter
):
    cleo = SubscriberFactory(email="cleo@example.org", consents=["brief", "pollen"])
    with time_machine.travel(after(30), tick=False):
        answer = opens(client, letter, story, 30)
        recognition.remember_device(answer, cleo)
        client.cookies[recognition.COOKIE] = answer.cookies[recognition.COOKIE].value
    HeldClick.objects.all().delete()
    assert recognition.COOKIE not in opens(client, letter, story, 60).cookies
    assert not HeldClick.objects.exists()


def test_a_page_behind_a_password_leaves_no_click(client, letter, story):
    PageViewRestriction.objects.create(page=story, restriction_type="password", password="geheim")
    response = opens(client, letter, story, 60)
    assert not response.cookies
    assert not HeldClick.objects.exists()


def test_a_link_that_was_cut_off_says_so(client, home):
    assert client.get(reverse("newsletters:click", args=["abc.def"])).status_code == 404


def test_a_page_that_was_taken_down_is_not_found(client, letter, story):
    story.unpublish()
    assert opens(client, letter, story, 60).status_code == 404
    assert not HeldClick.objects.exists()
