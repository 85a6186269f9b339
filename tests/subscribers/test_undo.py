"""What the page after leaving still offers: to undo it, and to say why. And the pause that was offered before."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from editorial.signed_links import LinkSigner
from subscribers.models import ConsentEvent, LeavingReason, SuppressedAddress, Wording
from subscribers.services import consent, suppression, tokens
from tests.factories import PurposeFactory

UNDO = reverse("subscribers:undo")
REASON = reverse("subscribers:leaving_reason")


@pytest.fixture
def link(ada, brief):
    return reverse("subscribers:unsubscribe", args=[tokens.for_unsubscribing(ada.subject, brief.pk)])


def hidden(answer, name):
    """What a form of the page sends in this hidden field; empty if the page offers no such form."""
    found = re.search(rf'name="{name}" value="([^"]+)"', answer.content.decode())
    return found[1] if found else ""


def test_a_slip_is_undone_with_the_wording_that_stood(client, ada, brief, link):
    stood = brief.wording("de")
    left = client.post(link)
    Wording.objects.create(purpose=brief, version=2, text="Ja zu einem ganz anderen Brief.")
    answer = client.post(UNDO, {"undo": hidden(left, "undo")})
    assert answer.status_code == 200
    assert consent.stands(ada.subject, "brief")
    event = ConsentEvent.objects.last()
    withdrawal = ConsentEvent.objects.get(kind="withdrawn")
    assert (event.kind, event.wording) == ("granted", stood)
    assert event.evidence == {"form": "undo", "undoes": withdrawal.position}


def test_a_second_undo_is_friendly_and_declares_nothing(client, ada, link):
    undo = hidden(client.post(link), "undo")
    client.post(UNDO, {"undo": undo})
    before = ConsentEvent.objects.count()
    assert client.post(UNDO, {"undo": undo}).status_code == 200
    assert ConsentEvent.objects.count() == before


def test_looking_at_the_address_of_undoing_undoes_nothing(client, ada, link):
    undo = hidden(client.post(link), "undo")
    assert client.get(UNDO, {"undo": undo}).status_code == 302
    assert not consent.stands(ada.subject, "brief")


def test_undoing_needs_neither_cookie_nor_csrf_token(ada, link):
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post(UNDO, {"undo": hidden(browser.post(link), "undo")})
    assert answer.status_code == 200
    assert not answer.cookies


def test_after_half_an_hour_leaving_is_final(client, ada, link):
    undo = hidden(client.post(link), "undo")
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        assert client.post(UNDO, {"undo": undo}).status_code == 410
        assert not hidden(client.post(link), "undo")
    assert not consent.stands(ada.subject, "brief")


def test_loading_the_farewell_page_again_offers_the_same_undo_and_no_longer_one(client, ada, link):
    with time_machine.travel(timezone.now() - timedelta(minutes=20)):
        client.post(link)
    undo = hidden(client.post(link), "undo")
    assert undo
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert client.post(UNDO, {"undo": undo}).status_code == 410


def test_an_undo_does_not_undo_a_later_leaving(client, ada, brief, link):
    undo = hidden(client.post(link), "undo")
    consent.grant(ada.subject, brief.wording("de"), form="preferences")
    consent.withdraw(ada.subject, brief, form="preferences")
    assert client.post(UNDO, {"undo": undo}).status_code == 410
    assert not consent.stands(ada.subject, "brief")


@pytest.mark.parametrize("form", ["preferences", "one-click", "mail"])
def test_what_was_not_left_by_this_page_cannot_be_undone_by_it(client, ada, brief, link, form):
    consent.withdraw(ada.subject, brief, form=form)
    assert not hidden(client.post(link), "undo")


def test_an_objection_cannot_be_undone(client, ada, brief, link):
    undo = hidden(client.post(link), "undo")
    consent.object_to(ada.subject, brief, form="preferences")
    assert client.post(UNDO, {"undo": undo}).status_code == 410
    assert not consent.stands(ada.subject, "brief")


def test_who_complained_or_was_erased_meanwhile_is_not_brought_back(client, ada, link):
    undo = hidden(client.post(link), "undo")
    suppression.suppress(ada.email, SuppressedAddress.Reason.COMPLAINED)
    assert client.post(UNDO, {"undo": undo}).status_code == 410
    suppression.lift(ada.email)
    ada.delete()
    assert client.post(UNDO, {"undo": undo}).status_code == 410


def test_the_link_of_a_letter_is_no_key_for_undoing(client, ada, brief, link):
    client.post(link)
    token = tokens.for_unsubscribing(ada.subject, brief.pk)
    for wrong in (token, tokens.for_preferences(ada), "", "x"):
        assert client.post(UNDO, {"undo": wrong}).status_code == 410
    assert not consent.stands(ada.subject, "brief")


def test_a_reason_is_kept_of_nobody(client, ada, brief, link):
    left = client.post(link)
    answer = client.post(REASON, {"token": hidden(left, "token"), "reason": "many"})
    assert answer.status_code == 200
    [reason] = LeavingReason.objects.values()
    reason.pop("id")
    assert reason == {"purpose_id": brief.pk, "reason": "many", "on": timezone.localdate()}


def test_what_the_reason_travels_with_names_no_person(client, ada, link):
    token = hidden(client.post(link), "token")
    purpose, _nonce = tokens.reason(token)
    assert purpose.key == "brief"
    assert ada.subject.hex not in str(LinkSigner("subscribers").read("reason", token))


def test_a_page_counts_once_and_an_invented_reason_not_at_all(client, ada, link):
    token = hidden(client.post(link), "token")
    client.post(REASON, {"token": token, "reason": "spite"})
    for _n in range(3):
        assert client.post(REASON, {"token": token, "reason": "topics"}).status_code == 200
    assert LeavingReason.objects.count() == 1
    assert client.post(REASON, {"token": "made-up", "reason": "many"}).status_code == 404


def test_leaving_asks_nothing_first_and_a_reason_can_be_left_out(client, ada, link):
    page = client.get(link).content.decode()
    assert 'name="reason"' not in page
    client.post(link)
    assert not consent.stands(ada.subject, "brief")
    assert not LeavingReason.objects.exists()


@pytest.mark.parametrize(("length", "days"), [("4w", 28), ("3m", 91)])
def test_a_pause_takes_one_button_and_no_fresh_link(client, ada, link, length, days):
    answer = client.post(link, {"pause": length})
    assert answer.status_code == 200
    assert ada.email not in answer.content.decode()
    ada.refresh_from_db()
    assert ada.paused_until == timezone.localdate() + timedelta(days=days)
    assert consent.stands(ada.subject, "brief")


def test_a_pause_until_a_day(client, ada, link):
    day = timezone.localdate() + timedelta(days=10)
    client.post(link, {"pause": "date", "pause_date": day.isoformat()})
    ada.refresh_from_db()
    assert ada.paused_until == day


@pytest.mark.parametrize("wrong", ["", "2001-01-01", "morgen"])
def test_a_day_that_cannot_be_is_asked_for_again_and_nobody_leaves(client, ada, link, wrong):
    answer = client.post(link, {"pause": "date", "pause_date": wrong})
    assert answer.status_code == 422
    assert 'class="error"' in answer.content.decode()
    ada.refresh_from_db()
    assert ada.paused_until is None
    assert consent.stands(ada.subject, "brief")


def test_a_pause_of_an_erased_reader_is_answered_as_any_other(client, ada, link):
    ada.delete()
    assert client.post(link, {"pause": "4w"}).status_code == 200


def test_the_link_of_a_letter_opens_nothing_but_leaving_and_pausing(client, ada, brief, link):
    other = PurposeFactory(key="monatsbrief")
    client.post(link, {"pause": "4w", "frequency": "monthly", "wordings": [other.wording("de").pk], "name": "Eva"})
    ada.refresh_from_db()
    assert (ada.frequency, ada.name) == ("each", "Ada Lindgren")
    assert not consent.stands(ada.subject, "monatsbrief")
    token = tokens.for_unsubscribing(ada.subject, brief.pk)
    assert client.get(reverse("subscribers:preferences", args=[token])).status_code == 404


def test_staff_with_the_right_to_it_see_the_reasons_as_sums(admin_client, client, brief):
    for reason in ("many", "many", "never"):
        LeavingReason.objects.create(purpose=brief, reason=reason)
    page = admin_client.get(reverse("leaving:index")).content.decode()
    assert re.findall(r'<td class="pp-number">(\d+)</td>', page) == ["2", "0", "1", "0"]
    assert client.get(reverse("leaving:index")).status_code == 302
