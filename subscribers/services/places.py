"""Where a form stood: part of the proof of a consent, and so only what we signed ourselves is believed.

A place is a path of ours, as "/geschichten/reihe-neun/#letter-end", or the origin of another site that carries our
form, as "https://partner.example".
"""

from django.core import signing

SALT = "subscribers.place"
# As long as SignUp.form.
LONGEST = 200


def seal(path: str, part: str = "") -> str:
    """The sign of a place for a hidden field: the same each time, so that kept pages stay the same."""
    fragment = f"#{part}" if part else ""
    return signing.Signer(salt=SALT).sign(path[: LONGEST - len(fragment)] + fragment)


def read(sealed: str) -> str:
    """The place; nothing if it was altered or made up."""
    try:
        return signing.Signer(salt=SALT).unsign(sealed)
    except signing.BadSignature:
        return ""
