"""What may be chosen just now, frozen for the engine: the readables, and what is known of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from django.db.models import Count, Q
from django.utils import timezone
from numpy.typing import NDArray
from scipy.sparse import csr_array

from editorial.models import ReadablePage, Topic
from pollen.engine import Candidates, House
from pollen.models import Exploration, Grain

from . import company
from .gains import topics_of

# What counts as the trend: who read what in these days. Fewer readers than that are none, and might be known.
TREND_DAYS = 14
TREND_READERS = 10


@dataclass(frozen=True)
class Pool:
    """N readables × T topics, by their ids in the order of the rows and columns of `arrays`.

    `texts` are the ids of the J texts from whose readers the house has learned who keeps company with whom.
    """

    readables: Sequence[int]
    topics: Sequence[int]
    texts: Sequence[int]
    arrays: Candidates

    def __len__(self) -> int:
        return len(self.readables)


def pool_of(pages: Sequence[ReadablePage], now: datetime | None = None) -> Pool:
    """Freezes these readables (newest first) with their approved topics."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    ids = [page.pk for page in pages]
    topics, frequency = _house()
    texts, known = company.current(topics)
    house = House(frequency, known)
    tried = {row.pk: row for row in Exploration.objects.filter(pk__in=ids)}
    arrays = Candidates(
        about=_about(ids, topics),
        house=house,
        age=_floats(max((today - page.published_on).days, 0) for page in pages),
        trend=_trend(ids, now),
        weight=_floats(page.editors_weight for page in pages),
        shown=_floats(tried[pk].shown if pk in tried else 0 for pk in ids),
        clicked=_floats(tried[pk].clicked if pk in tried else 0 for pk in ids),
    )
    return Pool(ids, topics, texts, arrays)


def _house() -> tuple[list[int], NDArray[np.float32]]:
    """The ids of all approved topics, and how often each is what an original is about."""
    originals = Q(readables__in=ReadablePage.objects.originals())
    approved = Topic.objects.approved().annotate(used=Count("readables", filter=originals)).order_by("pk")
    used = dict(approved.values_list("pk", "used"))
    return list(used), _floats(used.values())


def _about(readables: Sequence[int], topics: Sequence[int]) -> csr_array:
    column = {topic: place for place, topic in enumerate(topics)}
    on_topic = topics_of(readables)
    cells = [
        (row, column[topic])
        for row, readable in enumerate(readables)
        for topic in on_topic.get(readable, ())
        if topic in column
    ]
    rows, columns = np.array(cells, dtype=np.int64).reshape(-1, 2).T
    ones = np.ones(len(cells), dtype=np.float32)
    return csr_array((ones, (rows, columns)), shape=(len(readables), len(topics)))


def _trend(readables: Sequence[int], now: datetime) -> NDArray[np.float32]:
    """From 0 to 1: how many readers read each of them lately, beside the one that most read."""
    lately = Grain.objects.readings().filter(
        readable_id__in=readables,
        at__gte=now - timedelta(days=TREND_DAYS),
        at__lte=now,
        subscriber__restricted_at=None,
        subscriber__pollen_paused_at=None,
    )
    readers = dict(lately.values_list("readable_id").annotate(Count("subscriber", distinct=True)).order_by())
    counts = np.array([readers.get(readable, 0) for readable in readables], dtype=np.float32)
    counts[counts < TREND_READERS] = 0
    return counts / max(counts.max(initial=0), 1)


def _floats(values: Iterable[float]) -> NDArray[np.float32]:
    return np.fromiter(values, dtype=np.float32)
