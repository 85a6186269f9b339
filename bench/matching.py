"""How well the engine finds what readers will read: recall and nDCG on articles that nobody has read yet.

    python bench/matching.py --data FOLDER [--seeds 5] [--json]

FOLDER holds `readings.tsv` (reader, tab, article) and `topics.tsv` (article, tab, topic). A fifth of the
articles is set aside, drawn anew for each seed; each reader's profile comes from their readings of the others,
and so does what readers of the same texts have in common; all those set aside are ranked for every reader who
read at least one of them. Nothing of their readings reaches the ranking. Beside the engine stand a random
order, the number of topics that an article shares with what was read (plain tag counts), and these counts by
inverse topic frequency; popularity does not apply, since nobody has read these articles. --json prints one line
last, with `recall@20`, `recall@100` and `ndcg@10`.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

# Before this folder, in which there is a pollen.py as well.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pollen.engine import Candidates, Company, House, Places, Profiles, Tuning, match

SET_ASIDE = 0.2
MOST = 100
NAMES = ("recall@20", "recall@100", "ndcg@10")
Ranking = NDArray[Any]  # readers × MOST: candidates, the best first


@dataclass(frozen=True)
class Data:
    """U readers × A articles and A articles × T topics, with ones."""

    read: csr_array
    about: csr_array
    topics: list[str]


@dataclass(frozen=True)
class Split:
    """The W articles that were kept and the C that were set aside, and the R readers for whom these are ranked."""

    history: csr_array  # R × W
    warm_about: csr_array  # W × T
    cold_about: csr_array  # C × T
    wanted: csr_array  # R × C, what they read of the set-aside ones
    everybody: csr_array  # U × W: all readers' readings of the others, for what is learned from them


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with readings.tsv and topics.tsv")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    data = load(asked.data)
    print(
        f"{data.read.shape[0]:,} readers, {data.read.shape[1]:,} articles, {data.about.shape[1]:,} topics, "
        f"{data.read.nnz:,} readings"
    )
    ways: dict[str, Callable[[Split, int], Ranking]] = {
        "random": at_random,
        "plain tag counts": by_counts,
        "inverse frequency": by_inverse_frequency,
        "the engine": by_the_engine,
    }
    found: dict[str, list[tuple[float, ...]]] = {name: [] for name in ways}
    seconds = dict.fromkeys(ways, 0.0)
    for seed in range(asked.seeds):
        split = split_of(data, seed)
        for name, way in ways.items():
            began = time.perf_counter()
            ranking = way(split, seed)
            seconds[name] += time.perf_counter() - began
            found[name].append(judged(ranking, split.wanted))
    print(f"{'':20}" + "".join(f"{name:>20}" for name in NAMES) + f"{'seconds a seed':>18}")
    for name, rows in found.items():
        figures = "".join(f"{m:>11.4f} ± {s:.4f}" for m, s in zip(np.mean(rows, 0), np.std(rows, 0), strict=True))
        print(f"{name:20}{figures}{seconds[name] / asked.seeds:>18.1f}")
    print("popularity           does not apply: nobody has read what is ranked")
    ours, counts = (np.array(found[name])[:, 1] for name in ("the engine", "plain tag counts"))
    apart = ours.min() > counts.max()
    print(f"recall@100 of the engine is above that of plain tag counts on every seed: {'yes' if apart else 'no'}")
    if asked.json:
        means = np.mean(found["the engine"], 0)
        print(json.dumps({name: round(float(mean), 4) for name, mean in zip(NAMES, means, strict=True)}))


def load(folder: Path) -> Data:
    readings, tagged = rows_of(folder / "readings.tsv"), rows_of(folder / "topics.tsv")
    articles = number(article for _reader, article in readings)
    readers = number(reader for reader, _article in readings)
    topics = number(topic for article, topic in tagged if article in articles)
    about = [(articles[article], topics[topic]) for article, topic in tagged if article in articles]
    read = [(readers[reader], articles[article]) for reader, article in readings]
    return Data(ones(read, (len(readers), len(articles))), ones(about, (len(articles), len(topics))), list(topics))


def rows_of(file: Path) -> list[tuple[str, str]]:
    rows = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines() if line]
    for place, row in enumerate(rows, 1):
        if len(row) != 2:
            sys.exit(f"{file}, line {place}: there should be two values with a tab between them.")
    return [(left, right) for left, right in rows]


def number(names: Iterable[str]) -> dict[str, int]:
    return {name: place for place, name in enumerate(dict.fromkeys(names))}


def ones(pairs: list[tuple[int, int]], shape: tuple[int, int]) -> csr_array:
    rows, columns = np.array(sorted(set(pairs)), dtype=np.int64).reshape(-1, 2).T
    return csr_array((np.ones(len(rows), dtype=np.float32), (rows, columns)), shape=shape)


def split_of(data: Data, seed: int) -> Split:
    shuffled = np.random.default_rng(seed).permutation(data.read.shape[1])
    cut = round(SET_ASIDE * len(shuffled))
    cold, warm = np.sort(shuffled[:cut]), np.sort(shuffled[cut:])
    wanted = data.read[:, cold]
    ranked = np.flatnonzero(np.diff(wanted.tocsr().indptr))
    return Split(
        data.read[ranked][:, warm], data.about[warm], data.about[cold], wanted[ranked], data.read[:, warm]
    )


def at_random(split: Split, seed: int) -> Ranking:
    rng = np.random.default_rng(seed)
    return best(rng.random(split.wanted.shape, dtype=np.float32))


def by_counts(split: Split, seed: int) -> Ranking:
    return best((split.history @ split.warm_about @ split.cold_about.T).toarray())


def by_inverse_frequency(split: Split, seed: int) -> Ranking:
    rarity = np.log1p(split.warm_about.shape[0] / np.maximum(frequency(split), 1))
    return best((split.history @ split.warm_about.multiply(rarity).tocsr() @ split.cold_about.T).toarray())


def by_the_engine(split: Split, seed: int) -> Ranking:
    """As the product does it: each reading leaves its topics on the reader, then the engine matches.

    Without dates, trend and editors there is nothing else that speaks; diversity would serve another end.
    """
    house = House(frequency(split))
    everybody = left_on(split.everybody, split.warm_about)
    company = Company.learn(split.everybody, everybody.tastes(house.rarity()), seed=seed)
    house = House(house.frequency, company)
    count = split.cold_about.shape[0]
    same, normal = np.zeros(count, dtype=np.float32), np.full(count, 2, dtype=np.float32)
    candidates = Candidates(split.cold_about, house, same, same, normal)
    profiles = left_on(split.history, split.warm_about)
    return match(profiles, candidates, Places(MOST), tuning=Tuning(diversity=0.0), explain=False).choice


def left_on(read: csr_array, about: csr_array) -> Profiles:
    """The profiles that these readings leave, as pollen/services/gains.py has it."""
    breadth = np.sqrt(np.maximum(np.asarray(about.sum(axis=1)).ravel(), 1))
    evidence = (read @ about.multiply((1 / breadth)[:, None]).tocsr()).tocoo()
    nothing, (row, column) = np.zeros(len(evidence.data)), evidence.coords
    no = csr_array(evidence.shape, dtype=np.float32)
    return replace(Profiles.of(row, column, nothing, evidence.data, nothing, no), read=read)


def frequency(split: Split) -> NDArray[np.float32]:
    return np.asarray(split.warm_about.sum(axis=0), dtype=np.float32).ravel()


def best(scores: NDArray[np.float32]) -> Ranking:
    most = min(MOST, scores.shape[1])
    top = np.argpartition(-scores, most - 1, axis=1)[:, :most]
    order = np.argsort(-np.take_along_axis(scores, top, axis=1), axis=1, kind="stable")
    return np.take_along_axis(top, order, axis=1)


def judged(ranking: Ranking, wanted: csr_array) -> tuple[float, ...]:
    """The means over the readers of recall@20, recall@100 and nDCG@10."""
    dense = wanted.toarray() > 0
    hits = np.take_along_axis(dense, np.maximum(ranking, 0), axis=1) & (ranking >= 0)
    there = dense.sum(axis=1)
    discount = 1 / np.log2(np.arange(2, 12))
    ideal = np.array([discount[: min(count, 10)].sum() for count in there])
    gained = (hits[:, :10] * discount[: hits[:, :10].shape[1]]).sum(axis=1)
    recalls = [(hits[:, :cut].sum(axis=1) / there).mean() for cut in (20, 100)]
    return (*map(float, recalls), float((gained / ideal).mean()))


if __name__ == "__main__":
    main()
