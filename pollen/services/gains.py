"""What grains say about topics: how a grain's weight is divided among those of its text and those above them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime

from editorial.models import ReadablePage, Topic
from pollen.models import Grain
from pollen.weights import ACUTE_HALF_LIFE, LASTING_HALF_LIFE, PARENT_SHARE
from subscribers.models import TopicChoice

Pair = tuple[int, int]  # subscriber id, topic id

# With these a topic does not grow, whatever is read.
UNWANTED = (TopicChoice.Stance.REMOVED, TopicChoice.Stance.REFUSED)


def decay(days: float, half_life: float) -> float:
    """The share that is left after so many days; never more than one."""
    return float(0.5 ** (max(days, 0.0) / half_life))


def decayed(acute: float, lasting: float, days: float) -> tuple[float, float]:
    return acute * decay(days, ACUTE_HALF_LIFE), lasting * decay(days, LASTING_HALF_LIFE)


def days_between(earlier: datetime, later: datetime) -> float:
    return (later - earlier).total_seconds() / 86_400


def gains_of(grains: Collection[Grain], now: datetime) -> dict[Pair, tuple[float, float]]:
    """What the grains add to (acute, lasting) per reader and topic, decayed from their time until now."""
    topics = topics_of({grain.readable_id for grain in grains})
    above = dict(Topic.objects.values_list("pk", "parent_id"))
    portions = {readable: _portions(about, above) for readable, about in topics.items()}
    unwanted = _unwanted({grain.subscriber_id for grain in grains})
    gains: dict[Pair, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for grain in grains:
        reader, shares = grain.subscriber_id, portions.get(grain.readable_id)
        if not shares or not grain.weight:
            continue
        if reader in unwanted:
            shares = _portions(topics[grain.readable_id], above, unwanted[reader])
        acute, lasting = decayed(grain.weight, grain.weight, days_between(grain.at, now))
        for topic, share in shares.items():
            gain = gains[reader, topic]
            gain[0] += share * acute
            gain[1] += share * lasting
    return {pair: (acute, lasting) for pair, (acute, lasting) in gains.items()}


def _portions(
    about: Collection[int], above: Mapping[int, int | None], unwanted: Collection[int] = ()
) -> dict[int, float]:
    """The share of a grain's weight that each topic gets.

    A text with many topics says less about each: its weight is divided by the root of their number. Topics above
    receive a part of what each below them gets; an unwanted topic gets nothing and so hands nothing up.
    """
    portions: dict[int, float] = defaultdict(float)
    for topic in about:
        if topic not in unwanted:
            share = float(len(about) ** -0.5)
            for one in _upwards(topic, above):
                if one not in unwanted:
                    portions[one] += share
                share *= PARENT_SHARE
    return portions


def _upwards(topic: int, above: Mapping[int, int | None]) -> Iterator[int]:
    """A topic and all above it. Nobody can make a circle in the admin; one in the table would end here as well."""
    met: set[int] = set()
    one: int | None = topic
    while one is not None and one not in met:
        yield one
        met.add(one)
        one = above.get(one)


def _unwanted(readers: Collection[int]) -> dict[int, set[int]]:
    choices = TopicChoice.objects.filter(subscriber_id__in=readers, stance__in=UNWANTED)
    unwanted: dict[int, set[int]] = defaultdict(set)
    for reader, topic in choices.values_list("subscriber_id", "topic_id"):
        unwanted[reader].add(topic)
    return unwanted


def topics_of(readable_ids: Iterable[int]) -> dict[int, list[int]]:
    """The topic ids of each of these readables, in one query."""
    through = ReadablePage.topics.through.objects.filter(readablepage_id__in=list(readable_ids))
    topics: dict[int, list[int]] = defaultdict(list)
    for readable, topic in through.values_list("readablepage_id", "topic_id"):
        topics[readable].append(topic)
    return topics
