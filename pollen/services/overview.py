"""What the program believes of a reader, for the reader: nothing else is used for their letters."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from editorial.models import ReadablePage, Topic
from pollen.engine import TUNING
from pollen.models import Grain, Interest
from subscribers.models import Subscriber, TopicChoice

from .gains import days_between, decayed, topics_of

Stance = TopicChoice.Stance
# What counts as nothing in a letter, whatever was read.
NOT_COUNTED = frozenset({Stance.REMOVED.value, Stance.REFUSED.value})
# In readings. Below this nobody would say that something is on their mind «just now»: one reading ten days ago.
JUST_NOW = 0.1


@dataclass(frozen=True)
class Encounter:
    """A text that a reader met, with everything noted of it, newest first."""

    readable: ReadablePage
    grains: Sequence[Grain]

    @property
    def was_read(self) -> bool:
        return any(grain.kind in Grain.READINGS for grain in self.grains)


@dataclass(frozen=True)
class Belief:
    """One topic of a reader. `acute` and `lasting` are shares (0–1) of all that is believed together.

    `stance` is what the reader said about it, `encounters` the texts about it that are still noted, and `narrower`
    the topics below it that such texts were about.
    """

    topic: Topic
    stance: str = ""
    said_at: datetime | None = None
    acute: float = 0.0
    lasting: float = 0.0
    just_now: bool = False
    learned: bool = False
    encounters: Sequence[Encounter] = ()
    narrower: Sequence[Topic] = ()

    @property
    def share(self) -> float:
        return self.acute + self.lasting

    @property
    def counts(self) -> bool:
        return self.stance not in NOT_COUNTED

    @property
    def read(self) -> int:
        """How many texts were read or heard, not merely opened."""
        return sum(encounter.was_read for encounter in self.encounters)

    @property
    def acute_percent(self) -> int:
        return _percent(self.acute)

    @property
    def lasting_percent(self) -> int:
        return _percent(self.lasting)


def _percent(share: float) -> int:
    """Rounded, but what is there never looks like nothing."""
    return max(1, round(100 * share)) if share > 0 else 0


@dataclass(frozen=True)
class Overview:
    """Each topic stands in one of the three lists, the strongest first; the bouquet is made of `flowers`."""

    just_now: Sequence[Belief]
    lasting: Sequence[Belief]
    merely_said: Sequence[Belief]

    @property
    def beliefs(self) -> list[Belief]:
        return [*self.just_now, *self.lasting, *self.merely_said]

    @property
    def strongest(self) -> float:
        return max((belief.share for belief in self.beliefs), default=0.0)

    @property
    def flowers(self) -> list[Belief]:
        return sorted((belief for belief in self.beliefs if belief.share > 0), key=lambda belief: -belief.share)


NOTHING = Overview((), (), ())


def of(subscriber: Subscriber, now: datetime | None = None) -> Overview:
    """What speaks for each topic now, and where it comes from."""
    now = now or timezone.now()
    found = _beliefs(subscriber, now)
    in_lists = [belief for belief in found if belief.learned and belief.counts]
    return Overview(
        just_now=sorted((b for b in in_lists if b.just_now), key=lambda b: (-b.acute, b.topic.label)),
        lasting=sorted((b for b in in_lists if not b.just_now), key=lambda b: (-b.lasting, b.topic.label)),
        merely_said=sorted(
            (b for b in found if not (b.learned and b.counts)),
            key=lambda b: (list(Stance.values).index(b.stance), b.topic.label),
        ),
    )


def _beliefs(subscriber: Subscriber, now: datetime) -> list[Belief]:
    approved = subscriber.topic_choices.filter(topic__state=Topic.State.APPROVED)
    choices = {choice.topic_id: choice for choice in approved}
    strengths = _strengths(subscriber, choices, now)
    total = sum(acute + lasting for acute, lasting, _learned in strengths.values()) or 1.0
    topics = {topic.pk: topic for topic in Topic.objects.approved().select_related("parent")}
    met = _encounters(subscriber, now)
    below = _narrower(topics, met)
    found = []
    for pk, topic in topics.items():
        if pk not in strengths and pk not in choices:
            continue
        acute, lasting, learned = strengths.get(pk, (0.0, 0.0, False))
        choice = choices.get(pk)
        found.append(
            Belief(
                topic,
                choice.stance if choice else "",
                choice.at if choice else None,
                acute / total,
                lasting / total,
                acute >= JUST_NOW,
                learned,
                met.get(pk, ()),
                below.get(pk, ()),
            )
        )
    return found


def _strengths(
    subscriber: Subscriber, choices: Mapping[int, TopicChoice], now: datetime
) -> dict[int, tuple[float, float, bool]]:
    """By topic what speaks for it, acute and lasting, and whether any of it was learned by reading.

    In readings, as the engine adds them up (pollen/engine/profiles.py), so that the page shows what is used.
    """
    found: dict[int, tuple[float, float, bool]] = {}
    for interest in Interest.objects.filter(subscriber=subscriber, topic__state=Topic.State.APPROVED):
        acute, lasting = decayed(interest.acute, interest.lasting, days_between(interest.as_of, now))
        if acute + lasting > 0:
            found[interest.topic_id] = TUNING.acute * acute, lasting, True
    for topic, choice in choices.items():
        acute, lasting, learned = found.get(topic, (0.0, 0.0, False))
        if choice.stance == Stance.WANTED:
            found[topic] = acute, lasting + TUNING.stated, learned
        elif choice.stance == Stance.LESS:
            found[topic] = acute * TUNING.less, lasting * TUNING.less, learned
        else:
            found[topic] = 0.0, 0.0, learned
    return found


def _encounters(subscriber: Subscriber, now: datetime) -> dict[int, list[Encounter]]:
    """By topic the texts that are still noted, the one met last first."""
    since = now - timedelta(days=settings.GRAIN_EXPIRES_DAYS)
    by_readable: dict[int, list[Grain]] = defaultdict(list)
    for grain in kept_grains(subscriber).filter(at__gte=since):
        by_readable[grain.readable_id].append(grain)
    found: dict[int, list[Encounter]] = defaultdict(list)
    about = topics_of(by_readable)
    for readable, grains in by_readable.items():
        for topic in about.get(readable, ()):
            found[topic].append(Encounter(grains[0].readable, grains))
    return found


def _narrower(topics: Mapping[int, Topic], met: Collection[int]) -> dict[int, list[Topic]]:
    """By topic those below it that the reader met texts about."""
    found: dict[int, list[Topic]] = defaultdict(list)
    for pk in met:
        topic = topics.get(pk)
        for ancestor in _ancestors(topic, topics):
            if topic:
                found[ancestor].append(topic)
    return found


def _ancestors(topic: Topic | None, topics: Mapping[int, Topic]) -> Iterable[int]:
    seen: set[int] = set()
    while topic and topic.parent_id and topic.parent_id not in seen:
        seen.add(topic.parent_id)
        yield topic.parent_id
        topic = topics.get(topic.parent_id)


def kept_grains(subscriber: Subscriber) -> QuerySet[Grain]:
    """All raw events that are still kept, newest first; none is older than settings.GRAIN_EXPIRES_DAYS."""
    return subscriber.grains.select_related("readable").order_by("-at", "-pk")


def saved(subscriber: Subscriber) -> list[Grain]:
    """What the reader laid aside for later, each text once, the newest first."""
    once: dict[int, Grain] = {}
    for grain in kept_grains(subscriber).filter(kind=Grain.Kind.SAVED):
        once.setdefault(grain.readable_id, grain)
    return list(once.values())


def choosable(subscriber: Subscriber) -> QuerySet[Topic]:
    """The topics that a reader could still want."""
    wanted = subscriber.topic_choices.filter(stance=Stance.WANTED).values("topic")
    return Topic.objects.approved().exclude(pk__in=wanted)


def correctable(subscriber: Subscriber) -> QuerySet[Topic]:
    """The topics that a reader may say something about: those that readers see, and those they have spoken of."""
    own = subscriber.topic_choices.values("topic")
    return Topic.objects.filter(Q(state=Topic.State.APPROVED) | Q(pk__in=own))
