"""A house with invented readers whose tastes are known: does the loop learn, lock in, forget as promised?

    python bench/loop.py [--readers 1000] [--weeks 40] [--seed 1] [--json]

Each week a dozen texts appear and every reader gets a letter with five of them, chosen by the product's own engine
from what they read in earlier letters, drawn by chance from the match of true taste and text. In the middle of the
time a third of the readers turn to topics that they never cared for. Beside the engine stand what is newest,
chance, the engine without the place that tries something out, and an oracle that knows every taste. Reported:
readings a letter, how much of the way from the newest to the oracle was gone, how varied a letter is (1: nothing
in common), how much of what appeared was shown to anybody, after how many weeks those who turned are understood
again, and what is left of their old interests after one half-life.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.random import Generator, default_rng
from numpy.typing import NDArray
from scipy.sparse import csr_array

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pollenpost.settings.dev")

from pollen.engine import Candidates, House, Places, Profiles, exploring, match  # noqa: E402

TOPICS, A_WEEK, PLACES, WINDOW = 40, 12, 5, 8
TASTES = 4  # topics that a reader cares for
# Of a reader who gets what they care for most, and of one who gets something else.
READS, READS_ANYWAY = 0.5, 0.02
ACUTE, LASTING = 3.0, 60.0  # half-lives in days, as pollen/weights.py has them

Floats = NDArray[Any]
Ints = NDArray[Any]
# Who gets what in a week: readers × places of candidates, and which of these were tried out.
Chosen = tuple[Ints, NDArray[np.bool_]]


@dataclass
class World:
    """R readers, the texts that have appeared so far, and what came of showing them."""

    readers: int
    weeks: int
    rng: Generator
    taste: Floats = field(init=False)  # R × T, rows of length 1
    turned: NDArray[np.bool_] = field(init=False)
    about: list[Floats] = field(default_factory=list)  # a row a text
    week_of: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.taste = self._tastes(np.zeros((self.readers, TOPICS), dtype=bool))
        self.turned = np.arange(self.readers) % 3 == 0
        self.acute, self.lasting = np.zeros((2, self.readers, TOPICS))
        self.had: list[NDArray[np.bool_]] = []
        self.shown, self.read = np.zeros((2, 0), dtype=np.float32)

    def _tastes(self, without: NDArray[np.bool_]) -> Floats:
        """Four topics each, none of those in `without`, one dearer than the next."""
        order = (self.rng.random((self.readers, TOPICS)) + 9 * without).argsort(axis=1)[:, :TASTES]
        taste = np.zeros((self.readers, TOPICS))
        np.put_along_axis(taste, order, np.array([4.0, 3.0, 2.0, 1.0]), axis=1)
        return taste / np.linalg.norm(taste, axis=1, keepdims=True)

    def turn(self) -> None:
        """A third of the readers change their mind altogether."""
        self.old = (self.taste > 0) & self.turned[:, None]
        self.taste[self.turned] = self._tastes(self.taste > 0)[self.turned]

    def old_interests(self) -> float:
        """What the profiles of those who turned still hold of what they cared for before, in readings."""
        return float(self.lasting[self.old].sum())

    def publish(self, week: int) -> None:
        for _text in range(A_WEEK):
            topics = self.rng.choice(TOPICS, self.rng.integers(1, 4), replace=False)
            row = np.zeros(TOPICS)
            row[topics] = 1.0
            self.about.append(row)
            self.week_of.append(week)
            self.had.append(np.zeros(self.readers, dtype=bool))
        self.shown, self.read = (np.append(each, np.zeros(A_WEEK, np.float32)) for each in (self.shown, self.read))

    def window(self, week: int) -> Ints:
        """The texts that may be chosen, the newest first."""
        return np.flatnonzero(np.array(self.week_of) > week - WINDOW)[::-1]

    def chance(self, texts: Ints) -> Floats:
        """R × N: how probable it is that each reader reads each text if they get it."""
        about = np.array(self.about)[texts]
        about = about / np.linalg.norm(about, axis=1, keepdims=True)
        return READS_ANYWAY + READS * self.taste @ about.T

    def send(self, texts: Ints, choice: Ints, explored: NDArray[np.bool_]) -> Floats:
        """Shows each reader their choice; returns how many of it each read. A reading leaves its pollen."""
        who = np.arange(self.readers)[:, None]
        did = self.rng.random(choice.shape) < self.chance(texts)[who, choice]
        about = np.array(self.about)
        shares = about / np.sqrt(about.sum(axis=1, keepdims=True))
        for place in range(choice.shape[1]):
            text = texts[choice[:, place]]
            grains = did[:, place, None] * shares[text]
            self.acute += grains
            self.lasting += grains
            for one in np.unique(text):
                self.had[one] |= text == one
            np.add.at(self.shown, text[explored[:, place]], 1)
            np.add.at(self.read, text[explored[:, place] & did[:, place]], 1)
        return did.sum(axis=1)

    def fade(self, days: float) -> None:
        self.acute *= 0.5 ** (days / ACUTE)
        self.lasting *= 0.5 ** (days / LASTING)

    def profiles(self) -> Profiles:
        row, topic = np.nonzero(self.lasting > 1e-6)
        nothing = np.zeros(len(row))
        no = csr_array((self.readers, TOPICS), dtype=np.float32)
        return Profiles.of(row, topic, self.acute[row, topic], self.lasting[row, topic], nothing, no)

    def out(self, texts: Ints) -> tuple[Ints, Ints]:
        """Pairs of reader and candidate that were sent before."""
        had = np.array([self.had[text] for text in texts]).T
        readers, candidates = had.nonzero()
        return readers, candidates


@dataclass(frozen=True)
class Course:
    """What one policy did: readings a letter by week (of all, and of those who turned), and what it showed."""

    readings: Floats
    turned: Floats
    variety: float
    coverage: float
    topics_met: float
    # Of the old interests of those who turned, by week since.
    left: Floats


def engine(world: World, week: int, explore: bool = True) -> Chosen:
    texts = world.window(week)
    about = csr_array(np.array(world.about)[texts].astype(np.float32))
    house = House(np.array(world.about).sum(axis=0).astype(np.float32))
    age = 7.0 * (week - np.array(world.week_of)[texts])
    same = np.zeros(len(texts), dtype=np.float32)
    candidates = Candidates(about, house, age.astype(np.float32), same, same + 2)
    places = Places(PLACES)
    if explore:
        chances = exploring.chances(world.shown[texts], world.read[texts], world.rng)
        places = Places(PLACES, chances=chances, lots=world.rng.random(world.readers))
    picks = match(world.profiles(), candidates, places, world.out(texts), explain=False)
    return picks.choice, picks.explored


def by_score(world: World, week: int, score: Floats) -> Chosen:
    score = score.copy()
    score[world.out(world.window(week))] = -np.inf
    choice = np.argsort(-score, axis=1, kind="stable")[:, :PLACES]
    return choice, np.zeros(choice.shape, dtype=bool)


def newest(world: World, week: int) -> Chosen:
    texts = world.window(week)
    return by_score(world, week, np.tile(-np.arange(len(texts), dtype=float), (world.readers, 1)))


def chance(world: World, week: int) -> Chosen:
    return by_score(world, week, world.rng.random((world.readers, len(world.window(week)))))


def oracle(world: World, week: int) -> Chosen:
    return by_score(world, week, world.chance(world.window(week)))


POLICIES: dict[str, Callable[[World, int], Chosen]] = {
    "chance": chance,
    "newest": newest,
    "engine": engine,
    "engine, tries nothing": lambda world, week: engine(world, week, explore=False),
    "oracle": oracle,
}


def run(name: str, readers: int, weeks: int, seed: int) -> Course:
    """One policy from the first week on, in a world that differs from the others' only by what it shows."""
    world = World(readers, weeks, default_rng(seed))
    readings, turned, variety, left = [], [], [], []
    met = np.zeros((readers, TOPICS), dtype=bool)
    for week in range(weeks):
        if week == weeks // 2:
            world.turn()
        if week >= weeks // 2:
            left.append(world.old_interests())
        world.publish(week)
        choice, explored = POLICIES[name](world, week)
        texts = world.window(week)
        read = world.send(texts, choice, explored)
        readings.append(read.mean())
        turned.append(read[world.turned].mean())
        variety.append(unlikeness(np.array(world.about)[texts], choice))
        met |= np.array(world.about)[texts][choice].sum(axis=1) > 0
        world.fade(7.0)
    seen = np.mean([had.any() for had in world.had[: -A_WEEK * WINDOW] or world.had])
    return Course(
        np.array(readings),
        np.array(turned),
        float(np.mean(variety)),
        float(seen),
        float(met.sum(axis=1).mean()),
        np.array(left) / left[0],
    )


