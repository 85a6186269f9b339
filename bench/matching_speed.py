"""How fast the engine matches many readers with candidates, diverse and explained, on one core.

    python bench/matching_speed.py [--readers 1000000] [--json] [--arrays]

First from arrays alone; then with the interests read from PostgreSQL (a database of its own beside the one that
BENCH_POSTGRES names, dropped at the end; --arrays leaves that out); and on a sample against a plain loop in Python
that does the same reader by reader. All in one run, in blocks, so that memory stays flat. --json prints one line
last: `arrays_seconds`, `postgres_seconds`, `ratio_to_plain_loop`, `same_picks`, `peak_mb`.
"""

import argparse
import json
import os
import resource
import sys
import time
from pathlib import Path

import numpy as np
from scipy.sparse import csr_array

# Before this folder, in which there is a pollen.py as well.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import matching_plainly

from pollen.engine import Candidates, House, Picks, Places, Profiles, match

BLOCK = 20_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--readers", type=int, default=1_000_000)
    parser.add_argument("--candidates", type=int, default=300)
    parser.add_argument("--vocabulary", type=int, default=150, help="topics in all")
    parser.add_argument("--topics", type=int, default=12, help="topics a reader")
    parser.add_argument("--places", type=int, default=8)
    parser.add_argument("--sample", type=int, default=200, help="readers for the plain loop")
    parser.add_argument("--arrays", action="store_true", help="leave out PostgreSQL")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    # One core, whatever numpy would like to use.
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})

    rng = np.random.default_rng(1)
    candidates = invented_candidates(rng, asked.candidates, asked.vocabulary)
    places = Places(asked.places)
    figures: dict[str, float] = {"readers": asked.readers}

    seconds = 0.0
    for first in range(0, asked.readers, BLOCK):
        block = invented_readers(rng, min(BLOCK, asked.readers - first), asked.vocabulary, asked.topics)
        began = time.perf_counter()
        picks = match(block, candidates, places)
        seconds += time.perf_counter() - began
        if (picks.choice < 0).any():
            raise SystemExit("A place stayed empty.")
    figures["arrays_seconds"] = round(seconds, 2)
    print(f"{asked.readers:,} readers from arrays: {seconds:.2f} s ({asked.readers / seconds:,.0f} a second)")

    sample = invented_readers(rng, asked.sample, asked.vocabulary, asked.topics)
    began = time.perf_counter()
    plainly = matching_plainly.match(sample, candidates, asked.places)
    each = (time.perf_counter() - began) / asked.sample
    figures["ratio_to_plain_loop"] = round(each * asked.readers / seconds, 1)
    figures["same_picks"] = round(same(match(sample, candidates, places), plainly), 4)
    print(
        f"A plain loop needs {1000 * each:.2f} ms a reader: {figures['ratio_to_plain_loop']} times as long. "
        f"Of its picks {figures['same_picks']:.2%} are the engine's, in the same place."
    )

    if not asked.arrays:
        import matching_speed_postgres

        from_database = matching_speed_postgres.measure(asked.readers, asked.topics, candidates, places, BLOCK)
        figures["postgres_seconds"] = round(from_database, 2)
        print(f"{asked.readers:,} readers from PostgreSQL: {from_database:.2f} s, reading and matching")
    figures["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"Peak memory of this process: {figures['peak_mb']} MB")
    if asked.json:
        print(json.dumps(figures))


def invented_candidates(rng: np.random.Generator, count: int, vocabulary: int) -> Candidates:
    """About four topics each, frequent ones more often (Zipf)."""
    chances = 1 / np.arange(1, vocabulary + 1)
    chances *= 4 / chances.sum()
    about = (rng.random((count, vocabulary)) < chances).astype(np.float32)
    house = House(about.sum(axis=0) + 1)
    age = rng.random(count) * 60
    return Candidates(
        csr_array(about), house, age.astype(np.float32), rng.random(count).astype(np.float32), np.full(count, 2)
    )


def invented_readers(rng: np.random.Generator, count: int, vocabulary: int, each: int) -> Profiles:
    topic = np.argpartition(rng.random((count, vocabulary)), each, axis=1)[:, :each]
    row = np.repeat(np.arange(count), each)
    acute, lasting = rng.exponential(0.2, count * each), rng.exponential(1.0, count * each)
    stated = np.zeros(count * each)
    return Profiles.of(
        row, topic.ravel(), acute, lasting, stated, csr_array((count, vocabulary), dtype=np.float32)
    )


def same(picks: Picks, plainly: list[list[int]]) -> float:
    return float((picks.choice == np.array(plainly)).mean())


if __name__ == "__main__":
    main()
