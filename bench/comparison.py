"""How often the interval of the comparison holds the truth, where some readers click more than others.

    python bench/comparison.py [--times 2000]

Beside it stands what it would be if every letter counted as one of its own.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
from numpy.random import Generator, default_rng

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from newsletters.services.dependence import Known, design_effect
from newsletters.services.intervals import Share

# Readers, those held out (5 %), and editions: of a month, a season and a year.
SIZES = [(2_000, 100, 4), (2_000, 100, 12), (6_000, 300, 12), (6_000, 300, 50)]
# Correlations between two letters of one reader, and by how much more is clicked of what was chosen.
CORRELATIONS, EFFECTS = (0.1, 0.3), (0.0, 0.25)
# What is clicked of the editors' edition, and how many of the editions a reader gets.
CLICKED, GETS = 0.2, 0.8


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--times", type=int, default=2_000)
    times = options.parse_args().times
    print("readers  held  editions  correlation  effect   as counted  each letter alone")
    for readers, held, editions in SIZES:
        for correlation in CORRELATIONS:
            for effect in EFFECTS:
                rng = default_rng(7)
                held_true = [trial(rng, readers, held, editions, correlation, effect) for _n in range(times)]
                counted, alone = np.mean(held_true, axis=0)
                print(
                    f"{readers:7}  {held:4}  {editions:8}  {correlation:11}  {effect:6.0%}  "
                    f"{counted:11.1%}  {alone:17.1%}"
                )


def trial(
    rng: Generator, readers: int, held: int, editions: int, correlation: float, effect: float
) -> tuple[bool, bool]:
    """Whether both intervals hold the truth in one imagined installation."""
    strength = 1 / correlation - 1
    taste = rng.beta(strength * CLICKED, strength * (1 - CLICKED), readers)
    matched = np.arange(readers) >= held
    letters = rng.binomial(editions, GETS, readers)
    clicks = rng.binomial(letters, np.where(matched, np.minimum(taste * (1 + effect), 1), taste))
    sums = [letters, clicks, letters * letters, letters * clicks, clicks * clicks]
    known = Known(*(int(one.sum()) for one in sums))
    arms = [Share(int(clicks[arm].sum()), int(letters[arm].sum())) for arm in (matched, ~matched)]
    alike = design_effect(known.a_reader, known.correlation)
    # The truth about all readers there might be, not about those who were drawn.
    truth = CLICKED * effect
    divided = [Share(one.hits / alike, one.of / alike) for one in arms]
    return _holds(divided, truth), _holds(arms, truth)


def _holds(arms: list[Share], truth: float) -> bool:
    low, high = arms[0].minus(arms[1])
    return low <= truth <= high


if __name__ == "__main__":
    main()
