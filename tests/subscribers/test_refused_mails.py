"""What becomes of a mail that the server refuses, for now or for good, and of one that two workers send."""

from datetime import timedelta
from smtplib import (
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPRecipientsRefused,
    SMTPServerDisconnected,
)

import pytest
import time_machine
from celery.exceptions import Retry
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from subscribers import mail, tasks
from subscribers.models import LinkRequest, SignUp
from subscribers.services import mailing, signup

DORA = "dora@example.org"
GREYLISTED = SMTPRecipientsRefused({DORA: (450, b"come back in five minutes")})
UNKNOWN = SMTPRecipientsRefused({DORA: (550, b"no such user <dora@example.org>")})


class MailServer(EmailBackend):
    """Raises `answer`, if there is one, and calls `meanwhile` before it takes a letter."""

    answer: Exception | None = None
    meanwhile = None

    def send_messages(self, messages):
        if MailServer.meanwhile:
            meanwhile, MailServer.meanwhile = MailServer.meanwhile, None
            meanwhile()
        if MailServer.answer:
            raise MailServer.answer
        return super().send_messages(messages)


@pytest.fixture
def server(settings):
    settings.EMAIL_BACKEND = f"{__name__}.MailServer"
    MailServer.answer = MailServer.meanwhile = None
    yield MailServer
    MailServer.answer = MailServer.meanwhile = None


@pytest.fixture
def waiting(brief, pollen):
    """A sign-up whose first mail is due; an hour ago, so that beat looks at it, too."""
    row = SignUp.objects.create(email=DORA, requested_at=timezone.now() - timedelta(hours=1))
    row.wordings.add(brief.wording("de"))
    return row


def later(minutes):
    return time_machine.travel(timezone.now() + timedelta(minutes=minutes))


@pytest.mark.parametrize("answer", [UNKNOWN, SMTPDataError(554, b"refused as unwanted")])
def test_a_mail_that_is_refused_for_good_is_never_tried_again(server, waiting, outbox, answer):
    server.answer = answer
    tasks.send_confirmation(waiting.pk)
    waiting.refresh_from_db()
    assert waiting.refused_at
    assert (waiting.mailed_at, waiting.attempts) == (None, 1)
    server.answer = None
    with later(60 * 24):
        assert signup.forgotten_signups() == []
        tasks.send_confirmation(waiting.pk)
    assert not outbox


@pytest.mark.parametrize(
    "answer",
    [
        GREYLISTED,
        SMTPDataError(451, b"later"),
        SMTPServerDisconnected("gone"),
        ConnectionRefusedError("nobody there"),
        # Our own password is wrong: that is for the operator to mend, and the reader's wish survives it.
        SMTPAuthenticationError(535, b"wrong password"),
    ],
)
def test_a_refusal_that_may_pass_is_tried_again_after_a_while(server, waiting, outbox, answer):
    server.answer = answer
    tasks.send_confirmation(waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.attempts, waiting.refused_at, waiting.mailed_at) == (1, None, None)
    server.answer = None
    assert signup.forgotten_signups() == []
    tasks.send_confirmation(waiting.pk)
    assert not outbox
    with later(6):
        assert signup.forgotten_signups() == [waiting.pk]
        tasks.send_confirmation(waiting.pk)
    assert [letter.to for letter in outbox] == [[DORA]]


def test_the_waiting_time_grows_up_to_half_a_day(server, waiting):
    server.answer = GREYLISTED
    moment, waits = timezone.now(), []
    for _ in range(20):
        with time_machine.travel(moment, tick=False):
            mailing.send_confirmation(waiting.pk)
        waiting.refresh_from_db()
        waits.append((waiting.due_at - moment) / timedelta(minutes=1))
        moment = waiting.due_at
    assert waits[:4] == [5, 10, 20, 40]
    assert set(waits[-5:]) == {720}
    assert waiting.attempts == 20


def test_a_letter_that_cannot_be_written_waits_too(waiting, publisher, outbox):
    publisher.email = ""
    publisher.save()
    with pytest.raises(mail.ImprintIncomplete):
        tasks.send_confirmation(waiting.pk)
    assert signup.forgotten_signups() == []
    with later(6):
        assert signup.forgotten_signups() == [waiting.pk]


def test_two_workers_send_one_confirmation(server, waiting, outbox):
    server.meanwhile = lambda: mailing.send_confirmation(waiting.pk)
    mailing.send_confirmation(waiting.pk)
    assert len(outbox) == 1
    assert signup.forgotten_signups() == []


def test_beat_leaves_alone_what_a_worker_is_sending(server, waiting, outbox):
    found = []
    server.meanwhile = lambda: found.extend(signup.forgotten_signups())
    mailing.send_confirmation(waiting.pk)
    assert found == []


def test_the_sign_up_of_a_worker_that_died_is_taken_up_after_some_minutes(server, waiting, outbox):
    class Killed(BaseException):
        pass

    def die():
        raise Killed

    server.meanwhile = die
    with pytest.raises(Killed):
        mailing.send_confirmation(waiting.pk)
    mailing.send_confirmation(waiting.pk)
    assert not outbox
    with later(11):
        assert signup.forgotten_signups() == [waiting.pk]
        mailing.send_confirmation(waiting.pk)
    assert len(outbox) == 1


def asked_by(reader):
    """The row of a form in which this reader's address was typed."""
    return LinkRequest.objects.create(email=reader.email).pk


def test_a_link_to_the_preferences_is_not_retried_when_it_is_refused_for_good(server, ada, outbox):
    server.answer = UNKNOWN
    assert tasks.answer_link_request.apply(args=[asked_by(ada)]).state == "SUCCESS"
    assert not outbox


def test_a_link_to_the_preferences_is_retried_when_the_refusal_may_pass(server, ada):
    server.answer = GREYLISTED
    with pytest.raises(Retry):
        tasks.answer_link_request.apply(args=[asked_by(ada)], throw=True, retries=0).get()


def test_no_address_is_logged(server, waiting, ada, caplog):
    for answer in (UNKNOWN, GREYLISTED):
        server.answer = answer
        SignUp.objects.update(due_at=timezone.now(), refused_at=None)
        tasks.send_confirmation(waiting.pk)
        tasks.answer_link_request.apply(args=[asked_by(ada)], retries=5)
    assert caplog.text
    assert "example.org" not in caplog.text
