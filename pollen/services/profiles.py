"""What is known of a batch of readers, ready for the engine."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from pollen.engine import TUNING, Profiles
from pollen.weights import ACUTE_HALF_LIFE, LASTING_HALF_LIFE
from subscribers.models import TopicChoice
from subscribers.services.bulk import among

from . import interest_rows

Stance = TopicChoice.Stance
Keys = NDArray[np.int64]


def load(readers: Sequence[int], topics: Sequence[int], now: datetime) -> Profiles:
    """Reads interests and choices of these subscriber ids in two queries; row and column follow the arguments.

    What a reader removed or refused is no interest of theirs, whatever they read; what they want less of counts
    for less; what they chose counts as stated (GDPR Art. 16).
    """
    grid = Grid(readers, topics)
    rows = interest_rows.of(readers)
    chosen = _choices(readers, grid)
    keys, known = grid.keys(rows["subscriber"], rows["topic"])
    unwanted = np.concatenate([chosen[Stance.REMOVED], chosen[Stance.REFUSED]])
    known &= ~np.isin(keys, unwanted)
    keys, rows = keys[known], rows[known]

    age = np.maximum(now.timestamp() - rows["as_of"], 0.0) / 86_400
    kept = np.where(np.isin(keys, chosen[Stance.LESS]), TUNING.less, 1.0)
    wanted = chosen[Stance.WANTED]
    entries = np.sort(np.concatenate([keys, wanted[~np.isin(wanted, keys)]]))
    acute, lasting = np.zeros(len(entries)), np.zeros(len(entries))
    place = np.searchsorted(entries, keys)
    acute[place] = kept * rows["acute"] * 0.5 ** (age / ACUTE_HALF_LIFE)
    lasting[place] = kept * rows["lasting"] * 0.5 ** (age / LASTING_HALF_LIFE)
    stated = np.isin(entries, wanted).astype(float)
    row, topic = grid.cells(entries)
    found = Profiles.of(row, topic, acute, lasting, stated, grid.matrix(chosen[Stance.REFUSED]))
    gone, damped = grid.matrix(unwanted), grid.matrix(chosen[Stance.LESS])
    return replace(found, less=gone + (1 - TUNING.less) * damped)


class Grid:
    """Numbers for the cells of a table: a row for each of these readers, a column for each of these topics."""

    def __init__(self, readers: Sequence[int], topics: Sequence[int]) -> None:
        self.shape = len(readers), len(topics)
        self._readers, self._topics = _Places(readers), _Places(topics)

    def keys(self, readers: NDArray[np.int64], topics: NDArray[np.int64]) -> tuple[Keys, NDArray[np.bool_]]:
        """The cell of each pair of ids, and whether there is one."""
        row, column = self._readers.of(readers), self._topics.of(topics)
        return row * self.shape[1] + column, (row >= 0) & (column >= 0)

    def cells(self, keys: Keys) -> tuple[Keys, Keys]:
        row, column = np.divmod(keys, max(self.shape[1], 1))
        return row, column

    def matrix(self, keys: Keys) -> csr_array:
        """Ones in these cells."""
        return csr_array((np.ones(len(keys), dtype=np.float32), self.cells(keys)), shape=self.shape)


class _Places:
    """Where each id stands in a list of distinct ids."""

    def __init__(self, ids: Sequence[int]) -> None:
        listed = np.asarray(ids, dtype=np.int64)
        self._order = np.argsort(listed, kind="stable")
        self._sorted = listed[self._order]

    def of(self, ids: NDArray[np.int64]) -> NDArray[np.int64]:
        """The places, -1 for what is not in the list."""
        if not len(self._sorted):
            return np.full(len(ids), -1, dtype=np.int64)
        found = np.searchsorted(self._sorted, ids).clip(max=len(self._sorted) - 1)
        return np.where(self._sorted[found] == ids, self._order[found], -1)


def _choices(readers: Sequence[int], grid: Grid) -> dict[str, Keys]:
    """By stance the cells for which the reader said so."""
    choices = TopicChoice.objects.filter(among("subscriber_id", list(readers)))
    rows = list(choices.values_list("subscriber_id", "topic_id", "stance"))
    ids = np.array([row[:2] for row in rows], dtype=np.int64).reshape(-1, 2)
    stances = np.array([row[2] for row in rows], dtype=object)
    keys, known = grid.keys(ids[:, 0], ids[:, 1])
    return {stance: keys[known & (stances == stance)] for stance in Stance.values}
