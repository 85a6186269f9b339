"""From grains to interests. Every grain is counted exactly once: its mark and its effect are one transaction."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from editorial.models import ReadablePage
from pollen.models import Grain, Interest
from pollen.weights import ACUTE_HALF_LIFE, LASTING_HALF_LIFE
from subscribers.models import Purpose, Subscriber
from subscribers.services import consent

Pair = tuple[int, int]  # subscriber id, topic id


class ProfilesChanged(RuntimeError):
    """Interests vanished between being made and being locked; nothing was folded."""


def decay(days: float, half_life: float) -> float:
    """The share that is left after so many days; never more than one."""
    return 0.5 ** (max(days, 0.0) / half_life)


def strength(acute: float, lasting: float, as_of: datetime, now: datetime) -> float:
    """What an interest weighs now, in readings: both parts, decayed since the moment they were written."""
    acute, lasting = decayed(acute, lasting, days_between(as_of, now))
    return acute + lasting


def decayed(acute: float, lasting: float, days: float) -> tuple[float, float]:
    return acute * decay(days, ACUTE_HALF_LIFE), lasting * decay(days, LASTING_HALF_LIFE)


def days_between(earlier: datetime, later: datetime) -> float:
    return (later - earlier).total_seconds() / 86_400


def fold(most: int = 2_000, now: datetime | None = None) -> int:
    """Adds up to `most` new grains to the interests of their readers; returns how many there were.

    Grains of readers whose consent does not stand are deleted instead. Those of readers who had the use of their
    data restricted (GDPR Art. 18) wait as they are.
    """
    now = now or timezone.now()
    with transaction.atomic():
        grains = _next(most)
        if grains:
            readers = {grain.subscriber_id for grain in grains}
            consenting = consent.consenting_ids(readers, Purpose.POLLEN)
            kept = [grain for grain in grains if grain.subscriber_id in consenting]
            if len(kept) < len(grains):
                _delete_strays(grains, readers - consenting)
            _add(_gains(kept, now), now)
            Grain.objects.filter(pk__in=[grain.pk for grain in kept]).update(folded=True)
    return len(grains)


def _next(most: int) -> list[Grain]:
    """Up to `most` unfolded grains, locked after their readers.

    Whoever declares something, withdraws or is erased holds the reader first and the grains after that; in another
    order each would wait for the other. A reader who is busy is left for the next time.
    """
    waiting = Grain.objects.unfolded().filter(subscriber__restricted_at=None).order_by("pk")
    found = dict(waiting.values_list("pk", "subscriber_id")[:most])
    readers = Subscriber.objects.filter(pk__in=set(found.values())).order_by("pk")
    free = set(readers.select_for_update(skip_locked=True, no_key=True).values_list("pk", flat=True))
    mine = waiting.filter(pk__in=[pk for pk, reader in found.items() if reader in free])
    return list(mine.select_for_update(skip_locked=True, of=("self",)))


def _delete_strays(grains: Iterable[Grain], readers: Collection[int]) -> None:
    """Of these readers the grains that no consent permits; one that merely rests keeps them."""
    granting = Subscriber.objects.granting(Purpose.POLLEN).filter(pk__in=readers)
    strays = set(readers) - set(granting.values_list("pk", flat=True))
    Grain.objects.filter(pk__in=[grain.pk for grain in grains if grain.subscriber_id in strays]).delete()


def _gains(grains: Iterable[Grain], now: datetime) -> Mapping[Pair, tuple[float, float]]:
    """What the grains add to (acute, lasting) per reader and topic, decayed from their time until now.

    A text with many topics says less about each: its weight is divided by the root of their number.
    """
    grains = list(grains)
    topics = topics_of({grain.readable_id for grain in grains})
    gains: dict[Pair, tuple[float, float]] = defaultdict(lambda: (0.0, 0.0))
    for grain in grains:
        about = topics[grain.readable_id]
        age = days_between(grain.at, now)
        for topic in about:
            share = grain.weight / len(about) ** 0.5
            acute, lasting = decayed(share, share, age)
            before = gains[grain.subscriber_id, topic]
            gains[grain.subscriber_id, topic] = before[0] + acute, before[1] + lasting
    return gains


def topics_of(readable_ids: Iterable[int]) -> dict[int, list[int]]:
    """The topic ids of each of these readables, in one query."""
    through = ReadablePage.topics.through.objects.filter(readablepage_id__in=list(readable_ids))
    topics: dict[int, list[int]] = defaultdict(list)
    for readable, topic in through.values_list("readablepage_id", "topic_id"):
        topics[readable].append(topic)
    return topics


def _add(gains: Mapping[Pair, tuple[float, float]], now: datetime) -> None:
    """Missing rows are made first; then all are locked in one order, so that two foldings cannot lose a gain."""
    Interest.objects.bulk_create(
        [Interest(subscriber_id=s, topic_id=t, as_of=now) for s, t in sorted(gains)], ignore_conflicts=True
    )
    rows = Interest.objects.filter(subscriber_id__in={s for s, _t in gains}).select_for_update().order_by("pk")
    changed = []
    for row in rows:
        if (row.subscriber_id, row.topic_id) in gains:
            acute, lasting = decayed(row.acute, row.lasting, days_between(row.as_of, now))
            gain = gains[row.subscriber_id, row.topic_id]
            row.acute, row.lasting, row.as_of = acute + gain[0], lasting + gain[1], now
            changed.append(row)
    if len(changed) < len(gains):
        # A topic was merged into another meanwhile. The grains stay as they were, and the next folding takes them.
        raise ProfilesChanged(f"{len(gains) - len(changed)} interests went while they were added to")
    Interest.objects.bulk_update(changed, ["acute", "lasting", "as_of"], batch_size=200)
