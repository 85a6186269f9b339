"""Signed links. Each purpose has its own salt, so that no link opens what another is for.

No token carries an address. A link works as long as the key that signed it is SECRET_KEY or one of
SECRET_KEY_FALLBACKS, so a key that is replaced belongs among the fallbacks while letters with its links are about.
"""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing

from subscribers.models import Purpose, SignUp, Subscriber


class TokenInvalid(Exception):
    """The link was cut off, altered or made for something else."""


class TokenExpired(Exception):
    """The link was right once."""


def for_signup(signup: SignUp) -> str:
    return _sign("confirm", signup.pk)


def signup_id(token: str) -> int:
    """Raises TokenExpired after settings.SIGNUP_EXPIRES_DAYS."""
    return int(_read("confirm", token, max_age=settings.SIGNUP_EXPIRES_DAYS * 24 * 3600))


def for_preferences(subscriber: Subscriber) -> str:
    return _sign("preferences", subscriber.subject.hex)


def preferences_subject(token: str) -> UUID:
    """Raises TokenExpired after settings.PREFERENCES_LINK_MINUTES."""
    return UUID(_read("preferences", token, max_age=settings.PREFERENCES_LINK_MINUTES * 60))


def for_unsubscribing(subject: UUID, purpose_id: int) -> str:
    """Never expires: a letter found again after years must still be able to end itself."""
    return _sign("unsubscribe", [subject.hex, purpose_id])


def unsubscribing(token: str) -> tuple[UUID, Purpose]:
    subject, purpose_id = _read("unsubscribe", token)
    try:
        return UUID(subject), Purpose.objects.get(pk=purpose_id)
    except Purpose.DoesNotExist as error:
        raise TokenInvalid from error


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
