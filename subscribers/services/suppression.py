"""The suppression list: addresses that get no mail, known by their keyed hashes alone.

The first of settings.SUPPRESSION_KEYS makes new hashes; the others are still looked up. An entry made with an old
key moves to the first one as soon as its address is seen again; a key may be dropped once no entry names it
(`manage.py suppression_keys` counts them).
"""

import hashlib
import hmac
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count

from subscribers.models import AskedAddress, SuppressedAddress

Reason = SuppressedAddress.Reason
# Of two reasons the one that says more about the person's own wish stays, whichever came last.
_BY_WEIGHT = [Reason.LET_GO, Reason.BOUNCED, Reason.COMPLAINED, Reason.ERASED]


def _keys() -> list[tuple[str, bytes]]:
    """Fingerprint (8 hex digits) and secret of each key, the current one first."""
    keys: list[Any] = settings.SUPPRESSION_KEYS or [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return _named(tuple(keys))


@lru_cache(maxsize=8)
def _named(keys: tuple[Any, ...]) -> list[tuple[str, bytes]]:
    secrets = [hashlib.sha256(f"suppression {key}".encode()).digest() for key in keys]
    return [(hashlib.sha256(secret).hexdigest()[:8], secret) for secret in secrets]


def key_names() -> set[str]:
    """The fingerprints of the keys that are set."""
    return {name for name, _secret in _keys()}


def digests(address: str) -> list[tuple[str, str]]:
    """(digest, key fingerprint) of a normalised address under each key, the current one first."""
    said = address.strip().lower().encode()
    return [(hmac.digest(secret, said, "sha256").hex(), name) for name, secret in _keys()]


@transaction.atomic
def suppress(address: str, reason: Reason) -> SuppressedAddress:
    """Puts an address on the list. An erasure at the reader's wish stays one, whatever comes after it, and a
    complaint is not forgotten over a bounce."""
    entry = find(address)
    (digest, key), *_older = digests(address)
    if entry is None:
        return SuppressedAddress.objects.get_or_create(digest=digest, defaults={"key": key, "reason": reason})[0]
    if _BY_WEIGHT.index(reason) > _BY_WEIGHT.index(Reason(entry.reason)):
        entry.reason = reason
        entry.save(update_fields=["reason"])
    return entry


def find(address: str) -> SuppressedAddress | None:
    """The entry of this address, whichever key it was made with; an old one is moved to the current key."""
    made = digests(address)
    by_digest = SuppressedAddress.objects.in_bulk([digest for digest, _key in made], field_name="digest")
    # A replay after a restored backup may have brought back the entry of an older key beside the new one.
    found = [by_digest[digest] for digest, _key in made if digest in by_digest]
    if not found:
        return None
    entry, *twins = found
    SuppressedAddress.objects.filter(pk__in=[twin.pk for twin in twins]).delete()
    if entry.digest != made[0][0]:
        entry.digest, entry.key = made[0]
        entry.save(update_fields=["digest", "key"])
    return entry


def suppressed(addresses: Iterable[str]) -> set[str]:
    """Of these addresses those on the list, in one query."""
    by_digest = {digest: address for address in addresses for digest, _key in digests(address)}
    found = SuppressedAddress.objects.filter(digest__in=list(by_digest)).values_list("digest", flat=True)
    return {by_digest[digest] for digest in found}


def lift(address: str) -> int:
    """Takes an address off the list: its owner came back by a double opt-in of their own."""
    made = [digest for digest, _key in digests(address)]
    return SuppressedAddress.objects.filter(digest__in=made).delete()[0]


@dataclass(frozen=True)
class KeyUse:
    """A key, by its fingerprint, and how many entries were made with it: of suppressed addresses, and of those
    that an import asked once and must not ask again."""

    name: str
    state: str  # "current", "older", or "missing": entries name it, and it is not set any more
    count: int


def keys_in_use() -> list[KeyUse]:
    """Every key that is set or that some entry names, the current one first."""
    counts: Counter[str] = Counter()
    for model in (SuppressedAddress, AskedAddress):
        counts.update(dict(model.objects.order_by().values_list("key").annotate(count=Count("pk"))))
    current, *older = [name for name, _secret in _keys()]
    states = {current: "current", **dict.fromkeys(older, "older")}
    missing = sorted(counts.keys() - states.keys())
    return [
        KeyUse(name, state, counts[name])
        for name, state in {**states, **dict.fromkeys(missing, "missing")}.items()
    ]


def look(address: str) -> SuppressedAddress | None:
    """The entry of this address, for somebody who only asks: nothing is written."""
    made = [digest for digest, _key in digests(address)]
    return SuppressedAddress.objects.filter(digest__in=made).first()


@dataclass(frozen=True)
class Sum:
    label: str
    count: int


def sums() -> list[Sum]:
    """How many entries there are for each reason."""
    by_reason = SuppressedAddress.objects.order_by().values_list("reason").annotate(count=Count("pk"))
    counts = dict(by_reason)
    return [Sum(str(reason.label), counts.get(reason.value, 0)) for reason in Reason]
