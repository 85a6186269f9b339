"""Signed links for people who asked something. None carries an address."""

from django.conf import settings

from desk.models import Case
from editorial.signed_links import LinkSigner

DAY = 24 * 3600

_links = LinkSigner("desk")


def for_identity(case: Case) -> str:
    return _links.sign("identity", case.pk)


def identity(token: str) -> int:
    """The id of the case. Raises TokenExpired after settings.DESK_IDENTITY_DAYS, or TokenInvalid."""
    return int(_links.read("identity", token, settings.DESK_IDENTITY_DAYS * DAY))


def for_data(case: Case) -> str:
    return _links.sign("data", case.pk)


def data(token: str) -> int:
    """The id of the case. Raises TokenExpired after settings.DESK_DATA_DAYS, or TokenInvalid."""
    return int(_links.read("data", token, settings.DESK_DATA_DAYS * DAY))


def expired_data(token: str) -> int:
    """The id of the case that a link to data was for, however old it is. Raises TokenInvalid."""
    return int(_links.read("data", token))
