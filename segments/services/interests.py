"""The first segments: who is interested in a topic. Only readers whose pollen consent stands are counted."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from editorial.models import Topic
from pollen.models import Interest
from pollen.services.folding import strength
from subscribers.models import Purpose, Subscriber, TopicChoice

# Half a reading's worth of interest, decayed until now, makes a reader a member of a topic's segment.
MEMBERSHIP = 0.5


@dataclass(frozen=True)
class TopicSegment:
    topic: Topic
    members: frozenset[int]  # subscriber ids
    stated: int

    @property
    def count(self) -> int:
        return len(self.members)

    @property
    def large_enough(self) -> bool:
        """Smaller groups are neither exported nor counted in public: they might point at one person."""
        return self.count >= settings.EXPORT_MINIMUM_SIZE


def topic_segments(now: datetime | None = None) -> list[TopicSegment]:
    """One segment for each approved topic, the largest first."""
    segments = _segments(list(Topic.objects.approved()), now)
    return sorted(segments, key=lambda segment: (-segment.count, segment.topic.label_de))


def segments_of(topics: Sequence[Topic], now: datetime | None = None) -> list[TopicSegment]:
    """One segment for each of these topics, proposals included, in the order given."""
    return _segments(topics, now)


def topic_segment(topic: Topic, now: datetime | None = None) -> TopicSegment:
    """The segment of one topic, without looking at the others."""
    [segment] = _segments([topic], now)
    return segment


def _segments(topics: Sequence[Topic], now: datetime | None) -> list[TopicSegment]:
    consenting = set(Subscriber.objects.consenting(Purpose.POLLEN).values_list("pk", flat=True))
    members = _by_reading(topics, now or timezone.now())
    stated: dict[int, set[int]] = defaultdict(set)
    choices = TopicChoice.objects.filter(topic__in=topics)
    for subscriber, topic, stance in choices.values_list("subscriber_id", "topic_id", "stance"):
        if stance == TopicChoice.Stance.WANTED:
            stated[topic].add(subscriber)
            members[topic].add(subscriber)
        else:
            members[topic].discard(subscriber)
    return [
        TopicSegment(topic, frozenset(members[topic.pk] & consenting), len(stated[topic.pk] & consenting))
        for topic in topics
    ]


def _by_reading(topics: Sequence[Topic], now: datetime) -> dict[int, set[int]]:
    members: dict[int, set[int]] = defaultdict(set)
    interests = Interest.objects.filter(topic__in=topics)
    rows = interests.values_list("subscriber_id", "topic_id", "acute", "lasting", "as_of")
    for subscriber, topic, acute, lasting, as_of in rows.iterator(chunk_size=5_000):
        if strength(acute, lasting, as_of, now) >= MEMBERSHIP:
            members[topic].add(subscriber)
    return members
