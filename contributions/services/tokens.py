"""Signed links for senders. None carries an address, and none opens what another is for."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing

from contributions.models import Contribution
from subscribers.services.tokens import TokenExpired, TokenInvalid


def for_confirming(contribution: Contribution) -> str:
    return _signer("confirm").sign_object(contribution.pk)


def confirming(token: str) -> int:
    """The id of the contribution.

    Raises TokenExpired after settings.CONTRIBUTION_CONFIRM_DAYS, or TokenInvalid.
    """
    return int(_read("confirm", token, settings.CONTRIBUTION_CONFIRM_DAYS * 24 * 3600))


def for_withdrawing(contribution: Contribution) -> str:
    """Never expires: a consent can be withdrawn at any time (GDPR Art. 7(3))."""
    return _signer("withdraw").sign_object(contribution.subject.hex)


def withdrawing(token: str) -> UUID:
    """Raises TokenInvalid."""
    return UUID(str(_read("withdraw", token)))


def _signer(purpose: str) -> signing.TimestampSigner:
    # A dot instead of Django's colon: some mail programs end a link at a colon.
    return signing.TimestampSigner(salt=f"contributions.link.{purpose}", sep=".")


def _read(purpose: str, token: str, max_age: int | None = None) -> Any:
    try:
        return _signer(purpose).unsign_object(token, max_age=max_age)
    except signing.SignatureExpired as error:
        raise TokenExpired from error
    except signing.BadSignature as error:
        raise TokenInvalid from error
