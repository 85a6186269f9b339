"""Keeps programs out of the public forms without asking people to prove anything.

A honeypot field that only programs fill, and a signed note of when the form was shown.
"""

import time

from django.core import signing

SALT = "subscribers.form"
MINIMUM_SECONDS = 2
MAXIMUM_SECONDS = 24 * 3600
HOUR = 3600


class _SignerAt(signing.TimestampSigner):
    """Signs as if it were another moment (seconds since 1970)."""

    def __init__(self, moment: float) -> None:
        super().__init__(salt=SALT)
        self.moment = moment

    def timestamp(self) -> str:
        return signing.b62_encode(int(self.moment))


def timing_token() -> str:
    return signing.TimestampSigner(salt=SALT).sign("shown")


def token_of_the_hour() -> str:
    """For forms on pages that are kept and shown to everybody: the same until the next full hour.

    A page that is written anew meanwhile stays the same to the byte, and browsers that have it are told so.
    """
    return _SignerAt(time.time() // HOUR * HOUR).sign("shown")


def token_already_waited() -> str:
    """For a page that only asks back: whoever answers at once has waited before."""
    return _SignerAt(time.time() - MINIMUM_SECONDS - 1).sign("shown")


def in_time(token: str) -> bool:
    """Whether a form with this token was shown by us, and neither a blink nor more than a day ago."""
    signer = signing.TimestampSigner(salt=SALT)
    try:
        signer.unsign(token, max_age=MAXIMUM_SECONDS)
    except signing.BadSignature:
        return False
    try:
        signer.unsign(token, max_age=MINIMUM_SECONDS)
    except signing.SignatureExpired:
        return True
    return False