def unlikeness(about: Floats, choice: Ints) -> float:
    """1 minus the mean cosine of the pairs in a letter: 0 is five times the same, 1 is nothing in common."""
    unit = about / np.linalg.norm(about, axis=1, keepdims=True)
    letters = unit[choice]
    alike = letters @ letters.transpose(0, 2, 1)
    count = choice.shape[1]
    return float(1 - ((alike.sum(axis=(1, 2)) - count) / (count * (count - 1))).mean())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--readers", type=int, default=1_000)
    parser.add_argument("--weeks", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    half = asked.weeks // 2
    courses = {name: run(name, asked.readers, asked.weeks, asked.seed) for name in POLICIES}
    low, high = (courses[name].readings for name in ("newest", "oracle"))
    heads = "".join(f"{head:>8}" for head in ("week 1", "learnt", "turned", "at end"))
    print(f"{'readings a letter':24}{heads}   variety coverage topics met")
    for name, course in courses.items():
        settled = course.readings[half - 4 : half].mean(), course.turned[half], course.turned[-4:].mean()
        figures = "".join(f"{figure:8.2f}" for figure in (course.readings[0], *settled))
        print(f"{name:24}{figures}{course.variety:10.2f}{course.coverage:9.0%}{course.topics_met:11.1f}")
    engines, learnt = courses["engine"], slice(half - 4, half)
    way = (engines.readings[learnt].mean() - low[learnt].mean()) / (high[learnt].mean() - low[learnt].mean())
    again = weeks_to_recover(engines.turned, half)
    print(f"Of the way from the newest to the oracle the engine has gone {way:.0%} after {half} weeks.")
    print(f"Readers who turned to something else get as much as before after {again} weeks.")
    found = {
        "way_to_oracle": way,
        "weeks_to_recover": again,
        "variety": engines.variety,
        "coverage": engines.coverage,
    }
    if len(engines.left) > LASTING / 7:
        found["left_after_half_life"] = float(np.interp(LASTING / 7, np.arange(len(engines.left)), engines.left))
        print(
            f"After {LASTING:.0f} days {found['left_after_half_life']:.0%} of their old interests are left: "
            "half, and what they still happen to read."
        )
    if asked.json:
        print(json.dumps({name: round(float(value), 3) for name, value in found.items()}))


def weeks_to_recover(turned: Floats, half: int) -> int:
    """Until readings are at nine tenths of what they were before the turn; -1 if they never are."""
    before = turned[half - 4 : half].mean()
    there = np.flatnonzero(turned[half:] >= 0.9 * before)
    return int(there[0]) if len(there) else -1


if __name__ == "__main__":
    main()
