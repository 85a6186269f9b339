"""Handing claimed deliveries over to the mail transport, one by one over a connection that is kept open."""

import logging
import traceback
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from smtplib import SMTPException, SMTPNotSupportedError, SMTPRecipientsRefused, SMTPResponseException
from typing import Any
from uuid import UUID

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import DatabaseError
from django.utils import timezone

from editorial.models import ReadablePage
from newsletters.models import Delivery, Edition
from pollen.services import trying
from pollen.services.reasons import EXPLORED
from subscribers.models import ConsentState, Purpose, Subscriber
from subscribers.services import consent, reachability, suppression

from . import choosing, links, refusals
from .letters import CompiledLetter, Letter, Reader, compiled_letter

log = logging.getLogger(__name__)

# How long a refusal that may pass (4xx) is waited out before the next try; after the last it is a failure.
WAITING_TIMES = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240)]
# How long a mail server that cannot be reached is left alone.
OUTAGE = timedelta(minutes=1)
# «Service not available, closing transmission channel» (RFC 5321 § 3.8).
CLOSING = 421

State = Delivery.State


class NothingNew(Exception):
    """This reader has had everything that the digest could bring."""


def send(edition: Edition, deliveries: Sequence[Delivery]) -> None:
    """Sends these claimed rows and records what came of each; what was not begun goes back into the queue."""
    batch = _Batch(edition, deliveries)
    connection = get_connection()
    try:
        batch.choose()
        for row in deliveries:
            if not batch.allows(row):
                continue
            down = _unreachable(connection)
            if down:
                _wait(row, down, OUTAGE)
            else:
                batch.deliver(connection, row)
        batch.count_trials()
    finally:
        with suppress(OSError):
            connection.close()
        batch.put_back()


class _Batch:
    """One worker's claimed rows of one edition, with what was computed for all of them at once."""

    def __init__(self, edition: Edition, deliveries: Sequence[Delivery]) -> None:
        self.edition = edition
        self.deliveries = deliveries
        self.mailable = Subscriber.objects.mailable(edition.newsletter.purpose)
        self.choices: Mapping[int, choosing.Choice] = {}
        self.ordered_on: Mapping[UUID, datetime] = {}
        self.suppressed: Set[str] = frozenset()

    def choose(self) -> None:
        readers = [row.subscriber for row in self.deliveries]
        self.suppressed = suppression.suppressed(reader.email for reader in readers)
        self.choices = choosing.choose(self.edition, readers)
        states = ConsentState.objects.filter(
            purpose=self.edition.newsletter.purpose, subject__in=[reader.subject for reader in readers]
        )
        self.ordered_on = dict(states.standing().values_list("subject", "at"))

    def allows(self, row: Delivery) -> bool:
        """The last question before a letter leaves: is the row still ours, the edition not stopped, and does the
        reader still want it? One conditional update that also renews the claim (GDPR Art. 7(3)), and notes what
        was chosen before the consent to it is asked once more (see _message)."""
        ours = Delivery.objects.filter(
            pk=row.pk, claim=row.claim, state=State.SENDING, edition__state=Edition.State.SENDING
        )
        if row.subscriber.email in self.suppressed:
            _settle(row, State.SKIPPED, "The address is on the suppression list.")
            return False
        wanted = ours.filter(subscriber__in=self.mailable)
        noted = _noted(self.choices[row.subscriber_id])
        if wanted.filter(subscriber__email=row.subscriber.email).update(claimed_at=timezone.now(), **noted):
            _take_over(row, noted)
            return True
        if wanted.exists():
            # The reader has moved to another address since the row was claimed; the next batch knows it.
            _wait(row, "", timedelta())
        elif ours.exists():
            _settle(row, State.SKIPPED)
        return False

    def deliver(self, connection: BaseEmailBackend, row: Delivery) -> None:
        try:
            message = self._message(row)
            message.message()
        except NothingNew:
            _settle(row, State.SKIPPED, "Everything in it had come to this reader before.")
        except DatabaseError:
            # A locked or lost database says nothing about this letter: the whole rest of the batch goes back.
            raise
        except Exception as error:
            # Nothing was handed over, and trying again would fail again.
            # The error itself may hold an address, and addresses do not belong into the log.
            frames = "".join(traceback.format_list(traceback.extract_tb(error.__traceback__)[-4:]))
            log.error(
                "The letter of delivery %s could not be written: %s\n%s", row.pk, type(error).__name__, frames
            )
            _settle(row, State.FAILED, type(error).__name__)
        else:
            _hand_over(connection, row, message)

    def _message(self, row: Delivery) -> EmailMultiAlternatives:
        """A withdrawal blanks what it finds noted (clicks.forget). What was chosen is therefore noted first, then
        the consent is asked, and what follows writes it no more: a withdrawal comes before the question or after
        the note, whichever moment it takes."""
        reader, choice = row.subscriber, self.choices[row.subscriber_id]
        while choice.arm and not consent.consenting_ids([reader.pk], Purpose.POLLEN):
            choice = choosing.choose(self.edition, [reader])[reader.pk]
            _note(row, choice)
        compiled = self._compiled(reader)
        picks = compiled.fitting(choice.picks)
        if self.edition.digest and not (choice.pins or picks):
            raise NothingNew
        if picks != choice.picks:
            _note(row, replace(choice, picks=picks), arm=row.arm)
        unsubscribe = links.unsubscribe(reader, self.edition.newsletter.purpose)
        to = Reader(
            name=reader.name,
            form_of_address=reader.form_of_address,
            ordered_on=self.ordered_on.get(reader.subject),
            unsubscribe=unsubscribe,
            link=partial(_recognising, row) if choice.recognises else links.plain,
            trap=links.trap(row.pk) if choice.recognises else "",
        )
        return build(self.edition, row, compiled.for_reader(to, picks, choice.pins), unsubscribe)

    def _compiled(self, reader: Subscriber) -> CompiledLetter:
        return compiled_letter(self.edition.pk, self.edition.created_at, reader.language, reader.form_of_address)

    def count_trials(self) -> None:
        """What was tried out, for what is learned from it; a batch that breaks off is not counted."""
        sent = [row for row in self.deliveries if row.state == State.SENT]
        trying.shown(Counter(pick["readable"] for row in sent for pick in row.picks if pick["kind"] == EXPLORED))

    def put_back(self) -> None:
        """Rows that are still claimed were not begun, whatever went wrong: they may safely go out later."""
        for row in self.deliveries:
            if row.state == State.SENDING:
                _wait(row, row.reply, OUTAGE)


