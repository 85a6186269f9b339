"""Why a reader gets an item, in one true sentence (privacy rule 13: explanation)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.humanize.templatetags.humanize import apnumber
from django.db.models import F
from django.utils.translation import pgettext, pgettext_lazy

from editorial.models import Topic
from editorial.quotes import nested_quotes
from pollen.models import Grain
from subscribers.models import Subscriber

READ, OPENED, STATED, INTEREST = "read", "opened", "stated", "interest"
# What the editors placed in the letter, and what was taken because it is the newest.
EDITOR, NEWEST = "editor", "newest"
FOR_EVERYONE = frozenset({EDITOR, NEWEST})


@dataclass(frozen=True)
class Pick:
    """One reader's filling of a place, as it is kept with the delivery."""

    readable: int
    kind: str = EDITOR
    topic: int | None = None
    count: int = 0
    title: str = ""

    def as_json(self) -> dict[str, Any]:
        return {key: value for key, value in asdict(self).items() if value}


@dataclass(frozen=True)
class Seen:
    """What one reader has read, or merely opened, about one topic: readables and their titles, oldest first."""

    read: dict[int, str] = field(default_factory=dict)
    opened: dict[int, str] = field(default_factory=dict)


NOTHING = Seen()


def seen(subscribers: Sequence[int], topics: Iterable[int], now: datetime) -> Mapping[tuple[int, int], Seen]:
    """By (subscriber, topic) what happened within the time that grains are kept; one query."""
    rows = (
        Grain.objects.filter(
            subscriber_id__in=subscribers,
            readable__topics__in=list(topics),
            at__gte=now - timedelta(days=settings.GRAIN_EXPIRES_DAYS),
        )
        .order_by("at")
        .values_list("subscriber_id", F("readable__topics"), "kind", "readable_id", "readable__title")
    )
    found: dict[tuple[int, int], Seen] = defaultdict(Seen)
    for subscriber, topic, kind, readable, title in rows:
        one = found[subscriber, topic]
        (one.read if kind == Grain.Kind.READ else one.opened)[readable] = title
    return found


def reason_for(readable: int, topic: int | None, seen: Seen, stated: bool) -> Pick:
    """Chooses the most telling of the true sentences.

    Several readings, a choice, one reading, something opened; the profile alone when none of its grains is left.
    """
    if topic is None:
        return Pick(readable, NEWEST)
    if len(seen.read) > 1 or (seen.read and not stated):
        return Pick(readable, READ, topic, len(seen.read), list(seen.read.values())[-1])
    if stated:
        return Pick(readable, STATED, topic)
    if seen.opened:
        return Pick(readable, OPENED, topic, len(seen.opened), list(seen.opened.values())[-1])
    return Pick(readable, INTEREST, topic)


READ_SEVERAL = "read several"
_SENTENCES = {
    (READ_SEVERAL, Subscriber.Address.SIE): pgettext_lazy(
        "Sie", "Because you read %(count)s pieces about %(topic)s in the last %(days)s days"
    ),
    (READ_SEVERAL, Subscriber.Address.DU): pgettext_lazy(
        "du", "Because you read %(count)s pieces about %(topic)s in the last %(days)s days"
    ),
    (READ, Subscriber.Address.SIE): pgettext_lazy(
        "Sie", "Because you read “%(title)s”, which is about %(topic)s, too"
    ),
    (READ, Subscriber.Address.DU): pgettext_lazy(
        "du", "Because you read “%(title)s”, which is about %(topic)s, too"
    ),
    (OPENED, Subscriber.Address.SIE): pgettext_lazy(
        "Sie", "Because you opened “%(title)s”, which is about %(topic)s, too"
    ),
    (OPENED, Subscriber.Address.DU): pgettext_lazy(
        "du", "Because you opened “%(title)s”, which is about %(topic)s, too"
    ),
    (STATED, Subscriber.Address.SIE): pgettext_lazy("Sie", "Because you chose the topic %(topic)s"),
    (STATED, Subscriber.Address.DU): pgettext_lazy("du", "Because you chose the topic %(topic)s"),
    (INTEREST, Subscriber.Address.SIE): pgettext_lazy(
        "Sie", "Because your pollen says that %(topic)s interests you"
    ),
    (INTEREST, Subscriber.Address.DU): pgettext_lazy(
        "du", "Because your pollen says that %(topic)s interests you"
    ),
}


def sentence(pick: Mapping[str, Any], topics: Mapping[int, Topic], form_of_address: str) -> str:
    """The line under an item, in the active language; `pick` as `Pick.as_json` wrote it."""
    kind = pick.get("kind", EDITOR)
    topic = topics.get(pick.get("topic") or 0)
    if kind == NEWEST:
        return pgettext("reason", "New, and chosen for everyone")
    if kind == EDITOR or topic is None:
        return pgettext("reason", "From the editors, for everyone")
    count = pick.get("count", 0)
    if kind == READ and count > 1:
        kind = READ_SEVERAL
    template = str(_SENTENCES[kind, Subscriber.Address(form_of_address)])
    return template % {
        "topic": topic.label,
        "title": nested_quotes(pick.get("title", "")),
        # Small numbers are written as words: «zwei Beiträge».
        "count": apnumber(count),
        "days": settings.GRAIN_EXPIRES_DAYS,
    }
