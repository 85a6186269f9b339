"""Keeps programs out of the public forms without asking people to prove anything.

A honeypot field that only programs fill, and a signed note of when the form was shown.
"""

from django.core import signing

SALT = "subscribers.form"
MINIMUM_SECONDS = 2
MAXIMUM_SECONDS = 24 * 3600


def timing_token() -> str:
    return signing.TimestampSigner(salt=SALT).sign("shown")


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
