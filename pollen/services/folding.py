"""From grains to interests. Every grain is counted exactly once: its mark and its effect are one transaction."""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from pollen.models import Grain
from pollen.weights import ACUTE_HALF_LIFE, LASTING_HALF_LIFE
from subscribers.models import Purpose, Subscriber
from subscribers.services import consent

from .gains import Pair, days_between, decayed, gains_of

# Readers cannot change anything while their grains are folded; so many take well under a second.
MOST = 5_000

_DAYS = {
    "postgresql": "GREATEST(EXTRACT(EPOCH FROM {later} - {earlier})::float8, 0) / 86400",
    # Django's own function, in microseconds. SQLite's julianday() knows milliseconds only.
    "sqlite": "MAX(django_timestamp_diff({later}, {earlier}), 0) / 86400e6",
}
_ROWS = {
    "postgresql": (
        "unnest(%s::bigint[], %s::bigint[], %s::float8[], %s::float8[]) AS gain(reader, topic, acute, lasting)"
    ),
    "sqlite": (
        "(SELECT json_extract(value, '$[0]') AS reader, json_extract(value, '$[1]') AS topic,"
        " json_extract(value, '$[2]') AS acute, json_extract(value, '$[3]') AS lasting FROM json_each(%s)) AS gain"
    ),
}
# Whichever of the two moments is the later one is the moment of the sum, and the other part has faded until then.
_ADD = """
INSERT INTO pollen_interest AS kept (subscriber_id, topic_id, acute, lasting, as_of)
SELECT gain.reader, gain.topic, gain.acute, gain.lasting, {now} FROM {rows} WHERE TRUE
 ORDER BY gain.reader, gain.topic
    ON CONFLICT (subscriber_id, topic_id) DO UPDATE SET
       acute = {acute},
       lasting = {lasting},
       as_of = CASE WHEN kept.as_of > excluded.as_of THEN kept.as_of ELSE excluded.as_of END
"""


def strength(acute: float, lasting: float, as_of: datetime, now: datetime) -> float:
    """What an interest weighs now, in readings: both parts, decayed since the moment they were written."""
    acute, lasting = decayed(acute, lasting, days_between(as_of, now))
    return acute + lasting


def fold(most: int = MOST, now: datetime | None = None) -> int:
    """Adds up to `most` new grains to the interests of their readers; returns how many there were.

    Grains of readers whose consent does not stand are deleted instead. Those of readers who had the use of their
    data restricted (GDPR Art. 18), or who have their profile pause, wait as they are.
    """
    with transaction.atomic():
        grains = _next(most)
        # Not before: what came in meanwhile would be from the future.
        now = now or timezone.now()
        if grains:
            readers = {grain.subscriber_id for grain in grains}
            consenting = consent.consenting_ids(readers, Purpose.POLLEN)
            kept = [grain for grain in grains if grain.subscriber_id in consenting]
            if len(kept) < len(grains):
                _delete_strays(grains, readers - consenting)
            _add(gains_of(kept, now), now)
            Grain.objects.filter(pk__in=[grain.pk for grain in kept]).update(folded=True)
    return len(grains)


def _next(most: int) -> list[Grain]:
    """Up to `most` unfolded grains, locked after their readers.

    Whoever declares something, withdraws or is erased holds the reader first and the grains after that; in another
    order each would wait for the other. A reader who is busy is left for the next time.
    """
    waiting = Grain.objects.unfolded().order_by("pk")
    waiting = waiting.filter(subscriber__restricted_at=None, subscriber__pollen_paused_at=None)
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


def _add(gains: Mapping[Pair, tuple[float, float]], now: datetime) -> None:
    """Adds all of it in one statement, which takes the rows in one order, as a merging of topics does.

    Where a topic is merged into another meanwhile, the row would point at what is gone: the transaction fails, the
    grains stay as they were, and the next folding finds them with their new topics.
    """
    if not gains:
        return
    columns = list(zip(*((*pair, *gain) for pair, gain in gains.items()), strict=True))
    moment = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_statement(), [moment, *map(list, columns)])
        else:
            cursor.execute(_statement(), [moment, json.dumps(list(zip(*columns, strict=True)))])


def _statement() -> str:
    vendor = connection.vendor

    def both(part: str, half_life: float) -> str:
        since_kept = _DAYS[vendor].format(later="excluded.as_of", earlier="kept.as_of")
        since_gain = _DAYS[vendor].format(later="kept.as_of", earlier="excluded.as_of")
        return (
            f"kept.{part} * POWER(0.5, {since_kept} / {half_life}) + "
            f"excluded.{part} * POWER(0.5, {since_gain} / {half_life})"
        )

    return _ADD.format(
        now="%s::timestamptz" if vendor == "postgresql" else "%s",
        rows=_ROWS[vendor],
        acute=both("acute", ACUTE_HALF_LIFE),
        lasting=both("lasting", LASTING_HALF_LIFE),
    )
