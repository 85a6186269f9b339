"""Signed links for people who asked something. None carries an address, and none opens what another is for."""

from typing import Any

from django.conf import settings
from django.core import signing

from desk.models import Case
from subscribers.services.tokens import TokenExpired, TokenInvalid

DAY = 24 * 3600


def for_identity(case: Case) -> str:
    return _signer("identity").sign_object(case.pk)


def identity(token: str) -> int:
    """The id of the case. Raises TokenExpired after settings.DESK_IDENTITY_DAYS, or TokenInvalid."""
    return int(_read("identity", token, settings.DESK_IDENTITY_DAYS * DAY))


def for_data(case: Case) -> str:
    return _signer("data").sign_object(case.pk)


def data(token: str) -> int:
    """The id of the case. Raises TokenExpired after settings.DESK_DATA_DAYS, or TokenInvalid."""
    return int(_read("data", token, settings.DESK_DATA_DAYS * DAY))


def expired_data(token: str) -> int:
    """The id of the case that a link to data was for, however old it is. Raises TokenInvalid."""
    return int(_read("data", token))


def _signer(purpose: str) -> signing.TimestampSigner:
    # A dot instead of Django's colon: some mail programs end a link at a colon.
    return signing.TimestampSigner(salt=f"desk.link.{purpose}", sep=".")


def _read(purpose: str, token: str, max_age: int | None = None) -> Any:
    try:
        return _signer(purpose).unsign_object(token, max_age=max_age)
    except signing.SignatureExpired as error:
        raise TokenExpired from error
    except signing.BadSignature as error:
        raise TokenInvalid from error
