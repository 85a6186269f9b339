"""Learns once a day what readers of the same texts have in common, and hands it to the engine."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from io import BytesIO

import numpy as np
from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from numpy.typing import NDArray
from scipy.sparse import csr_array

from editorial.models import Topic
from pollen.engine import Company, House
from pollen.models import Grain, LearnedCompany
from subscribers.models import Purpose, Subscriber
from subscribers.services.bulk import among

from . import profiles

# From fewer readers nothing is learned, and nothing of a text that fewer read: it might tell of somebody.
FEWEST_READERS, FEWEST_OF_A_TEXT = 100, 5
# More readers than that say nothing new; then those are taken who read last.
MOST_READERS = 50_000
BLOCK = 5_000
# What counts as having read something: kept for later or recommended says so as well.
TAKEN_IN = (*Grain.READINGS, Grain.Kind.SAVED, Grain.Kind.SHARED)


def learn() -> LearnedCompany | None:
    """Learns anew from all consenting readers; None, and nothing stays, where there are too few."""
    readers = _readers()
    texts = _texts(readers)
    topics = list(Topic.objects.approved().order_by("pk").values_list("pk", flat=True))
    found = None
    if len(readers) >= FEWEST_READERS and texts and topics:
        found = Company.learn(read_by(readers, texts), _tastes(readers, topics))
    with transaction.atomic():
        made = _kept(found, len(readers), texts, topics) if found else None
        LearnedCompany.objects.exclude(pk=made.pk if made else 0).delete()
    return made


def _readers() -> list[int]:
    consenting = Subscriber.objects.consenting(Purpose.POLLEN).filter(grains__kind__in=TAKEN_IN)
    latest = consenting.distinct().order_by("-last_sign_at", "pk")
    return [reader.pk for reader in latest.only("pk", "last_sign_at")[:MOST_READERS]]


def _texts(readers: Sequence[int]) -> list[int]:
    """The ids of what enough of these very readers read."""
    counts: Counter[int] = Counter()
    for few in _blocks(readers):
        grains = Grain.objects.filter(among("subscriber_id", few), kind__in=TAKEN_IN)
        counts.update(
            readable for _reader, readable in grains.values_list("subscriber_id", "readable_id").distinct()
        )
    return sorted(readable for readable, count in counts.items() if count >= FEWEST_OF_A_TEXT)


def _blocks(readers: Sequence[int]) -> Iterator[list[int]]:
    return (list(readers[first : first + BLOCK]) for first in range(0, len(readers), BLOCK))


def read_by(readers: Sequence[int], texts: Sequence[int]) -> csr_array:
    """R × J, ones: who read which of these texts."""
    grid = profiles.Grid(readers, texts)
    rows = []
    for few in _blocks(readers):
        theirs = Grain.objects.filter(among("subscriber_id", few), kind__in=TAKEN_IN)
        read = theirs.filter(among("readable_id", list(texts))).values_list("subscriber_id", "readable_id")
        rows.append(np.array(list(read.distinct()), dtype=np.int64).reshape(-1, 2))
    pairs: NDArray[np.int64] = np.concatenate(rows) if rows else np.zeros((0, 2), dtype=np.int64)
    keys, known = grid.keys(pairs[:, 0], pairs[:, 1])
    return grid.matrix(keys[known])


def _tastes(readers: Sequence[int], topics: Sequence[int]) -> csr_array:
    known = profiles.load(readers, topics, timezone.now())
    counted = Topic.objects.filter(pk__in=topics).annotate(used=Count("readables")).order_by("pk")
    frequency = np.array(list(counted.values_list("used", flat=True)), dtype=np.float32)
    return known.tastes(House(frequency).rarity())


def _kept(found: Company, readers: int, texts: list[int], topics: list[int]) -> LearnedCompany:
    file = BytesIO()
    np.savez(file, texts=found.texts, topics=found.topics, usual=found.usual)
    return LearnedCompany.objects.create(
        readers=readers, texts=texts, topics=topics, steps=list(found.steps), arrays=file.getvalue()
    )


def current(topics: Sequence[int]) -> tuple[list[int], Company | None]:
    """What was learned last, for these topics in their order, and the ids of the texts that it knows."""
    newest = LearnedCompany.objects.order_by("-pk").values_list("pk", flat=True).first()
    if newest is None:
        return [], None
    return _current(newest, tuple(topics))


@lru_cache(maxsize=2)
def _current(pk: int, topics: tuple[int, ...]) -> tuple[list[int], Company | None]:
    row = LearnedCompany.objects.filter(pk=pk).first()
    if row is None:
        return [], None
    arrays = np.load(BytesIO(row.arrays), allow_pickle=False)
    place = {topic: number for number, topic in enumerate(row.topics)}
    known = [place.get(topic, -1) for topic in topics]
    # Of a topic that is newer nothing is known yet: the row behind the last one.
    of_topics = np.vstack([arrays["topics"], np.zeros((1, arrays["topics"].shape[1]), np.float32)])[known]
    usual = np.append(arrays["usual"], np.float32(0))[known]
    return row.texts, Company(arrays["texts"], of_topics, usual, tuple(row.steps))
