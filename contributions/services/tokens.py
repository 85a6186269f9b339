"""Signed links for senders. None carries an address."""

from uuid import UUID

from django.conf import settings

from contributions.models import Contribution
from editorial.signed_links import LinkSigner

_links = LinkSigner("contributions")


def for_confirming(contribution: Contribution) -> str:
    return _links.sign("confirm", contribution.pk)


def confirming(token: str) -> int:
    """The id of the contribution.

    Raises TokenExpired after settings.CONTRIBUTION_CONFIRM_DAYS, or TokenInvalid.
    """
    return int(_links.read("confirm", token, settings.CONTRIBUTION_CONFIRM_DAYS * 24 * 3600))


def for_withdrawing(contribution: Contribution) -> str:
    """Never expires: a consent can be withdrawn at any time (GDPR Art. 7(3))."""
    return _links.sign("withdraw", contribution.subject.hex)


def withdrawing(token: str) -> UUID:
    """Raises TokenInvalid."""
    return UUID(str(_links.read("withdraw", token)))
