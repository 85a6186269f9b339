"""What the program believes of a reader, for the reader: nothing else is used for their letters."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from editorial.models import Topic
from pollen.models import Grain
from subscribers.models import Subscriber

from . import profiles, reasons


@dataclass(frozen=True)
class Belief:
    """One topic of a reader: `share` of their attention (0–1), and where it comes from."""

    topic: Topic
    share: float
    readings: int
    stated: bool
    refused: bool

    @property
    def percent(self) -> int:
        return round(100 * self.share)


def beliefs(subscriber: Subscriber, now: datetime | None = None) -> list[Belief]:
    """The topics that matching would use now, the strongest first, refused ones last."""
    now = now or timezone.now()
    topics = list(Topic.objects.approved().order_by("pk"))
    ids = [topic.pk for topic in topics]
    known = profiles.load([subscriber.pk], ids, now)
    seen = reasons.seen([subscriber.pk], ids, now)
    total = known.strength[0].sum() or 1.0
    found = [
        Belief(
            topic,
            float(known.strength[0, column] / total),
            len(seen.get((subscriber.pk, topic.pk), reasons.NOTHING).read),
            bool(known.stated[0, column]),
            bool(known.refused[0, column]),
        )
        for column, topic in enumerate(topics)
        if known.strength[0, column] > 0 or known.refused[0, column]
    ]
    return sorted(found, key=lambda belief: (-belief.share, belief.topic.label))


def kept_grains(subscriber: Subscriber) -> list[Grain]:
    """All raw events that are still kept, newest first; none is older than settings.GRAIN_EXPIRES_DAYS."""
    return list(subscriber.grains.select_related("readable").order_by("-at"))
