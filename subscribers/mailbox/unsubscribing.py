"""Mails that unsubscribe (RFC 2369): the header List-Unsubscribe of each letter names a subject to write with."""

from email.message import EmailMessage
from html import unescape
from uuid import UUID

from django.utils.html import strip_tags

from subscribers.models import Purpose
from subscribers.services import consent, leaving, mailed_token
from subscribers.services.tokens import TokenInvalid

MOST_CHARACTERS = 20_000


def handle(message: EmailMessage) -> bool:
    """Whether this mail unsubscribed somebody, or would have, had they not left before."""
    try:
        subject, purpose = _asked(message)
    except TokenInvalid:
        return False
    consent.withdraw(subject, purpose, form=leaving.BY_MAIL)
    return True


def _asked(message: EmailMessage) -> tuple[UUID, Purpose]:
    """Whom and what it is about. Who wrote it does not matter: the token is what permits it, as with a link."""
    if message.get_content_type() == "multipart/report":
        # A bounce carries the headers of our letter, and with them its token.
        raise TokenInvalid
    try:
        return mailed_token.find(str(message.get("Subject", "")))
    except TokenInvalid:
        if _is_automatic(message):
            raise
    return mailed_token.find(_words(message))


def _is_automatic(message: EmailMessage) -> bool:
    """Answers of machines may quote a whole letter, headers and all."""
    sender = str(message.get("From", "")).lower()
    return (
        str(message.get("Auto-Submitted", "no")).strip().lower() != "no"
        or str(message.get("Return-Path", "")).strip() == "<>"
        or "mailer-daemon@" in sender
        or "postmaster@" in sender
    )


def _words(message: EmailMessage) -> str:
    """What the mail says, quoted lines included, without the marks of quoting."""
    part = message.get_body(("plain", "html"))
    if part is None:
        return ""
    payload = part.get_payload(decode=True)
    # All that is looked for is ASCII, whatever the character set is called.
    text = payload.decode("ascii", errors="ignore") if isinstance(payload, bytes) else ""
    if part.get_content_type() == "text/html":
        text = unescape(strip_tags(text))
    text = text[:MOST_CHARACTERS].replace(">", "")
    # A letter that was passed on with all its headers asks for nothing.
    return "" if "list-unsubscribe:" in text.lower() else text
