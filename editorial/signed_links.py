"""Signed links, by room and purpose: no link opens what another is for.

A link works while the key that signed it is SECRET_KEY or one of SECRET_KEY_FALLBACKS, so a key that is replaced
belongs among the fallbacks while letters with its links are about. What is signed can be read by whoever holds the
link: put no address into it.
"""

from typing import Any

from django.core import signing


class TokenInvalid(Exception):
    """The link was cut off, altered or made for something else."""


class TokenExpired(Exception):
    """The link was right once."""


class LinkSigner:
    """The links of one room."""

    def __init__(self, room: str) -> None:
        self.room = room

    def sign(self, purpose: str, value: Any) -> str:
        """`value` is anything that JSON can carry."""
        return self._signer(purpose).sign_object(value)

    def read(self, purpose: str, token: str, max_age: int | None = None) -> Any:
        """What was signed, if it was so within `max_age` seconds. Raises TokenExpired or TokenInvalid."""
        try:
            return self._signer(purpose).unsign_object(token, max_age=max_age)
        except signing.SignatureExpired as error:
            raise TokenExpired from error
        except signing.BadSignature as error:
            raise TokenInvalid from error

    def _signer(self, purpose: str) -> signing.TimestampSigner:
        # A dot instead of Django's colon: some mail programs end a link at a colon.
        return signing.TimestampSigner(salt=f"{self.room}.link.{purpose}", sep=".")