def _noted(choice: choosing.Choice) -> dict[str, Any]:
    return {
        "personalised": choice.personalised,
        "arm": choice.arm,
        "eligible": f"{sum(1 << place for place in choice.eligible):x}" if choice.eligible else "",
        "picks": [pick.as_json() for pick in choice.noted],
    }


def _note(row: Delivery, choice: choosing.Choice, **still: str) -> None:
    """Notes another choice than the one before, if the row is ours and `still` as it was."""
    noted = _noted(choice)
    Delivery.objects.filter(pk=row.pk, claim=row.claim, state=State.SENDING, **still).update(**noted)
    _take_over(row, noted)


def _take_over(row: Delivery, noted: Mapping[str, Any]) -> None:
    for name, value in noted.items():
        setattr(row, name, value)


def _recognising(row: Delivery, page: ReadablePage) -> str:
    return links.recognising(row.pk, page.pk)


def build(edition: Edition, row: Delivery, letter: Letter, unsubscribe: str) -> EmailMultiAlternatives:
    """The message with the headers of a mailing list (RFC 2369, 2919) and one-click unsubscribing (RFC 8058)."""
    newsletter = edition.newsletter
    domain = newsletter.sender_address.rpartition("@")[2]
    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        from_email=newsletter.sender,
        to=[row.subscriber.email],
        reply_to=[newsletter.reply_to] if newsletter.reply_to else None,
        headers={
            "Message-ID": row.message_id(domain),
            "List-ID": f"<{newsletter.purpose.key}.{domain}>",
            "List-Unsubscribe": links.list_unsubscribe(row.subscriber, newsletter.purpose, unsubscribe),
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    message.attach_alternative(letter.html, "text/html")
    return message


def _unreachable(connection: BaseEmailBackend) -> str:
    """Opens the connection if it is not open; what was in the way, or nothing."""
    try:
        connection.open()
    except (OSError, SMTPException) as error:
        return str(error) or type(error).__name__
    return ""


def _hand_over(connection: BaseEmailBackend, row: Delivery, message: EmailMultiAlternatives) -> None:
    """What the server answered decides. Silence leaves the row uncertain: it is never sent again by itself."""
    # From here on the row is not put back, even if recording its end should fail: the sweep makes it uncertain.
    row.state = State.UNCERTAIN
    try:
        connection.send_messages([message])
    except (SMTPResponseException, SMTPRecipientsRefused) as error:
        _refused(connection, row, error)
    except SMTPNotSupportedError as error:
        _settle(row, State.FAILED, str(error))
    except Exception as error:
        # A lost connection, or anything that nobody thought of: the server may have taken the message.
        log.warning("Delivery %s is uncertain: %s", row.pk, type(error).__name__)
        _settle(row, State.UNCERTAIN, str(error))
        _hang_up(connection)
    else:
        _settle(row, State.SENT)


def _refused(
    connection: BaseEmailBackend, row: Delivery, error: SMTPResponseException | SMTPRecipientsRefused
) -> None:
    """A 4xx may pass and is waited out; anything else is a failure (RFC 5321 § 4.2.1), and where nobody is there,
    nothing is sent to the address any more."""
    refusal = refusals.read(error)
    if refusal.code == CLOSING:
        _hang_up(connection)
    if refusal.passing and row.attempts < len(WAITING_TIMES):
        waiting = WAITING_TIMES[row.attempts]
        row.attempts += 1
        _wait(row, refusal.reply, waiting)
        return
    row.attempts += 1
    _settle(row, State.FAILED, refusal.reply)
    if refusal.nobody_there:
        reachability.bounced_for_good(row.subscriber.email)


def _hang_up(connection: BaseEmailBackend) -> None:
    with suppress(OSError):
        connection.close()


def _settle(row: Delivery, state: State, reply: str = "") -> None:
    """Records the end of a delivery, if it is still this worker's."""
    _record(row, state, reply=reply[:300], sent_at=timezone.now() if state == State.SENT else None)


def _wait(row: Delivery, reply: str, waiting: timedelta) -> None:
    """Puts a row that was certainly not handed over back into the queue, for later."""
    _record(row, State.QUEUED, reply=reply[:300], not_before=timezone.now() + waiting)


def _record(row: Delivery, state: State, **fields: object) -> None:
    """Writes only while the claim is still this worker's; what the sweep took away stays as the sweep left it."""
    mine = Delivery.objects.filter(pk=row.pk, claim=row.claim, state=State.SENDING)
    if not mine.update(state=state, attempts=row.attempts, **fields):
        log.warning("Delivery %s was settled by somebody else meanwhile.", row.pk)
    row.state = state
