"""Signed links. Each purpose has its own salt, so that no link opens what another is for.

No token carries an address. A link works as long as the key that signed it is SECRET_KEY or one of
SECRET_KEY_FALLBACKS, so a key that is replaced belongs among the fallbacks while letters with its links are about.
"""

import secrets
import time
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing

from subscribers.models import AddressChange, ConsentState, PermissionAsk, Purpose, SignUp, Subscriber

# What the page after leaving offers can be had for so long.
UNDO_FOR = timedelta(minutes=30)


class TokenInvalid(Exception):
    """The link was cut off, altered or made for something else."""


class TokenExpired(Exception):
    """The link was right once."""


def for_signup(signup: SignUp) -> str:
    """The link of a reminder ends with that of the first mail: both count from the request."""
    return _sign("confirm", [signup.pk, int(signup.requested_at.timestamp())])


def signup_id(token: str) -> int:
    """Raises TokenExpired settings.SIGNUP_EXPIRES_DAYS after the request."""
    signed = _read("confirm", token, max_age=settings.SIGNUP_EXPIRES_DAYS * 24 * 3600)
    # Mails that left before the request was part of the link carry the id alone.
    pk, requested_at = signed if isinstance(signed, list) else (signed, time.time())
    if requested_at + settings.SIGNUP_EXPIRES_DAYS * 24 * 3600 < time.time():
        raise TokenExpired
    return int(pk)


def for_preferences(subscriber: Subscriber) -> str:
    return _sign("preferences", subscriber.subject.hex)


def preferences_subject(token: str) -> UUID:
    """Raises TokenExpired after settings.PREFERENCES_LINK_MINUTES."""
    return UUID(_read("preferences", token, max_age=settings.PREFERENCES_LINK_MINUTES * 60))


def for_staying(subject: UUID) -> str:
    return _sign("stay", subject.hex)


def staying_subject(token: str) -> UUID:
    """Raises TokenExpired when the time to answer has long been over."""
    return UUID(_read("stay", token, max_age=2 * settings.STAY_DAYS * 24 * 3600))


def for_unsubscribing(subject: UUID, purpose_id: int) -> str:
    """Never expires: a letter found again after years must still be able to end itself."""
    return _sign("unsubscribe", [subject.hex, purpose_id])


def unsubscribing(token: str) -> tuple[UUID, Purpose]:
    subject, purpose_id = _read("unsubscribe", token)
    return UUID(subject), _purpose(purpose_id)


def for_undoing(left: ConsentState) -> str:
    """Names the very withdrawal that it undoes: nothing else can be done or undone with it."""
    return _sign("undo", [left.subject.hex, left.purpose_id, left.position])


def undoing(token: str) -> tuple[UUID, Purpose, int]:
    """Raises TokenExpired after UNDO_FOR."""
    subject, purpose_id, position = _read("undo", token, max_age=int(UNDO_FOR.total_seconds()))
    return UUID(subject), _purpose(purpose_id), int(position)


def for_reason(purpose: Purpose) -> str:
    """Says which newsletter somebody left and not who: the rest of it is drawn by lot."""
    return _sign("reason", [purpose.pk, secrets.token_hex(8)])


def reason(token: str) -> tuple[Purpose, str]:
    """Raises TokenExpired after UNDO_FOR."""
    purpose_id, nonce = _read("reason", token, max_age=int(UNDO_FOR.total_seconds()))
    return _purpose(purpose_id), nonce


def _purpose(pk: int) -> Purpose:
    try:
        return Purpose.objects.get(pk=pk)
    except Purpose.DoesNotExist as error:
        raise TokenInvalid from error


def for_permission(ask: PermissionAsk) -> str:
    return _sign("permission", ask.pk)


def permission_ask_id(token: str) -> int:
    """Raises TokenExpired after settings.PERMISSION_LINK_DAYS."""
    return int(_read("permission", token, max_age=settings.PERMISSION_LINK_DAYS * 24 * 3600))


def for_address_change(change: AddressChange) -> str:
    """Names the moment of the request, too: a later wish of the same reader makes the earlier link useless."""
    return _sign("address", [change.pk, change.requested_at.isoformat()])


def address_change(token: str) -> tuple[int, datetime]:
    """The id of a change of address and the moment it was asked for.

    Raises TokenExpired after settings.SIGNUP_EXPIRES_DAYS.
    """
    change_id, asked_at = _read("address", token, max_age=settings.SIGNUP_EXPIRES_DAYS * 24 * 3600)
    return int(change_id), datetime.fromisoformat(asked_at)


def _signer(purpose: str) -> signing.TimestampSigner:
    # A dot instead of Django's colon: some mail programs end a link at a colon.
    return signing.TimestampSigner(salt=f"subscribers.link.{purpose}", sep=".")


def _sign(purpose: str, value: Any) -> str:
    return _signer(purpose).sign_object(value)


def _read(purpose: str, token: str, max_age: int | None = None) -> Any:
    try:
        return _signer(purpose).unsign_object(token, max_age=max_age)
    except signing.SignatureExpired as error:
        raise TokenExpired from error
    except signing.BadSignature as error:
        raise TokenInvalid from error
