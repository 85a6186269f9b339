"""Quotas, and the place that tries something out."""

import numpy as np
import pytest

from pollen.engine import Places, exploring, match
from tests.pollen.engine.invented import candidates, profiles

READER = {0: 5.0, 1: 1.0}


def quotas(count, shelves, at_least, at_most):
    return Places(count, np.array(shelves, dtype=bool), np.array(at_least), np.array(at_most))


def test_no_more_of_a_shelf_than_the_editors_allow():
    shelf = candidates((0,), (0, 1), (0, 2), (1,), (2,))
    places = quotas(3, [[True], [True], [True], [False], [False]], [0], [1])
    [picks] = match(profiles(READER), shelf, places).choice.tolist()
    assert len({0, 1, 2} & set(picks)) == 1
    assert len(picks) == 3


def test_as_many_of_a_shelf_as_the_editors_want_though_others_fit_better():
    shelf = candidates((0,), (0, 1), (1,), (4,), (5,))
    places = quotas(3, [[False], [False], [False], [True], [True]], [2], [9])
    [picks] = match(profiles(READER), shelf, places).choice.tolist()
    assert {3, 4} < set(picks)
    assert picks[0] == 1


def test_a_shelf_with_too_little_on_it_leaves_no_place_empty():
    shelf = candidates((0,), (1,), (2,))
    [picks] = match(profiles(READER), shelf, quotas(3, [[True], [False], [False]], [2], [9])).choice.tolist()
    assert sorted(picks) == [0, 1, 2]


def test_quotas_of_several_shelves_hold_together():
    about = [(n % 6,) for n in range(12)]
    shelves = [[n < 4, n >= 8] for n in range(12)]
    picks = match(profiles(READER, {3: 2.0}, {}), candidates(*about), quotas(5, shelves, [1, 2], [2, 2])).choice
    for row in picks:
        assert 1 <= sum(row < 4) <= 2
        assert sum(row >= 8) == 2


def trying(lots, chances, count=3):
    return Places(count, chances=np.array(chances, dtype=np.float32), lots=np.array(lots))


def test_the_last_place_goes_by_lot_and_says_how_likely_that_was():
    shelf = candidates((0,), (1,), (2,), (3,))
    picks = match(profiles(READER, READER), shelf, trying([0.1, 0.9], [0.4, 0.3, 0.2, 0.1]))
    assert picks.choice.tolist() == [[0, 1, 2], [0, 1, 3]]
    assert picks.explored.tolist() == [[False, False, True]] * 2
    assert picks.propensity.tolist() == [pytest.approx([1, 1, 2 / 3]), pytest.approx([1, 1, 1 / 3])]


def test_what_is_vetoed_or_read_is_not_tried_out_either():
    known = profiles(READER, refused=[(0, 2)])
    picks = match(known, candidates((0,), (1,), (2,), (3,)), trying([0.0], [0.25] * 4))
    assert picks.choice.tolist() == [[0, 1, 3]]
    assert picks.propensity[0, 2] == 1.0


def test_a_short_letter_tries_nothing_out():
    picks = match(profiles(READER), candidates((0,), (1,), (2,)), trying([0.9], [0.1, 0.1, 0.8], count=2))
    assert not picks.explored.any()


def test_the_propensities_are_the_shares_with_which_things_are_tried():
    lots = exploring.lots(7, range(1, 20_001))
    chances = [0.1, 0.2, 0.3, 0.4]
    picks = match(
        profiles(*[{}] * 20_000), candidates((), (), (), ()), Places(3, chances=np.array(chances), lots=lots)
    )
    tried, counts = np.unique(picks.choice[:, 2], return_counts=True)
    told = {choice: picks.propensity[picks.choice[:, 2] == choice, 2].mean() for choice in tried}
    assert {int(choice): count / 20_000 for choice, count in zip(tried, counts, strict=True)} == pytest.approx(
        {int(choice): share for choice, share in told.items()}, abs=0.02
    )


def test_lots_are_spread_evenly_and_the_same_next_time():
    lots = exploring.lots(3, range(10_000))
    assert (lots == exploring.lots(3, range(10_000))).all()
    assert (lots != exploring.lots(4, range(10_000))).all()
    assert np.histogram(lots, 10, (0, 1))[0] == pytest.approx([1_000] * 10, rel=0.15)


def test_what_did_well_is_tried_more_often_and_what_is_unknown_still_sometimes():
    shown, clicked = np.array([400.0, 400.0, 0.0]), np.array([60.0, 4.0, 0.0])
    well, badly, unknown = exploring.chances(shown, clicked, np.random.default_rng(0))
    assert well > unknown > badly > 0
    assert well + badly + unknown == pytest.approx(1.0, abs=0.01)


def test_one_lucky_click_does_not_convince_a_sceptic():
    shown, clicked = np.array([1.0, 200.0]), np.array([1.0, 30.0])
    lucky, proven = exploring.chances(shown, clicked, np.random.default_rng(0))
    assert proven > lucky
