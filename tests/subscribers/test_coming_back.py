"""The evidence of both steps, and the way back for addresses that had been given up or came with a list."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from subscribers import tasks
from subscribers.checks import whether_sign_up_is_open
from subscribers.models import ConsentEvent, SignUp, Subscriber, SuppressedAddress
from subscribers.services import consent, form_guard, suppression
from tests.subscribers.test_refused_mails import GREYLISTED, MailServer

DORA = "dora@example.org"
Reason = SuppressedAddress.Reason


def shown_a_minute_ago():
    with time_machine.travel(timezone.now() - timedelta(minutes=1)):
        return form_guard.timing_token()


def days_later(days):
    return time_machine.travel(timezone.now() + timedelta(days=days))


# --- Evidence -------------------------------------------------------------------------------------


def test_the_network_is_no_part_of_the_proof(client, sign_up, outbox, link_in):
    client.defaults["REMOTE_ADDR"] = "203.0.113.7"
    sign_up()
    client.post(link_in(outbox[0]))
    assert ConsentEvent.objects.get().evidence.keys() == {"form", "requested_at", "confirmed_at"}


def test_if_the_operator_wants_it_the_proof_has_the_shortened_network_of_both_steps(
    client, sign_up, outbox, link_in, settings
):
    settings.CONSENT_KEEPS_NETWORK = True
    client.defaults["REMOTE_ADDR"] = "203.0.113.7"
    sign_up()
    client.defaults["REMOTE_ADDR"] = "2001:db8:1:2::7"
    client.post(link_in(outbox[0]))
    evidence = ConsentEvent.objects.get().evidence
    assert evidence["requested_from"] == "203.0.113.0/24"
    assert evidence["confirmed_from"] == "2001:db8:1::/48"


def test_the_confirmation_is_a_sign_of_life(client, sign_up, bruno, brief, outbox, link_in):
    long_ago = timezone.now() - timedelta(days=800)
    consent.withdraw(bruno.subject, brief)
    Subscriber.objects.update(last_sign_at=long_ago, asked_to_stay_at=long_ago)
    sign_up(email=bruno.email)
    client.post(link_in(outbox[0]))
    bruno.refresh_from_db()
    assert bruno.last_sign_at > timezone.now() - timedelta(minutes=1)
    assert bruno.asked_to_stay_at is None


# --- The suppression list -------------------------------------------------------------------------


@pytest.mark.parametrize("reason", Reason.values)
def test_an_address_on_the_list_gets_one_mail_in_thirty_days_however_often_it_is_entered(sign_up, outbox, reason):
    suppression.suppress(DORA, reason)
    answers = {sign_up().url for _ in range(3)}
    for days in (1, 20, 29):
        with days_later(days):
            sign_up(shown=shown_a_minute_ago())
    assert len(outbox) == 1
    assert len(answers) == 1
    assert SignUp.objects.count() == 1
    with days_later(31):
        sign_up(shown=shown_a_minute_ago())
    assert len(outbox) == 2


@pytest.mark.parametrize("reason", Reason.values)
def test_whoever_confirms_has_come_back(client, sign_up, brief, outbox, link_in, reason):
    suppression.suppress(DORA, reason)
    sign_up()
    assert suppression.find(DORA)
    client.post(link_in(outbox[0]))
    assert suppression.find(DORA) is None
    assert list(Subscriber.objects.mailable(brief).values_list("email", flat=True)) == [DORA]


def test_opening_the_link_brings_nobody_back(client, sign_up, outbox, link_in):
    suppression.suppress(DORA, Reason.ERASED)
    sign_up()
    client.get(link_in(outbox[0]))
    client.head(link_in(outbox[0]))
    assert suppression.find(DORA)
    assert not Subscriber.objects.exists()


def test_a_mail_that_did_not_leave_does_not_count(sign_up, outbox, settings):
    suppression.suppress(DORA, Reason.COMPLAINED)
    settings.EMAIL_BACKEND = "tests.subscribers.test_refused_mails.MailServer"
    MailServer.answer = GREYLISTED
    sign_up()
    MailServer.answer = None
    assert not outbox
    with time_machine.travel(timezone.now() + timedelta(minutes=10)):
        tasks.send_confirmation(SignUp.objects.get().pk)
    assert len(outbox) == 1


# --- Lists from elsewhere -------------------------------------------------------------------------


@pytest.fixture
def asked(publisher, brief):
    """Somebody on an imported list without a proof."""
    row = SignUp.objects.create(
        email=DORA, evidence={"import": 7, "row": 3, "source": "Messe Husum 2019", "wording": "Ja, gern."}
    )
    row.wordings.add(brief.wording("de"))
    return row


@pytest.mark.parametrize(("address", "word"), [("sie", "Ihre"), ("du", "deine")])
def test_the_mail_of_an_import_says_truthfully_why_it_comes(asked, outbox, address, word):
    SignUp.objects.update(form_of_address=address)
    tasks.send_confirmation(asked.pk)
    [letter] = outbox
    assert "Messe Husum 2019" in letter.body
    for part in (letter.body, letter.alternatives[0][0]):
        assert "entered into our form" not in part
        assert "Formular" not in part


def test_its_page_asks_instead_of_claiming_that_somebody_had_ordered(client, asked, outbox, link_in):
    tasks.send_confirmation(asked.pk)
    page = client.get(link_in(outbox[0])).content.decode()
    assert "Ja zu Brief." in page
    assert not Subscriber.objects.exists()


def test_a_yes_to_an_import_carries_its_file_and_row_into_the_proof(client, asked, outbox, link_in):
    tasks.send_confirmation(asked.pk)
    client.post(link_in(outbox[0]))
    event = ConsentEvent.objects.get()
    assert event.kind == "granted"
    assert event.wording.text == "Ja zu Brief."
    assert (event.evidence["import"], event.evidence["row"]) == (7, 3)
    assert event.evidence["source"] == "Messe Husum 2019"


def test_an_import_does_not_write_to_readers_nor_to_addresses_on_the_list(asked, ada, outbox):
    known = SignUp.objects.create(email=ada.email, evidence={"import": 7, "row": 4})
    tasks.send_confirmation(known.pk)
    suppression.suppress(DORA, Reason.BOUNCED)
    tasks.send_confirmation(asked.pk)
    assert not outbox
    assert not SignUp.objects.exists()


# --- Open or not ----------------------------------------------------------------------------------


def test_the_operator_hears_that_an_incomplete_imprint_keeps_the_forms_shut(brief, publisher):
    assert whether_sign_up_is_open(["default"]) == []
    publisher.postal_address = ""
    publisher.save()
    assert [warning.id for warning in whether_sign_up_is_open(["default"])] == ["subscribers.W003"]
