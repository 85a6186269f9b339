"""The one question: what fits these readers best, and why?"""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack

from .candidates import Candidates
from .company import Company
from .picks import Picks
from .profiles import Floats, Profiles
from .ranking import NOTHING, Places, rank
from .tuning import TUNING, Tuning

# So many readers at a time: their values for 300 candidates stay within a processor's second cache.
BLOCK = 1_024


def match(
    profiles: Profiles,
    candidates: Candidates,
    places: Places,
    out: tuple[NDArray[np.int_], NDArray[np.int_]] | None = None,
    tuning: Tuning = TUNING,
    explain: bool = True,
) -> Picks:
    """Up to `places.count` picks for each reader of `profiles`, best first.

    `out` names pairs of (reader, candidate) that are out of the question: read, or sent before. Refused topics
    veto. Where little is known of a reader, what the house likes and others read fills the places.
    """
    picks = Picks.none(len(profiles), places.count)
    if not len(candidates) or not places.count:
        return picks
    worth = Worth(candidates, tuning)
    likeness = candidates.likeness(tuning) if tuning.diversity else None
    excluded = None if out is None else _pairs(out, profiles, candidates)
    for first in range(0, len(profiles), BLOCK):
        last = min(first + BLOCK, len(profiles))
        block = profiles.rows(first, last)
        tastes = worth.tastes(block)
        values = worth.values(tastes, block)
        _veto(values, block, candidates, None if excluded is None else excluded[first:last])
        lots = None if places.lots is None else places.lots[first:last]
        found = rank(values, likeness, places, lots, tuning)
        if explain:
            worth.explain(tastes, block, found)
        for name in ("choice", "value", "personal", "topic", "kin", "explored", "propensity"):
            getattr(picks, name)[first:last] = getattr(found, name)
    return picks


class Worth:
    """What each candidate is worth to each reader, as one product of a sparse and a dense matrix.

    A reader's row holds their tastes, scaled by how far they are trusted, and in one column more the rest of the
    trust; that column's row holds what the house itself thinks of the candidates.
    """

    def __init__(self, candidates: Candidates, tuning: Tuning = TUNING) -> None:
        self.tuning = tuning
        self.rarity = candidates.house.rarity(tuning)
        self.company = candidates.house.company
        self.gain = candidates.gain(tuning)
        self.features = candidates.features(tuning)
        says = self.features.T.toarray()
        self.says = np.vstack([says, candidates.common(tuning)]) * self.gain
        self.says = np.ascontiguousarray(self.says, dtype=np.float32)

    def tastes(self, profiles: Profiles) -> csr_array:
        """R × (T + 1)."""
        tastes, trust = profiles.tastes(self.rarity, self.tuning), profiles.trust(self.tuning)
        tastes.data *= np.repeat(trust, np.diff(tastes.indptr))
        return csr_array(hstack([tastes, csr_array((1 - trust)[:, None])], format="csr"), dtype=np.float32)

    def values(self, tastes: csr_array, profiles: Profiles) -> Floats:
        """R × N."""
        values: Floats = tastes @ self.says
        if self.company is not None and profiles.read is not None:
            # As much as the reader's own topics say of all candidates together, but shared out in another way.
            own = np.linalg.norm(values - tastes[:, [-1]].toarray() * self.says[-1], axis=1, keepdims=True)
            shared = self._shared(self.company, profiles.read, profiles.less)
            values += np.float32(self.tuning.company) * own * shared * self.gain
            # Whom a text is not for gets it last, but there is nothing worse than nothing.
            np.maximum(values, 1e-9, out=values)
        return values

    def _shared(self, company: Company, read: csr_array, less: csr_array | None) -> Floats:
        """R × N; what a reader took away from a topic speaks for no text, whoever else cares for it."""
        places = company.places(read, self.tuning)
        shared = company.fits(places, self.features, self.tuning)
        if less is None:
            return shared
        for reader in np.flatnonzero(np.diff(less.indptr)):
            keeps = 1 - less[[reader]].toarray()
            shared[reader] = company.fits(places[[reader]], csr_array(self.features.multiply(keeps)), self.tuning)[
                0
            ]
        return shared

    def explain(self, tastes: csr_array, profiles: Profiles, picks: Picks) -> None:
        """Notes which topic counted most for each pick, and what part of it was not the house's own view."""
        topics, weights = _padded(tastes)
        chosen = np.maximum(picks.choice, 0)
        gave = weights[:, :, None] * self.says[topics[:, :, None], chosen[:, None, :]]
        house = topics == len(self.says) - 1
        thought = np.where(house[:, :, None], gave, 0.0).sum(axis=1)
        gave[house] = 0.0
        best = gave.argmax(axis=1)
        gives = np.take_along_axis(gave, best[:, None, :], axis=1)[:, 0] > 0
        there = picks.choice >= 0
        picks.topic[:] = np.where(gives & there, np.take_along_axis(topics, best, axis=1), -1)
        share = np.divide(thought, picks.value, out=np.ones_like(picks.value), where=picks.value > 0)
        picks.personal[:] = np.where(there, 1 - np.minimum(share, 1.0), 0.0)
        if self.company is not None and profiles.read is not None:
            self._explain_by_company(self.company.places(profiles.read, self.tuning), profiles.less, picks)

    def _explain_by_company(self, places: Floats, less: csr_array | None, picks: Picks) -> None:
        """Where no topic of the reader's own speaks for a pick: one that readers of the same texts care for."""
        assert self.company is not None  # noqa: S101 - asked for by the only caller
        for reader, place in zip(*((picks.topic < 0) & (picks.personal > 0)).nonzero(), strict=True):
            about = self.features[[picks.choice[reader, place]]].indices
            leaning = self.company.leaning(places[[reader]])[0, about] - self.company.usual[about]
            if less is not None:
                leaning = np.where(less[[reader]].toarray()[0, about] > 0, 0.0, leaning)
            if len(about) and leaning.max() > 0:
                picks.kin[reader, place] = about[leaning.argmax()]


def _padded(rows: csr_array) -> tuple[NDArray[np.intp], Floats]:
    """The entries of each sparse row side by side, columns and values; what is missing has the value 0."""
    counts = np.diff(rows.indptr)
    width = int(counts.max()) if len(counts) else 0
    place = np.arange(len(rows.data)) - np.repeat(rows.indptr[:-1], counts)
    row = np.repeat(np.arange(len(counts)), counts)
    columns = np.zeros((len(counts), width), dtype=np.intp)
    values = np.zeros((len(counts), width), dtype=np.float32)
    columns[row, place], values[row, place] = rows.indices, rows.data
    return columns, values


def _veto(values: Floats, profiles: Profiles, candidates: Candidates, excluded: csr_array | None) -> None:
    values[:, candidates.weight <= 0] = NOTHING
    for never in (excluded, profiles.refused @ candidates.about.T if profiles.refused.nnz else None):
        if never is not None and never.nnz:
            values[never.nonzero()] = NOTHING


def _pairs(
    out: tuple[NDArray[np.int_], NDArray[np.int_]], profiles: Profiles, candidates: Candidates
) -> csr_array:
    shape = (len(profiles), len(candidates))
    return csr_array((np.ones(len(out[0]), dtype=np.int8), out), shape=shape)
