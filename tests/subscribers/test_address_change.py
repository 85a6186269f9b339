"""A new mail address: confirmed where the letters are to go, told where they went before."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from subscribers import tasks
from subscribers.models import AddressChange, ConsentEvent, Receipt, Subscriber, SuppressedAddress
from subscribers.services import consent, erasure, suppression, tokens

NEW = "ada.lindgren@example.org"


@pytest.fixture
def page_of():
    return lambda reader: reverse("subscribers:address", args=[tokens.for_preferences(reader)])


@pytest.fixture
def ask(client, worker, page_of):
    """Enters a new address on the reader's own page, and lets the worker send the mail."""

    def ask(reader, email=NEW):
        with worker():
            return client.post(page_of(reader), {"email": email})

    return ask


@pytest.fixture
def confirm(client, worker, outbox, link_in):
    """Opens the link of the last mail and presses the button."""

    def confirm(letter=None):
        with worker():
            return client.post(link_in(letter or outbox[-1]))

    return confirm


def test_the_mail_goes_to_the_new_address_and_only_a_post_changes_it(ada, client, ask, confirm, outbox, link_in):
    assert ask(ada).status_code == 302
    [letter] = outbox
    assert letter.to == [NEW]
    assert client.get(link_in(letter)).status_code == 200
    ada.refresh_from_db()
    assert ada.email == "ada@example.org"
    assert confirm(letter).status_code == 200
    ada.refresh_from_db()
    assert ada.email == NEW
    assert not AddressChange.objects.exists()


def test_the_mail_to_an_address_that_nobody_confirmed_names_nobody(ada, ask, outbox):
    ask(ada)
    [letter] = outbox
    for part in (letter.body, letter.alternatives[0][0]):
        assert "Lindgren" not in part
        assert "ada@example.org" not in part


def test_the_mail_speaks_as_the_reader_wished(ada, ask, outbox):
    Subscriber.objects.update(form_of_address="du")
    ask(ada)
    assert "vermutlich du" in outbox[0].body


def test_the_old_address_is_told_and_not_given_the_new_one(ada, ask, confirm, outbox):
    ask(ada)
    confirm()
    told = outbox[-1]
    assert told.to == ["ada@example.org"]
    assert NEW not in told.body
    assert not Receipt.objects.exists()


def test_what_was_agreed_to_moves_along_and_the_ledger_is_not_touched(ada, ask, confirm):
    before = list(ConsentEvent.objects.values_list("pk", "hash"))
    subject = ada.subject
    ask(ada)
    confirm()
    ada.refresh_from_db()
    assert list(ConsentEvent.objects.values_list("pk", "hash")) == before
    assert ada.subject == subject
    assert consent.stands(ada.subject, "brief")


def test_an_address_that_took_no_mail_gives_way_to_one_that_does(ada, brief, ask, confirm):
    Subscriber.objects.update(unreachable_at=timezone.now())
    suppression.suppress(NEW, SuppressedAddress.Reason.BOUNCED)
    ask(ada)
    confirm()
    assert ada in Subscriber.objects.mailable(brief)
    assert suppression.find(NEW) is None


# --- Somebody else's address ------------------------------------------------------------------------


def shown_after(client, path, email):
    """What the page says once the address was entered, without what differs from one asking to the next."""
    page = client.get(path).content.decode()
    assert email in page
    return re.sub(r"einstellungen/[^/\"]+", "", page.replace(email, "…"))


@time_machine.travel("2026-11-22T09:00:00+01:00", tick=False)
def test_the_answer_does_not_tell_whether_the_address_is_another_readers(ada, bruno, client, ask, page_of):
    """Links on the page carry the moment at which they were made: it stands still."""
    free = ask(ada, "frei@example.org")
    shown_for_free = shown_after(client, page_of(ada), "frei@example.org")
    taken = ask(ada, bruno.email)
    shown_for_taken = shown_after(client, page_of(ada), bruno.email)
    assert (free.status_code, free.content) == (taken.status_code, taken.content)
    assert shown_for_free == shown_for_taken


def test_the_reader_who_has_the_address_is_told_that_nothing_was_changed(ada, bruno, ask, outbox):
    ask(ada, "Bruno@Example.org")
    [letter] = outbox
    assert letter.to == ["bruno@example.org"]
    assert "Bruno Voss" in letter.body
    assert "nichts geändert" in letter.body
    assert "adresse/" not in letter.body
    assert "Lindgren" not in letter.body
    assert set(Subscriber.objects.values_list("email", flat=True)) == {"ada@example.org", "bruno@example.org"}


def test_an_address_that_became_another_readers_meanwhile_stays_theirs(ada, bruno, ask, confirm):
    ask(ada)
    Subscriber.objects.filter(pk=bruno.pk).update(email=NEW)
    answer = confirm()
    assert answer.status_code == 409
    assert "Nichts wurde geändert" in answer.content.decode()
    ada.refresh_from_db()
    assert ada.email == "ada@example.org"
    assert not Receipt.objects.exists()


