"""The loop of showing, reading and learning, with readers whose tastes are known (bench/loop.py)."""

from functools import cache

import loop
import numpy as np
import pytest

WEEKS = 36
HALF = WEEKS // 2


@cache
def course(name, seed=5):
    return loop.run(name, 400, WEEKS, seed)


def test_it_learns_what_readers_care_for():
    engine, newest, oracle = (course(name).readings for name in ("engine", "newest", "oracle"))
    before_the_turn = slice(HALF - 6, HALF)
    low, high = newest[before_the_turn].mean(), oracle[before_the_turn].mean()
    assert engine[before_the_turn].mean() > low + 0.3 * (high - low)
    assert engine[:2].mean() < engine[before_the_turn].mean()


def test_it_does_not_lock_readers_in():
    engine, newest = course("engine"), course("newest")
    assert engine.variety > 0.85
    assert engine.coverage > 0.95 > newest.coverage
    assert engine.topics_met > 0.9 * loop.TOPICS


def test_it_understands_readers_again_who_turned_to_something_else():
    engine = course("engine")
    assert engine.turned[-6:].mean() > course("newest").turned[-6:].mean()
    assert 0 <= loop.weeks_to_recover(engine.turned, HALF) <= HALF


def test_it_forgets_at_the_promised_half_life_what_nobody_reads_any_more():
    left = course("engine").left
    after_sixty_days = np.interp(loop.LASTING / 7, np.arange(len(left)), left)
    assert 0.5 < after_sixty_days < 0.7


def test_without_any_reading_exactly_half_is_left_after_a_half_life():
    world = loop.World(3, 1, np.random.default_rng(0))
    world.lasting += 8.0
    world.acute += 8.0
    world.fade(loop.LASTING)
    assert world.lasting == pytest.approx(4.0)
    assert world.acute == pytest.approx(8.0 * 0.5**20)


def test_the_simulation_fades_as_the_product_does():
    from pollen import weights

    assert (weights.ACUTE_HALF_LIFE, weights.LASTING_HALF_LIFE) == (loop.ACUTE, loop.LASTING)


def test_the_same_seed_tells_the_same_story():
    assert (loop.run("engine", 50, 6, 3).readings == loop.run("engine", 50, 6, 3).readings).all()
