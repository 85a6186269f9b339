"""Which candidates fit which reader: arrays in, picks out. No queries, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pollen.weights import DIVERSITY, FRESHNESS_HALF_LIFE

from .profiles import Flags, Floats, Profiles


@dataclass(frozen=True)
class Candidates:
    """N readables × T topics, newest first. `about` is 0 or 1; `age` is in days."""

    readables: Sequence[int]
    topics: Sequence[int]
    about: Floats
    age: Floats
    # How many readables of the whole house have each topic, and how many there are.
    frequency: Floats
    house: int


@dataclass(frozen=True)
class Match:
    """A readable for a reader and the topic that counted most; no topic: nothing known spoke for it."""

    readable: int
    topic: int | None
    score: float


def weighted(candidates: Candidates) -> Floats:
    """N × T: rare topics say more (inverse topic frequency), and a text with many topics less about each."""
    rarity = np.log1p(candidates.house / np.maximum(candidates.frequency, 1.0))
    breadth = np.sqrt(np.maximum(candidates.about.sum(axis=1, keepdims=True), 1.0))
    result: Floats = candidates.about * rarity / breadth
    return result


def likeness(features: Floats) -> Floats:
    """N × N cosines between the candidates."""
    norms = np.linalg.norm(features, axis=1, keepdims=True)
    unit = features / np.where(norms == 0, 1.0, norms)
    result: Floats = unit @ unit.T
    return result


def match(profiles: Profiles, candidates: Candidates, places: int, out: Flags) -> list[list[Match]]:
    """Up to `places` matches a reader, best first.

    `out` (R × N) marks what a reader has read or was sent already. Refused topics veto. A place that nothing
    in the profile speaks for goes to the newest candidate that is left.
    """
    features = weighted(candidates)
    freshness = 0.5 + 0.5 * 0.5 ** (candidates.age / FRESHNESS_HALF_LIFE)
    scores = profiles.strength @ features.T * freshness
    vetoed = profiles.refused.astype(float) @ candidates.about.T > 0
    free = ~(vetoed | out)
    alike = likeness(features)
    picked: list[list[Match]] = [[] for _reader in profiles.readers]
    nearest = np.zeros_like(scores)
    newest = -np.arange(len(candidates.readables), dtype=float)
    for _place in range(min(places, len(candidates.readables))):
        # All real scores are positive, so candidates without one queue up behind them by age.
        value = np.where(scores > 0, scores * (1 - DIVERSITY * nearest), newest - 1)
        value[~free] = -np.inf
        best = value.argmax(axis=1)
        for reader, choice in enumerate(best):
            if free[reader, choice]:
                picked[reader].append(_match(profiles, candidates, features, scores, reader, int(choice)))
                free[reader, choice] = False
        nearest = np.maximum(nearest, alike[best])
    return picked


def _match(
    profiles: Profiles, candidates: Candidates, features: Floats, scores: Floats, reader: int, choice: int
) -> Match:
    readable = candidates.readables[choice]
    if scores[reader, choice] <= 0:
        return Match(readable, None, 0.0)
    topic = candidates.topics[int((profiles.strength[reader] * features[choice]).argmax())]
    return Match(readable, topic, float(scores[reader, choice]))
