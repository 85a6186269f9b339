"""What the server says of a page in the page, so that a beacon about it can be taken without looking at it."""

from dataclasses import dataclass

from django.core.signing import BadSignature, Signer

from editorial.models import ReadablePage

# The largest number that a page can have in a database.
MOST = 2**63 - 1


@dataclass(frozen=True)
class Told:
    """`readable` is the id of the original, `expected_seconds` how long an average reader takes for the page."""

    readable: int
    expected_seconds: int


def for_page(page: ReadablePage) -> str:
    """Names the text, signed: only what the caller has found open to all can be reported as read.

    It says nothing of a reader, is the same for everybody and does not expire: a page may stay open for days.
    """
    return _signer().sign(f"{page.original_id}.{page.specific.expected_reading_seconds}")


def read(token: str) -> Told:
    """Raises BadSignature for what this house did not sign."""
    if not isinstance(token, str):
        raise BadSignature("Not even a text")
    readable, _dot, seconds = _signer().unsign(token).partition(".")
    told = Told(int(readable), int(seconds))
    if not 0 < told.readable <= MOST:
        raise BadSignature(token)
    return told


def _signer() -> Signer:
    return Signer(salt="pollen.page")
