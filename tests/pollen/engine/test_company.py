"""What readers of the same texts have in common, learned from two circles who read different things."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import csr_array

from pollen.engine import Company, House, Places, Tuning, match
from tests.pollen.engine.invented import candidates, floats, profiles

TUNING = Tuning(company_steps=(2, 4))
# The sailors read texts 0 to 19, the bakers 20 to 39; topics 0 and 1 belong to the ones, 2 and 3 to the others.
SAILORS, BAKERS = range(40), range(40, 80)


@pytest.fixture
def world():
    """Who read what, what they care for, and what was learned from it. The last sailor knows topic 0 alone."""
    rng = np.random.default_rng(2)
    read = np.zeros((80, 40), dtype=np.float32)
    read[:40, :20], read[40:, 20:] = rng.random((2, 40, 20)) < 0.4
    known = [{0: 2.0, 1: 2.0} if reader < 40 else {2: 2.0, 3: 2.0} for reader in range(80)]
    known[39] = {0: 2.0}
    readers = replace(profiles(*known), read=csr_array(read))
    rarity = House(floats(None, 6, 4.0)).rarity()
    return readers, Company.learn(readers.read, readers.tastes(rarity), TUNING)


def with_company(shelf, company):
    return replace(shelf, house=House(shelf.house.frequency, company))


def test_a_text_about_what_the_same_circle_cares_for_comes_before_one_for_the_other(world):
    readers, company = world
    shelf = with_company(candidates((1,), (3,)), company)
    last_sailor = match(readers.rows(39, 40), shelf, Places(2), tuning=TUNING)
    assert last_sailor.choice.tolist() == [[0, 1]]


def test_the_pick_names_the_topic_that_the_company_cares_for(world):
    readers, company = world
    shelf = with_company(candidates((0,), (1,), (3,)), company)
    picks = match(readers.rows(39, 40), shelf, Places(3), tuning=TUNING)
    assert picks.choice.tolist() == [[0, 1, 2]]
    assert picks.topic.tolist() == [[0, -1, -1]]
    assert picks.kin.tolist() == [[-1, 1, -1]]
    assert picks.personal[0, 1] > picks.personal[0, 2]


def test_the_place_of_a_reader_follows_from_what_they_read(world):
    readers, company = world
    places = company.places(readers.read, TUNING)
    sailor, baker = places[:39].mean(axis=0), places[40:].mean(axis=0)
    newcomer = company.places(csr_array(np.eye(1, 40, dtype=np.float32)), TUNING)[0]
    assert newcomer @ sailor > newcomer @ baker


def test_who_read_nothing_keeps_no_company(world):
    _readers, company = world
    shelf = with_company(candidates((1,), (3,)), company)
    nobody = replace(profiles({}), read=csr_array((1, 40), dtype=np.float32))
    assert match(nobody, shelf, Places(2), tuning=TUNING).kin.tolist() == [[-1, -1]]


def test_a_refusal_is_stronger_than_all_company(world):
    readers, company = world
    shelf = with_company(candidates((0,), (1,)), company)
    refusing = replace(profiles({0: 2.0}, refused=[(0, 1)]), read=readers.read[[39]])
    assert match(refusing, shelf, Places(2), tuning=TUNING).choice.tolist() == [[0, -1]]


def test_from_too_few_nothing_is_learned():
    readers = profiles(*[{0: 1.0}] * 19)
    read = csr_array(np.ones((19, 19), dtype=np.float32))
    assert Company.learn(read, readers.tastes(House(floats(None, 6, 1.0)).rarity())) is None


def test_the_same_readings_teach_the_same(world):
    readers, company = world
    again = Company.learn(readers.read, readers.tastes(House(floats(None, 6, 4.0)).rarity()), TUNING)
    assert (again.texts == company.texts).all()


def test_a_removed_topic_does_not_come_back_through_the_company(world):
    readers, company = world
    shelf = with_company(candidates((0,), (1,), (4,)), company)
    sailor = readers.rows(39, 40)
    removed = replace(sailor, less=csr_array(([1.0], ([0], [1])), shape=(1, 6)))
    before, after = (match(one, shelf, Places(3), tuning=TUNING) for one in (sailor, removed))
    assert before.kin.tolist() == [[-1, 1, -1]]
    assert (after.kin == -1).all()
    assert after.personal[0, list(after.choice[0]).index(1)] < 0.01
