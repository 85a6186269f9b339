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

from editorial.models import ReadablePage, Topic
from editorial.quotes import nested_quotes
from pollen.engine import Candidates
from pollen.models import Grain
from subscribers.models import Subscriber

READ, HEARD, OPENED, STATED, INTEREST = "read", "heard", "opened", "stated", "interest"
# Readers of the same texts care for it.
COMPANY = "company"
# What the house chose, whoever reads: the editors placed or recommend it, it is new, many read it, it is older.
EDITOR, RECOMMENDED, NEWEST, POPULAR, ARCHIVE = "editor", "recommended", "newest", "popular", "archive"
# What nobody knows yet whether it fits.
EXPLORED = "explored"
# From this trend on it is said that many read it; for so many days an item is called new.
MUCH_READ, NEW_DAYS = 0.5, 30
FOR_EVERYONE = frozenset({EDITOR, RECOMMENDED, NEWEST, POPULAR, ARCHIVE, EXPLORED})


@dataclass(frozen=True)
class Pick:
    """One reader's filling of a place, as it is kept with the delivery.

    `propensity` says how likely the choice was where a lot decided; everywhere else it was certain. A whole issue
    names `inside` which articles to begin with.
    """

    readable: int
    kind: str = EDITOR
    topic: int | None = None
    count: int = 0
    title: str = ""
    propensity: float = 1.0
    inside: tuple[int, ...] = ()

    def as_json(self) -> dict[str, Any]:
        said = asdict(self)
        if self.kind != EXPLORED:
            del said["propensity"]
        return {key: value for key, value in said.items() if value}


@dataclass(frozen=True)
class Seen:
    """What one reader has read, heard or merely opened about one topic: titles by readable, the oldest first."""

    read: dict[int, str] = field(default_factory=dict)
    opened: dict[int, str] = field(default_factory=dict)
    heard: dict[int, str] = field(default_factory=dict)


NOTHING = Seen()


def seen(subscribers: Sequence[int], topics: Iterable[int], now: datetime) -> Mapping[tuple[int, int], Seen]:
    """By (subscriber, topic) what happened within the time that grains are kept; one query."""
    rows = (
        Grain.objects.filter(
            subscriber_id__in=subscribers,
            readable__topics__in=list(topics),
            at__gte=now - timedelta(days=settings.GRAIN_EXPIRES_DAYS),
        )
        .exclude(kind=Grain.Kind.REFUSED)
        .order_by("at")
        .values_list("subscriber_id", F("readable__topics"), "kind", "readable_id", "readable__title")
    )
    found: dict[tuple[int, int], Seen] = defaultdict(Seen)
    for subscriber, topic, kind, readable, title in rows:
        one = found[subscriber, topic]
        by_kind = {Grain.Kind.READ.value: one.read, Grain.Kind.FINISHED.value: one.heard}
        by_kind.get(kind, one.opened)[readable] = title
    return found


def of_the_house(candidates: Candidates, choice: int) -> str:
    """Why an item is there that no interest of the reader's has chosen."""
    if candidates.weight[choice] >= ReadablePage.Weight.RECOMMENDED:
        return RECOMMENDED
    if candidates.trend[choice] >= MUCH_READ:
        return POPULAR
    return NEWEST if candidates.age[choice] <= NEW_DAYS else ARCHIVE


def reason_for(readable: int, topic: int | None, seen: Seen, stated: bool) -> Pick:
    """Chooses the most telling of the true sentences.

    Several readings, a choice, one reading, something opened; the profile alone when none of its grains is left.
    """
    if topic is None:
        return Pick(readable, NEWEST)
    for kind, taken_in in ((READ, seen.read), (HEARD, seen.heard)):
        if len(taken_in) > 1 or (taken_in and not stated):
            return Pick(readable, kind, topic, len(taken_in), list(taken_in.values())[-1])
    if stated:
        return Pick(readable, STATED, topic)
    if seen.opened:
        return Pick(readable, OPENED, topic, len(seen.opened), list(seen.opened.values())[-1])
    return Pick(readable, INTEREST, topic)


SEVERAL = {READ: "read several", HEARD: "heard several"}
_SENTENCES = {
    (HEARD, Subscriber.Address.SIE): pgettext_lazy(
        "Sie", "Because you heard “%(title)s”, which is about %(topic)s, too"
    ),
    (HEARD, Subscriber.Address.DU): pgettext_lazy(
        "du", "Because you heard “%(title)s”, which is about %(topic)s, too"
    ),
    (COMPANY, Subscriber.Address.SIE): pgettext_lazy(
        "Sie", "Because readers of the same texts as you often care for %(topic)s"
    ),
    (COMPANY, Subscriber.Address.DU): pgettext_lazy(
        "du", "Because readers of the same texts as you often care for %(topic)s"
    ),
    (SEVERAL[HEARD], Subscriber.Address.SIE): pgettext_lazy(
        "Sie", "Because you heard %(count)s pieces about %(topic)s in the last %(days)s days"
    ),
    (SEVERAL[HEARD], Subscriber.Address.DU): pgettext_lazy(
        "du", "Because you heard %(count)s pieces about %(topic)s in the last %(days)s days"
    ),
    (SEVERAL[READ], Subscriber.Address.SIE): pgettext_lazy(
        "Sie", "Because you read %(count)s pieces about %(topic)s in the last %(days)s days"
    ),
    (SEVERAL[READ], Subscriber.Address.DU): pgettext_lazy(
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


_OF_THE_HOUSE = {
    EDITOR: pgettext_lazy("reason", "From the editors, for everyone"),
    RECOMMENDED: pgettext_lazy("reason", "Recommended by the editors"),
    NEWEST: pgettext_lazy("reason", "New from us"),
    POPULAR: pgettext_lazy("reason", "Read by many at the moment"),
    ARCHIVE: pgettext_lazy("reason", "From our archive"),
    EXPLORED: pgettext_lazy("reason", "Something different, to try"),
}


def sentence(pick: Mapping[str, Any], topics: Mapping[int, Topic], form_of_address: str) -> str:
    """The line under an item, in the active language; `pick` as `Pick.as_json` wrote it."""
    kind = pick.get("kind", EDITOR)
    topic = topics.get(pick.get("topic") or 0)
    if kind in _OF_THE_HOUSE:
        return str(_OF_THE_HOUSE[kind])
    if topic is None:
        # It was merged into another since it was chosen.
        return pgettext("reason", "Because it goes with what you read")
    count = pick.get("count", 0)
    if count > 1:
        kind = SEVERAL.get(kind, kind)
    template = str(_SENTENCES[kind, Subscriber.Address(form_of_address)])
    return template % {
        "topic": topic.label,
        "title": nested_quotes(pick.get("title", "")),
        # Small numbers are written as words: «zwei Beiträge».
        "count": apnumber(count),
        "days": settings.GRAIN_EXPIRES_DAYS,
    }
