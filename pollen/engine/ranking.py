"""From values to picks: diverse, within the editors' quotas, and one place that tries something out."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .picks import Picks
from .profiles import Floats, Ints
from .tuning import TUNING, Tuning

Flags = NDArray[np.bool_]
NOTHING = np.float32(-np.inf)


@dataclass(frozen=True)
class Places:
    """How many places there are, and the editors' rules for them.

    `shelves` (N × Q) says which candidates count for which of Q quotas, `at_least` and `at_most` (Q) how many.
    `chances` (N) are the probabilities with which the last place tries a candidate out; without them none does.
    `lots` (R, from 0 to below 1) draws for each reader.
    """

    count: int
    shelves: Flags = field(default_factory=lambda: np.zeros((0, 0), dtype=bool))
    at_least: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int32))
    at_most: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int32))
    chances: Floats | None = None
    lots: NDArray[np.float64] | None = None

    def explores(self, tuning: Tuning) -> bool:
        return self.chances is not None and self.lots is not None and self.count >= tuning.explore_from


def rank(
    values: Floats,
    likeness: Floats | None,
    places: Places,
    lots: NDArray[np.float64] | None,
    tuning: Tuning = TUNING,
) -> Picks:
    """Picks for the R readers of `values` (R × N); minus infinity there means never.

    Greedy (MMR): each place gets what is worth most after what its likeness to an earlier pick takes away.
    """
    readers, candidates = values.shape
    picks = Picks.none(readers, places.count)
    few = np.arange(readers)
    quotas = bool(places.shelves.size)
    short, worth = _shortlist(values, candidates if quotas else max(tuning.shortlist, 2 * places.count))
    # What is left of each value beside the picks so far; likeness only ever takes more away.
    kept = np.ones_like(worth)
    keeps = None if likeness is None else 1 - np.float32(tuning.diversity) * likeness
    held = np.zeros((readers, places.shelves.shape[1]), dtype=np.int32)
    for place in range(min(places.count, candidates)):
        # With quotas everything is on the short list, in the order of the candidates.
        open_to = _open(places, held, places.count - place, worth > NOTHING) if quotas else None
        if place == places.count - 1 and places.explores(tuning) and lots is not None:
            _explore(picks, values, places, held, lots)
            break
        now = worth * kept
        if open_to is not None:
            now[~open_to] = NOTHING
        best = now.argmax(axis=1)
        found = now[few, best] > NOTHING
        choice = short[few, best]
        picks.choice[:, place] = np.where(found, choice, -1)
        picks.value[:, place] = np.where(found, worth[few, best], 0.0)
        worth[few, best] = NOTHING
        if keeps is not None:
            np.minimum(kept, keeps.take(choice[:, None] * candidates + short), out=kept)
        if quotas:
            held += places.shelves[choice] & found[:, None]
    return picks


def _shortlist(values: Floats, length: int) -> tuple[NDArray[np.intp], Floats]:
    """R × length: the columns of the highest values, and these values."""
    readers, candidates = values.shape
    if length < candidates:
        short = np.argpartition(values, candidates - length, axis=1)[:, candidates - length :]
        short.sort(axis=1)
    else:
        short = np.broadcast_to(np.arange(candidates), values.shape)
    return short, values.take(np.arange(readers)[:, None] * candidates + short)


def _open(places: Places, held: Ints, left: int, there: Flags) -> Flags:
    """R × N: what the quotas still allow of what is `there`, if so many places are left."""
    full = held >= places.at_most
    owed = np.maximum(places.at_least - held, 0)
    open_to = ~((full.astype(np.float32) @ places.shelves.T.astype(np.float32)) > 0)
    pressed = owed.sum(axis=1) >= left
    # Whoever still owes places to a shelf and has no other left fills them from there.
    owing = ((owed > 0).astype(np.float32) @ places.shelves.T.astype(np.float32)) > 0
    reachable = (owing & open_to & there).any(axis=1)
    result: Flags = np.where((pressed & reachable)[:, None], open_to & owing, open_to)
    return result


def _explore(picks: Picks, values: Floats, places: Places, held: Ints, lots: NDArray[np.float64]) -> None:
    """Fills the last place by lot, each candidate that is left with its own chance."""
    readers = np.arange(len(values))
    chances = np.where(values > NOTHING, np.asarray(places.chances, dtype=np.float64), 0.0)
    for place in range(places.count - 1):
        taken = picks.choice[:, place]
        chances[readers[taken >= 0], taken[taken >= 0]] = 0.0
    if places.shelves.size:
        chances[~_open(places, held, 1, chances > 0)] = 0.0
    total = chances.sum(axis=1)
    sums = chances.cumsum(axis=1)
    choice = (sums <= (lots * total)[:, None]).sum(axis=1).clip(max=values.shape[1] - 1)
    found = total > 0
    picks.choice[:, -1] = np.where(found, choice, -1)
    picks.value[:, -1] = np.where(found, values[readers, choice], 0.0)
    picks.explored[:, -1] = found
    with np.errstate(invalid="ignore", divide="ignore"):
        picks.propensity[:, -1] = np.where(found, chances[readers, choice] / total, 1.0)
