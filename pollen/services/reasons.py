"""Why a reader gets an item, in one true sentence (privacy rule 13: explanation)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.humanize.templatetags.humanize import apnumber
from django.db.models import F
from django.utils.translation import pgettext, pgettext_lazy

from editorial.models import Topic
from pollen.models import Grain
from subscribers.models import Subscriber

READ, STATED, INTEREST, EDITOR = "read", "stated", "interest", "editor"


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


Readings = Mapping[tuple[int, int], Mapping[int, str]]  # (subscriber, topic) to the readables and their titles


def readings(subscribers: Sequence[int], topics: Iterable[int], now: datetime) -> Readings:
    """What these readers have read about these topics within the time that grains are kept; one query."""
    rows = (
        Grain.objects.readings()
        .filter(
            subscriber_id__in=subscribers,
            readable__topics__in=list(topics),
            at__gte=now - timedelta(days=settings.GRAIN_EXPIRES_DAYS),
        )
        .order_by("at")
        .values_list("subscriber_id", F("readable__topics"), "readable_id", "readable__title")
    )
    found: dict[tuple[int, int], dict[int, str]] = defaultdict(dict)
    for subscriber, topic, readable, title in rows:
        found[subscriber, topic][readable] = title
    return found


def reason_for(readable: int, topic: int | None, read: Mapping[int, str], stated: bool) -> Pick:
    """Chooses the most telling of the true sentences: several readings, a choice, one reading, the profile."""
    if topic is None:
        return Pick(readable)
    if len(read) > 1 or (read and not stated):
        return Pick(readable, READ, topic, len(read), list(read.values())[-1])
    if stated:
        return Pick(readable, STATED, topic)
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
    (STATED, Subscriber.Address.SIE): pgettext_lazy("Sie", "Because you chose the topic %(topic)s"),
    (STATED, Subscriber.Address.DU): pgettext_lazy("du", "Because you chose the topic %(topic)s"),
    (INTEREST, Subscriber.Address.SIE): pgettext_lazy("Sie", "Because %(topic)s keeps coming up in what you read"),
    (INTEREST, Subscriber.Address.DU): pgettext_lazy("du", "Because %(topic)s keeps coming up in what you read"),
}


def sentence(pick: Mapping[str, Any], topics: Mapping[int, Topic], form_of_address: str) -> str:
    """The line under an item, in the active language; `pick` as `Pick.as_json` wrote it."""
    kind = pick.get("kind", EDITOR)
    topic = topics.get(pick.get("topic") or 0)
    if kind == EDITOR or topic is None:
        return pgettext("reason", "From the editors, for everyone")
    count = pick.get("count", 0)
    if kind == READ and count > 1:
        kind = READ_SEVERAL
    template = str(_SENTENCES[kind, Subscriber.Address(form_of_address)])
    return template % {
        "topic": topic.label,
        "title": pick.get("title", ""),
        # Small numbers are written as words: «zwei Beiträge».
        "count": apnumber(count),
        "days": settings.GRAIN_EXPIRES_DAYS,
    }
