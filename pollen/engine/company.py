"""The company that readers keep: what readers of the same texts have in common, as a few numbers for each text.

A reader's place is the sum of the texts they read; that of a text which nobody has read yet comes from its
topics and from who cares for these. Both are learned from all readers together and hold nothing of any one of
them: factors of the matrix of readings (Deerwester et al. 1990), found by chance and refined (Halko,
Martinsson, Tropp 2011).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from .profiles import Floats
from .tuning import TUNING, Tuning

# How often the factors are refined, and by how much more of them than are kept.
ROUNDS, SPARE = 4, 1.2


@dataclass(frozen=True)
class Company:
    """J texts and T topics × K numbers, the most telling ones first; `steps` are how many of them are looked at.

    `usual` (T) is how far all readers together care for each topic, on the scale of `leaning`.
    """

    texts: Floats
    topics: Floats
    usual: Floats
    steps: tuple[int, ...]

    @classmethod
    def learn(cls, read: csr_array, tastes: csr_array, tuning: Tuning = TUNING, seed: int = 0) -> "Company | None":
        """From who read what (R × J, ones) and what they care for (R × T, rows of length 1).

        None if there is too little of either to learn from: a tenth of the readers and of the texts have to be at
        least two numbers.
        """
        most = min(read.shape) // 10
        steps = tuple(sorted({min(step, most) for step in tuning.company_steps if min(step, most) > 1}))
        if not steps:
            return None
        frequent = _shrunk(read.sum(axis=0), 0.5)
        weighted = csr_array(_rows(read, tuning).multiply(frequent[None, :]), dtype=np.float32)
        places = _left_factors(weighted, steps[-1], np.random.default_rng(seed))
        back = weighted.T @ places
        strength = np.maximum((back**2).sum(axis=0), 1e-12)
        texts: Floats = (frequent[:, None] * back / strength).astype(np.float32)
        topics: Floats = np.asarray(tastes.T @ places, dtype=np.float32)
        usual = np.asarray(topics @ unit(places).mean(axis=0), dtype=np.float32)
        return cls(texts, topics, usual, steps)

    def places(self, read: csr_array, tuning: Tuning = TUNING) -> Floats:
        """R × K: where readers stand who read these (R × J, ones)."""
        places: Floats = np.asarray(_rows(read, tuning) @ self.texts, dtype=np.float32)
        return places

    def fits(self, places: Floats, features: csr_array, tuning: Tuning = TUNING) -> Floats:
        """R × N: how well each reader keeps company with the readers whom each text is for; rows of length 1."""
        texts = np.asarray(features @ self.topics, dtype=np.float32)  # N × K
        fits: Floats = np.zeros((len(places), len(texts)), dtype=np.float32)
        for step in self.steps:
            lengths = np.linalg.norm(texts[:, :step], axis=1)
            # A text for many keeps some of its advantage, one for hardly anybody gets none out of nothing.
            floor = 1e-3 * lengths.mean() + 1e-12
            scaled = texts[:, :step] / np.maximum(lengths, floor)[:, None] ** np.float32(tuning.company_breadth)
            fits += unit(places[:, :step] @ scaled.T) / len(self.steps)
        return fits

    def leaning(self, places: Floats) -> Floats:
        """R × T: how far the company that each reader keeps cares for each topic, however much they read."""
        leaning: Floats = unit(places) @ self.topics.T
        return leaning


def unit(rows: Floats) -> Floats:
    """The same rows with length 1; one of nothing stays as it is."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled: Floats = (rows / np.where(lengths > 0, lengths, 1.0)).astype(np.float32)
    return scaled


def _rows(read: csr_array, tuning: Tuning) -> csr_array:
    """Somebody who read much says less with each text."""
    many = _shrunk(read.sum(axis=1), tuning.company_reader)
    return csr_array(read.multiply(many[:, None]), dtype=np.float32)


def _shrunk(counts: NDArray[Any], power: float) -> Floats:
    shrunk: Floats = np.where(counts > 0, np.maximum(counts, 1e-12) ** -power, 0.0).astype(np.float32).ravel()
    return shrunk


def _left_factors(matrix: csr_array, count: int, rng: np.random.Generator) -> Floats:
    """R × count: the left singular vectors of the largest singular values."""
    across = matrix.T.tocsr()
    found = matrix @ rng.standard_normal((matrix.shape[1], round(SPARE * count)), dtype=np.float32)
    for _round in range(ROUNDS):
        found = matrix @ (across @ np.linalg.qr(found)[0])
    found = np.linalg.qr(found)[0]
    back = across @ found
    _values, vectors = np.linalg.eigh(back.T @ back)
    left: Floats = (found @ vectors[:, ::-1][:, :count]).astype(np.float32)
    return left
