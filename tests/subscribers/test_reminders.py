"""One reminder of a sign-up that nobody confirmed, if the operator wants it, and never a second one."""

from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
import time_machine
from django.core import checks
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from subscribers import checks as our_checks
from subscribers import tasks
from subscribers.models import ConsentEvent, SignUp, SuppressedAddress
from subscribers.services import form_guard, mailing, suppression

DORA = "dora@example.org"


@pytest.fixture(autouse=True)
def _after_three_days(settings):
    settings.SIGNUP_REMINDER_DAYS = 3


def days_later(days):
    return time_machine.travel(timezone.now() + timedelta(days=days))


def remind(worker, days):
    with days_later(days), worker():
        tasks.remind_signups()


def test_who_has_not_confirmed_is_reminded_once(sign_up, worker, outbox):
    sign_up()
    for days in (1, 2):
        remind(worker, days)
    assert len(outbox) == 1
    for days in (4, 5, 9, 13):
        remind(worker, days)
    assert [letter.to for letter in outbox] == [[DORA], [DORA]]
    assert SignUp.objects.get().reminded_at


def test_by_default_nobody_is_reminded(sign_up, worker, outbox, settings):
    settings.SIGNUP_REMINDER_DAYS = 0
    sign_up()
    remind(worker, 5)
    assert len(outbox) == 1


def test_the_reminder_says_that_it_is_the_only_one_and_until_when_it_holds(sign_up, worker, outbox, brief):
    with time_machine.travel("2026-05-04 10:00:00+00:00"):
        sign_up(name="Dora Nissen", shown=_shown_a_minute_ago())
    with time_machine.travel("2026-05-08 10:00:00+00:00"), worker():
        tasks.remind_signups()
    for part in (outbox[1].body, outbox[1].alternatives[0][0]):
        assert "4. Mai 2026" in part
        assert "18. Mai 2026" in part
        assert brief.label in part


def _shown_a_minute_ago():
    with time_machine.travel(timezone.now() - timedelta(minutes=1)):
        return form_guard.timing_token()


def test_the_first_mail_promises_no_silence_when_a_reminder_may_follow(sign_up, outbox, settings, link_in):
    sign_up()
    settings.SIGNUP_REMINDER_DAYS = 0
    sign_up()
    may_remind, will_not = (letter.body.replace(link_in(letter), "") for letter in outbox)
    assert may_remind != will_not


def test_its_link_confirms_and_ends_with_that_of_the_first_mail(client, sign_up, worker, outbox, link_in):
    sign_up()
    remind(worker, 10)
    link = link_in(outbox[1])
    with days_later(15):
        assert client.post(link).status_code == 410
    with days_later(11):
        assert client.post(link).status_code == 200
    assert ConsentEvent.objects.count() == 1


def test_somebody_who_signed_up_three_times_is_reminded_once(sign_up, worker, outbox):
    for _ in range(3):
        sign_up()
    remind(worker, 4)
    remind(worker, 6)
    assert len(outbox) == 4


def test_whoever_confirmed_meanwhile_is_not_reminded_of_the_other_one(client, sign_up, worker, outbox, link_in):
    sign_up()
    sign_up()
    client.post(link_in(outbox[0]))
    remind(worker, 4)
    assert len(outbox) == 2


@pytest.mark.parametrize("reason", SuppressedAddress.Reason.values)
def test_an_address_that_was_given_up_is_not_reminded(sign_up, worker, outbox, reason):
    suppression.suppress(DORA, reason)
    sign_up()
    remind(worker, 4)
    assert len(outbox) == 1


def test_the_question_of_an_import_is_asked_once_and_not_recalled(home, publisher, worker, outbox):
    asked = SignUp.objects.create(email=DORA, evidence={"import": 7, "row": 3, "source": "Messe Husum 2019"})
    tasks.send_confirmation(asked.pk)
    remind(worker, 4)
    assert len(outbox) == 1


class MailServer(EmailBackend):
    gone = False

    def send_messages(self, messages):
        if MailServer.gone:
            raise SMTPServerDisconnected("gone")
        return super().send_messages(messages)


def test_a_reminder_that_could_not_be_sent_is_tried_again_and_stays_one(sign_up, worker, outbox, settings):
    sign_up()
    settings.EMAIL_BACKEND = f"{__name__}.MailServer"
    MailServer.gone = True
    remind(worker, 4)
    MailServer.gone = False
    assert SignUp.objects.get().reminded_at is None
    remind(worker, 4)
    assert len(outbox) == 1
    remind(worker, 5)
    remind(worker, 6)
    assert len(outbox) == 2


def test_two_workers_send_one_reminder(sign_up, outbox):
    sign_up()
    with days_later(4):
        [due] = mailing.signups_to_remind()
        mailing.send_reminder(due)
        mailing.send_reminder(due)
    assert len(outbox) == 2


def test_the_operator_hears_of_a_reminder_that_can_never_come(settings):
    assert our_checks.whether_a_reminder_can_come() == []
    settings.SIGNUP_REMINDER_DAYS = 14
    [warning] = our_checks.whether_a_reminder_can_come()
    assert warning.level == checks.WARNING
