"""The token that stands in the subject of a mail which unsubscribes (RFC 2369): short, and of letters and digits
that no mail program changes on the way.

Base32 of 35 octets, 56 signs, behind a mark that is no sign of base32: where mail programs glue words together,
the token can still be found. Like a link it carries no address, never expires, and works as long as its key is
SECRET_KEY or one of SECRET_KEY_FALLBACKS.
"""

import base64
import re
from uuid import UUID

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from subscribers.models import Purpose

from .tokens import TokenInvalid

MARK = "1"
_PURPOSE_OCTETS, _SEAL_OCTETS = 3, 16
_TOKEN = re.compile(rf"{MARK}([A-Z2-7]{{56}})")


def make(subject: UUID, purpose_id: int) -> str:
    said = subject.bytes + purpose_id.to_bytes(_PURPOSE_OCTETS, "big")
    return MARK + base64.b32encode(said + _seal(said, settings.SECRET_KEY)).decode()


def find(text: str) -> tuple[UUID, Purpose]:
    """Whom and which newsletter the first valid token in this text is about. Raises TokenInvalid if there is none.

    White space does not count: long subjects are folded on their way, and not always where they should be.
    """
    for token in _TOKEN.findall("".join(text.split()).upper()):
        octets = base64.b32decode(token)
        said, seal = octets[:-_SEAL_OCTETS], octets[-_SEAL_OCTETS:]
        keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        if any(constant_time_compare(seal, _seal(said, key)) for key in keys):
            purpose = Purpose.objects.filter(pk=int.from_bytes(said[16:], "big")).first()
            if purpose:
                return UUID(bytes=said[:16]), purpose
    raise TokenInvalid


def _seal(said: bytes, key: str | bytes) -> bytes:
    return salted_hmac("subscribers.mailed_token", said, secret=key, algorithm="sha256").digest()[:_SEAL_OCTETS]
