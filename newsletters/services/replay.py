"""What was chosen from what, and whether it was clicked: for trying another way of choosing on past letters.

A line for each place that was filled. Who it was for is a pseudonym that holds within one file and nowhere else.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import blake2b
from secrets import token_bytes
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from newsletters.models import Edition
from pollen.models import Grain, Suggestion
from pollen.services.reasons import EDITOR
from subscribers.models import Purpose, Subscriber

from . import counting

# So many letters are read at a time, and the ledger is asked anew each time.
BATCH = 1_000
# What was suggested below a page counts as clicked if it was opened within that time.
SOON = timedelta(days=1)
OPENED = (Grain.Kind.VISIT, Grain.Kind.READ, Grain.Kind.FINISHED)

Line = dict[str, Any]


def known_since(now: datetime | None = None) -> datetime:
    """Of what was chosen before, the clicks went with the grains; it would all look as if nobody had clicked."""
    return (now or timezone.now()) - timedelta(days=settings.GRAIN_EXPIRES_DAYS)


def selections(since: datetime) -> Iterator[Line]:
    """The lines of all selections since then (not before `known_since`), for readers who consent to pollen now."""
    key = token_bytes(32)
    since = max(since, known_since())
    yield from _of_letters(since, key)
    yield from _of_pages(since, key)


def _of_letters(since: datetime, key: bytes) -> Iterator[Line]:
    sent = counting.measured_letters().filter(sent_at__gte=since).select_related("subscriber")
    edition = lru_cache(maxsize=64)(_edition)
    for letters in _batches(sent):
        clicks = _grains([letter.subscriber_id for letter in letters], [Grain.Kind.CLICK], since)
        reach = timedelta(days=settings.LINK_RECOGNISES_DAYS)
        for letter in letters:
            candidates, pinned = edition(letter.edition_id)
            eligible = int(letter.eligible or "0", 16)
            could = [pk for place, pk in enumerate(candidates) if eligible >> place & 1]
            # Of a digest also the pinned items are noted, which nobody chose for the reader.
            chosen = [pick for pick in letter.picks if pick["readable"] not in pinned]
            for slot, pick in enumerate(chosen):
                at = clicks.get((letter.subscriber_id, pick["readable"]), [])
                yield {
                    "place": "issue" if "inside" in pick else "letter",
                    "edition": letter.edition_id,
                    "arm": letter.arm,
                    "reader": _pseudonym(letter.subscriber.subject, key),
                    # What an issue was chosen from is not noted.
                    "candidates": None if "inside" in pick else could,
                    **_choice(slot, pick),
                    "clicked": _within(at, letter.sent_at, reach),
                }


def _of_pages(since: datetime, key: bytes) -> Iterator[Line]:
    """What was suggested below a page has no arm: readers in the holdout get it as well."""
    readers = Subscriber.objects.consenting(Purpose.POLLEN).values("pk")
    suggested = Suggestion.objects.filter(at__gte=since, subscriber__in=readers).select_related("subscriber")
    for suggestions in _batches(suggested):
        opened = _grains([one.subscriber_id for one in suggestions], OPENED, since)
        for one in suggestions:
            for slot, pick in enumerate(one.picks):
                yield {
                    "place": "page",
                    "below": one.below_id,
                    "reader": _pseudonym(one.subscriber.subject, key),
                    "candidates": one.candidates,
                    **_choice(slot, pick),
                    "clicked": _within(opened.get((one.subscriber_id, pick["readable"]), []), one.at, SOON),
                }


def _choice(slot: int, pick: dict[str, Any]) -> Line:
    """A place with a propensity of 1 was filled by what fits best, without a lot."""
    return {
        "slot": slot,
        "chosen": pick["readable"],
        "kind": pick.get("kind", EDITOR),
        "propensity": pick.get("propensity", 1.0),
    }


def _batches(rows: QuerySet[Any]) -> Iterator[Sequence[Any]]:
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield batch
        last = batch[-1].pk


def _edition(pk: int) -> tuple[list[int], frozenset[int]]:
    """The frozen candidates, in the order of the bits of `Delivery.eligible`, and what was pinned."""
    edition = Edition.objects.get(pk=pk)
    return edition.candidate_ids, frozenset(pin.readable_id for pin in edition.pins.all())


def _grains(
    readers: Sequence[int], kinds: Sequence[Grain.Kind], since: datetime
) -> dict[tuple[int, int], list[datetime]]:
    found: dict[tuple[int, int], list[datetime]] = {}
    rows = Grain.objects.filter(subscriber__in=readers, kind__in=kinds, at__gte=since)
    for reader, readable, at in rows.values_list("subscriber", "readable", "at"):
        found.setdefault((reader, readable), []).append(at)
    return found


def _within(moments: Sequence[datetime], begin: datetime | None, length: timedelta) -> bool:
    return begin is not None and any(begin <= moment <= begin + length for moment in moments)


def _pseudonym(subject: UUID, key: bytes) -> str:
    return blake2b(subject.bytes, digest_size=12, key=key).hexdigest()
