"""Handing claimed deliveries over to the mail transport, one by one over a connection that is kept open."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from uuid import UUID

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from editorial.models import ReadablePage
from newsletters.models import Delivery, Edition
from subscribers.models import ConsentEvent

from . import choosing, links
from .letters import CompiledLetter, Letter, Reader, compile_letter

# A refusal that may pass (4xx) is tried this often before it counts as a failure.
MOST_ATTEMPTS = 5

State = Delivery.State
Chosen = Mapping[int, choosing.Choice]


class TransportDown(Exception):
    """The mail server could not be reached, or asked to be left alone for now; unsent rows are queued again."""


def send(edition: Edition, deliveries: Sequence[Delivery]) -> None:
    """Sends these claimed rows and records what came of each. Raises TransportDown if some must wait."""
    letters = _write(edition, deliveries)
    connection = get_connection()
    down = ""
    try:
        for row, message in letters:
            down = down or _unreachable(connection)
            if down:
                _wait(row, down)
            else:
                _hand_over(connection, row, message)
    finally:
        connection.close()
    if any(row.state == State.QUEUED for row in deliveries):
        raise TransportDown(down or "Some recipients are to be tried again later.")


def _write(edition: Edition, deliveries: Sequence[Delivery]) -> Iterator[tuple[Delivery, EmailMultiAlternatives]]:
    """The rows with their messages. What goes wrong before anything was handed over puts the rows back."""
    try:
        choices = choosing.choose(edition, [row.subscriber for row in deliveries])
        compiled = _compile(edition, deliveries, choices)
        ordered_on = _ordered_on(edition, deliveries)
    except Exception:
        for row in deliveries:
            _wait(row, "Writing the letters failed.")
        raise
    return ((row, _message(edition, row, compiled, choices[row.subscriber_id], ordered_on)) for row in deliveries)


def _message(
    edition: Edition,
    row: Delivery,
    compiled: Mapping[tuple[str, str], CompiledLetter],
    choice: choosing.Choice,
    ordered_on: Mapping[UUID, datetime],
) -> EmailMultiAlternatives:
    row.personalised = choice.personalised
    row.picks = [pick.as_json() for pick in choice.picks]
    reader = _reader(edition, row, choice, ordered_on.get(row.subscriber.subject))
    letter = compiled[row.subscriber.language, row.subscriber.form_of_address].for_reader(reader, choice.picks)
    return build(edition, row, letter, reader.unsubscribe)


def _compile(
    edition: Edition, deliveries: Sequence[Delivery], choices: Chosen
) -> dict[tuple[str, str], CompiledLetter]:
    """One compilation per language and form of address that occurs, with the cards that were picked."""
    readables = sorted({pick.readable for choice in choices.values() for pick in choice.picks})
    kinds = {(row.subscriber.language, row.subscriber.form_of_address) for row in deliveries}
    return {kind: compile_letter(edition, readables, *kind) for kind in kinds}


def _ordered_on(edition: Edition, deliveries: Sequence[Delivery]) -> dict[UUID, datetime]:
    subjects = [row.subscriber.subject for row in deliveries]
    events = ConsentEvent.objects.filter(purpose=edition.newsletter.purpose, subject__in=subjects).standing()
    return dict(events.values_list("subject", "at"))


def _reader(edition: Edition, row: Delivery, choice: choosing.Choice, ordered_on: datetime | None) -> Reader:
    return Reader(
        name=row.subscriber.name,
        form_of_address=row.subscriber.form_of_address,
        ordered_on=ordered_on,
        unsubscribe=links.unsubscribe(row.subscriber, edition.newsletter.purpose),
        link=partial(_recognising, row) if choice.personalised else links.plain,
    )


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
            "List-Unsubscribe": f"<{unsubscribe}>",
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
    try:
        connection.send_messages([message])
    except (SMTPResponseException, SMTPRecipientsRefused) as error:
        _refused(row, error)
    except OSError as error:
        # The server may or may not have taken the message: it is never sent again by itself.
        _settle(row, State.UNCERTAIN, str(error))
        connection.close()
    else:
        _settle(row, State.SENT)


def _refused(row: Delivery, error: SMTPResponseException | SMTPRecipientsRefused) -> None:
    """A 4xx may pass and is tried again; anything else is a failure (RFC 5321 § 4.2.1)."""
    code = _code(error)
    row.attempts += 1
    if 400 <= code < 500 and row.attempts < MOST_ATTEMPTS:
        _wait(row, str(code))
    else:
        _settle(row, State.FAILED, str(code))


def _code(error: SMTPResponseException | SMTPRecipientsRefused) -> int:
    if isinstance(error, SMTPResponseException):
        return error.smtp_code
    return next((code for code, _reply in error.recipients.values()), 0)


def _settle(row: Delivery, state: State, reply: str = "") -> None:
    row.state, row.reply = state, reply[:300]
    row.sent_at = timezone.now() if state == State.SENT else None
    row.save(update_fields=["state", "reply", "attempts", "sent_at", "personalised", "picks"])


def _wait(row: Delivery, reply: str) -> None:
    row.state, row.claim, row.reply = State.QUEUED, None, reply[:300]
    row.save(update_fields=["state", "claim", "reply", "attempts"])
