"""What is known of readers, one sparse row each."""

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from .tuning import TUNING, Tuning

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]


@dataclass(frozen=True)
class Profiles:
    """R readers × T topics, in the CSR form: the K entries of all rows one after the other.

    `start` (R + 1) says where each row begins, `topic` (K) the columns, rising within a row. `acute`, `lasting`
    and `stated` (K) are in readings, decayed to one moment; what a reader removed is not in here. `refused`
    (R × T) has an entry for each topic that a reader wants nothing about.
    """

    start: Ints
    topic: Ints
    acute: Floats
    lasting: Floats
    stated: Floats
    refused: csr_array
    #: For `Company` alone: which of the texts that the house learned from each reader has read (R × J, ones), and
    #: the share from 0 to 1 that each reader took away from a topic (R × T).
    read: csr_array | None = None
    less: csr_array | None = None

    @classmethod
    def of(
        cls,
        row: NDArray[Any],
        topic: NDArray[Any],
        acute: NDArray[Any],
        lasting: NDArray[Any],
        stated: NDArray[Any],
        refused: csr_array,
    ) -> Self:
        """From K entries in any order, each pair of row and topic once; `refused` gives the shape R × T."""
        order = np.lexsort((topic, row))
        start = np.zeros(refused.shape[0] + 1, dtype=np.int32)
        np.cumsum(np.bincount(row, minlength=refused.shape[0]), out=start[1:])
        return cls(
            start,
            topic[order].astype(np.int32),
            acute[order].astype(np.float32),
            lasting[order].astype(np.float32),
            stated[order].astype(np.float32),
            refused,
        )

    @classmethod
    def unknown(cls, readers: int, topics: int) -> Self:
        """Readers of whom nothing is known, or nothing may be."""
        none = np.zeros(0, dtype=np.float32)
        refused = csr_array((readers, topics), dtype=np.float32)
        return cls.of(np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int32), none, none, none, refused)

    def __len__(self) -> int:
        return len(self.start) - 1

    @property
    def width(self) -> int:
        """T."""
        return int(self.refused.shape[1])

    def rows(self, first: int, last: int) -> "Profiles":
        """The readers from `first` to before `last`, without copying."""
        part = slice(int(self.start[first]), int(self.start[last]))
        return Profiles(
            self.start[first : last + 1] - self.start[first],
            self.topic[part],
            self.acute[part],
            self.lasting[part],
            self.stated[part],
            self.refused[first:last],
            None if self.read is None else self.read[first:last],
            None if self.less is None else self.less[first:last],
        )

    def evidence(self, tuning: Tuning = TUNING) -> csr_array:
        """R × T: what speaks for each topic, in readings."""
        data = self.lasting + np.float32(tuning.acute) * self.acute + np.float32(tuning.stated) * self.stated
        return csr_array((data, self.topic, self.start), shape=(len(self), self.width))

    def tastes(self, rarity: Floats, tuning: Tuning = TUNING) -> csr_array:
        """R × T, rows of length 1: what each reader cares for, what they know best and what is rare first."""
        tastes = self.evidence(tuning)
        tastes.data = tastes.data ** np.float32(tuning.taste) * rarity[tastes.indices]
        norms = np.sqrt(np.asarray(tastes.power(2).sum(axis=1)).ravel())
        tastes.data *= np.repeat(
            np.divide(1.0, norms, out=np.zeros_like(norms), where=norms > 0), np.diff(self.start)
        )
        return tastes

    def choices(self) -> csr_array:
        """R × T: above 0 where the reader chose the topic."""
        return csr_array((self.stated, self.topic, self.start), shape=(len(self), self.width))

    def trust(self, tuning: Tuning = TUNING) -> Floats:
        """R, from 0 to below 1: how far a profile is believed against the house's own choice."""
        total = np.asarray(self.evidence(tuning).sum(axis=1)).ravel()
        trust: Floats = (total / (total + tuning.shrinkage)).astype(np.float32)
        return trust