# --- Links ------------------------------------------------------------------------------------------


def test_a_link_used_twice_is_friendly(ada, client, ask, confirm, outbox, link_in):
    ask(ada)
    link = link_in(outbox[0])
    confirm(outbox[0])
    for answer in (client.get(link), client.post(link)):
        assert answer.status_code == 410
        assert "wartet nichts" in answer.content.decode()


def test_a_later_wish_makes_the_earlier_link_useless(ada, ask, confirm, outbox):
    """The first mail may lie in a stranger's mailbox after a slip of the pen."""
    ask(ada, "strangre@example.org")
    ask(ada, NEW)
    first, second = outbox
    assert confirm(first).status_code == 410
    confirm(second)
    ada.refresh_from_db()
    assert ada.email == NEW


def test_a_wish_that_was_called_off_cannot_be_confirmed(ada, client, page_of, ask, confirm, outbox):
    ask(ada)
    client.post(page_of(ada), {"call_off": "now"})
    assert confirm(outbox[0]).status_code == 410
    ada.refresh_from_db()
    assert ada.email == "ada@example.org"


def test_a_wish_that_nobody_confirms_is_forgotten(ada, client, ask, outbox, link_in, settings):
    ask(ada)
    with time_machine.travel(timezone.now() + timedelta(days=settings.SIGNUP_EXPIRES_DAYS, minutes=1)):
        assert client.post(link_in(outbox[0])).status_code == 410
        tasks.expire_address_changes()
    assert not AddressChange.objects.exists()
    ada.refresh_from_db()
    assert ada.email == "ada@example.org"


def test_no_other_link_confirms_an_address(ada, client, brief, ask):
    ask(ada)
    for token in (tokens.for_preferences(ada), tokens.for_unsubscribing(ada.subject, brief.pk), "kaputt"):
        assert client.post(reverse("subscribers:confirm_address", args=[token])).status_code == 404


def test_the_link_is_useless_once_the_reader_was_erased(ada, ask, confirm):
    ask(ada)
    ada.delete()
    assert confirm().status_code == 410


# --- Limits and failures ----------------------------------------------------------------------------


def test_a_reader_asks_for_few_mails_an_hour_only(ada, ask, outbox):
    answers = [ask(ada, f"ada{n}@example.org") for n in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [422]
    assert len(outbox) == 5


def test_one_address_gets_few_mails_an_hour_whoever_asks(ada, bruno, ask, outbox):
    assert [ask(reader).status_code for reader in (ada, bruno, ada, bruno)] == [302, 302, 302, 422]
    assert len(outbox) == 3


@pytest.mark.parametrize("email", ["", "ada", "ada@example.org", "ADA@example.org"])
def test_what_is_no_new_address_is_explained(ada, ask, email):
    assert ask(ada, email).status_code == 422
    assert not AddressChange.objects.exists()


def test_a_likely_slip_of_the_pen_is_pointed_out(ada, client, page_of, ask):
    ask(ada, "ada@gmial.com")
    assert "ada@gmail.com" in client.get(page_of(ada)).content.decode()


def test_a_lost_task_is_found_and_the_mail_comes_once(ada, client, page_of, worker, outbox):
    client.post(page_of(ada), {"email": NEW})
    assert not outbox
    with worker(), time_machine.travel(timezone.now() + timedelta(minutes=6)):
        tasks.resume_address_changes()
        tasks.resume_address_changes()
    assert len(outbox) == 1


def test_a_mail_that_the_server_refuses_is_shown_to_the_reader(ada, client, page_of, ask, monkeypatch):
    from subscribers import mail

    def refuse(*_args):
        raise mail.MailRefused("550")

    monkeypatch.setattr(mail, "send_mail", refuse)
    ask(ada)
    assert "angenommen" in client.get(page_of(ada)).content.decode()
    assert not AddressChange.objects.due().exists()


def test_an_address_on_the_suppression_list_is_asked_once_in_a_month_as_after_a_sign_up(ada, ask, outbox):
    suppression.suppress(NEW, SuppressedAddress.Reason.COMPLAINED)
    ask(ada)
    ask(ada)
    assert [letter.to for letter in outbox] == [[NEW]]
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        ask(ada)
    assert [letter.to for letter in outbox] == [[NEW], [NEW]]


def test_a_reader_who_takes_no_mail_is_not_told_that_somebody_wanted_their_address(ada, bruno, ask, outbox):
    Subscriber.objects.filter(pk=bruno.pk).update(unreachable_at=timezone.now())
    ask(ada, bruno.email)
    assert not outbox


def test_whoever_owns_the_new_address_may_have_it_erased_from_the_wish(ada, ask, settings, tmp_path):
    settings.ERASURES_FILE = tmp_path / "erasures.log"
    ask(ada)
    said = erasure.erase_address(NEW, via="test")
    assert "address_changes" in [one["key"] for one in said["erased"]]
    assert not AddressChange.objects.filter(email=NEW).exists()
