"""Signed links for readers. No token carries an address."""

import secrets
import time
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from editorial.signed_links import LinkSigner, TokenExpired, TokenInvalid
from subscribers.models import AddressChange, ConsentState, PermissionAsk, Purpose, SignUp, Subscriber

# What the page after leaving offers can be had for so long.
UNDO_FOR = timedelta(minutes=30)


_links = LinkSigner("subscribers")


def for_signup(signup: SignUp) -> str:
    """The link of a reminder ends with that of the first mail: both count from the request."""
    return _links.sign("confirm", [signup.pk, int(signup.requested_at.timestamp())])


def signup_id(token: str) -> int:
    """Raises TokenExpired settings.SIGNUP_EXPIRES_DAYS after the request."""
    signed = _links.read("confirm", token, max_age=settings.SIGNUP_EXPIRES_DAYS * 24 * 3600)
    # Mails that left before the request was part of the link carry the id alone.
    pk, requested_at = signed if isinstance(signed, list) else (signed, time.time())
    if requested_at + settings.SIGNUP_EXPIRES_DAYS * 24 * 3600 < time.time():
        raise TokenExpired
    return int(pk)


def for_preferences(subscriber: Subscriber) -> str:
    return _links.sign("preferences", subscriber.subject.hex)


def preferences_subject(token: str) -> UUID:
    """Raises TokenExpired after settings.PREFERENCES_LINK_MINUTES."""
    return UUID(_links.read("preferences", token, max_age=settings.PREFERENCES_LINK_MINUTES * 60))


def for_staying(subject: UUID) -> str:
    return _links.sign("stay", subject.hex)


def staying_subject(token: str) -> UUID:
    """Raises TokenExpired when the time to answer has long been over."""
    return UUID(_links.read("stay", token, max_age=2 * settings.STAY_DAYS * 24 * 3600))


def for_unsubscribing(subject: UUID, purpose_id: int) -> str:
    """Never expires: a letter found again after years must still be able to end itself."""
    return _links.sign("unsubscribe", [subject.hex, purpose_id])


def unsubscribing(token: str) -> tuple[UUID, Purpose]:
    subject, purpose_id = _links.read("unsubscribe", token)
    return UUID(subject), _purpose(purpose_id)


def for_undoing(left: ConsentState) -> str:
    """Names the very withdrawal that it undoes: nothing else can be done or undone with it."""
    return _links.sign("undo", [left.subject.hex, left.purpose_id, left.position])


def undoing(token: str) -> tuple[UUID, Purpose, int]:
    """Raises TokenExpired after UNDO_FOR."""
    subject, purpose_id, position = _links.read("undo", token, max_age=int(UNDO_FOR.total_seconds()))
    return UUID(subject), _purpose(purpose_id), int(position)


def for_reason(purpose: Purpose) -> str:
    """Says which newsletter somebody left and not who: the rest of it is drawn by lot."""
    return _links.sign("reason", [purpose.pk, secrets.token_hex(8)])


def reason(token: str) -> tuple[Purpose, str]:
    """Raises TokenExpired after UNDO_FOR."""
    purpose_id, nonce = _links.read("reason", token, max_age=int(UNDO_FOR.total_seconds()))
    return _purpose(purpose_id), nonce


def _purpose(pk: int) -> Purpose:
    try:
        return Purpose.objects.get(pk=pk)
    except Purpose.DoesNotExist as error:
        raise TokenInvalid from error


def for_permission(ask: PermissionAsk) -> str:
    return _links.sign("permission", ask.pk)


def permission_ask_id(token: str) -> int:
    """Raises TokenExpired after settings.PERMISSION_LINK_DAYS."""
    return int(_links.read("permission", token, max_age=settings.PERMISSION_LINK_DAYS * 24 * 3600))


def for_address_change(change: AddressChange) -> str:
    """Names the moment of the request, too: a later wish of the same reader makes the earlier link useless."""
    return _links.sign("address", [change.pk, change.requested_at.isoformat()])


def address_change(token: str) -> tuple[int, datetime]:
    """The id of a change of address and the moment it was asked for.

    Raises TokenExpired after settings.SIGNUP_EXPIRES_DAYS.
    """
    change_id, asked_at = _links.read("address", token, max_age=settings.SIGNUP_EXPIRES_DAYS * 24 * 3600)
    return int(change_id), datetime.fromisoformat(asked_at)
