"""Trying things out: what nobody was shown yet may be better than what is known (Thompson 1933)."""

from collections.abc import Sequence

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from .profiles import Floats
from .tuning import TUNING, Tuning

DRAWS = 2_000


def chances(shown: Floats, clicked: Floats, rng: Generator, tuning: Tuning = TUNING) -> Floats:
    """N: how probable it is that each candidate has the highest share of clicks, as far as is known.

    Thompson sampling takes a candidate with just this probability. Drawing many times instead of once per reader
    makes the propensity of each choice known, and costs nothing per reader.
    """
    if not len(shown):
        return np.zeros(0, dtype=np.float32)
    hits, misses = tuning.prior
    draws = rng.beta(hits + clicked, misses + np.maximum(shown - clicked, 0.0), size=(DRAWS, len(shown)))
    wins = np.bincount(draws.argmax(axis=1), minlength=len(shown))
    # Nobody's chance is nothing: a replay needs to know what else could have been.
    smoothed: Floats = ((wins + 1.0) / (DRAWS + len(shown))).astype(np.float32)
    return smoothed


def lots(draw: int, readers: Sequence[int]) -> NDArray[np.float64]:
    """R numbers from 0 to below 1, the same for the same draw and reader (SplitMix64; Steele et al. 2014)."""
    with np.errstate(over="ignore"):
        mixed = np.asarray(readers, dtype=np.uint64) + np.uint64(draw + 1) * np.uint64(0x9E3779B97F4A7C15)
        for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
            mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
        mixed ^= mixed >> np.uint64(31)
    return (mixed >> np.uint64(11)).astype(np.float64) / 2**53
