import matching_plainly
import numpy as np
import pytest

from pollen.engine import TUNING, Places, Tuning, match
from tests.pollen.engine.invented import candidates, profiles


def chosen(*args, **more):
    return match(*args, **more).choice.tolist()


def test_what_a_reader_knows_most_about_comes_first():
    assert chosen(profiles({0: 1.0, 1: 5.0}), candidates((0,), (1,), (2,)), Places(2)) == [[1, 0]]


def test_each_reader_gets_what_fits_them():
    assert chosen(profiles({0: 3.0}, {1: 3.0}), candidates((0,), (1,)), Places(1)) == [[0], [1]]


def test_a_rare_topic_says_more_than_a_frequent_one():
    shelf = candidates((0,), (1,), frequency=[20.0, 2.0, 1.0, 1.0, 1.0, 1.0])
    assert chosen(profiles({0: 2.0, 1: 2.0}), shelf, Places(1)) == [[1]]


def test_a_text_with_many_topics_says_less_about_each():
    assert chosen(profiles({0: 2.0}), candidates((0, 1, 2, 3, 4, 5), (0,)), Places(1)) == [[1]]


def test_a_chosen_topic_counts_like_readings():
    assert chosen(profiles({0: 1.0, 1: (0.0, 0.0, 1.0)}), candidates((0,), (1,)), Places(1)) == [[1]]


def test_what_is_on_the_mind_now_counts_beside_what_lasts():
    assert chosen(profiles({0: (0.0, 1.0, 0.0), 1: (1.0, 1.0, 0.0)}), candidates((0,), (1,)), Places(1)) == [[1]]


def test_a_refused_topic_vetoes_whatever_else_speaks_for_a_text():
    known = profiles({0: 5.0, 1: 1.0}, refused=[(0, 2)])
    assert chosen(known, candidates((0, 2), (1,)), Places(2)) == [[1, -1]]


def test_what_is_out_of_the_question_never_comes():
    known, out = profiles({0: 5.0}, {0: 5.0}), (np.array([0]), np.array([0]))
    assert chosen(known, candidates((0,), (1,)), Places(1), out) == [[1], [0]]


def test_what_the_editors_want_nowhere_never_comes():
    assert chosen(profiles({0: 5.0}), candidates((0,), (1,), weight=[0, 2]), Places(2)) == [[1, -1]]


def test_fewer_candidates_than_places_leave_places_empty():
    picks = match(profiles({0: 1.0}), candidates((0,)), Places(3))
    assert picks.choice.tolist() == [[0, -1, -1]]
    assert picks.topic.tolist() == [[0, -1, -1]]


def test_no_readers_and_no_candidates_are_no_error():
    assert match(profiles(), candidates((0,)), Places(3)).choice.shape == (0, 3)
    assert chosen(profiles({0: 1.0}), candidates(), Places(2)) == [[-1, -1]]


@pytest.mark.parametrize(
    ("which", "better"),
    [({"age": [90, 0]}, 1), ({"trend": [0, 1]}, 1), ({"weight": [2, 3]}, 1), ({"weight": [2, 1]}, 0)],
    ids=["fresh", "much read", "recommended", "not quiet"],
)
def test_for_an_unknown_reader_the_house_decides(which, better):
    picks = match(profiles({}), candidates((0,), (1,), **which), Places(1))
    assert picks.choice.tolist() == [[better]]
    assert (picks.topic.tolist(), picks.personal.tolist()) == ([[-1]], [[0.0]])


def test_freshness_moves_a_match_by_half_at_most():
    gain = candidates((0,), (0,), age=[0, 100_000]).gain()
    assert gain.tolist() == pytest.approx([1.0, 0.5])


def test_the_less_is_known_the_less_it_is_trusted():
    trust = profiles({}, {0: 0.2}, {0: 2.0}, {0: 200.0}).trust()
    assert trust.tolist() == pytest.approx([0.0, 0.2 / 2.2, 0.5, 200 / 202])


def test_a_faint_interest_does_not_outweigh_what_the_editors_recommend():
    shelf = candidates((0,), (1,), weight=[2, 3], trend=[0, 1])
    assert chosen(profiles({0: 0.05}, {0: 5.0}), shelf, Places(1)) == [[1], [0]]


def test_a_second_pick_makes_room_for_another_interest():
    known, shelf = profiles({0: 3.0, 1: 2.0}), candidates((0,), (0,), (1,))
    assert chosen(known, shelf, Places(2)) == [[0, 2]]
    assert chosen(known, shelf, Places(2), tuning=Tuning(diversity=0.0)) == [[0, 1]]


def test_each_pick_names_the_readers_own_topic_that_counted_most():
    picks = match(profiles({0: 4.0, 3: 1.0}), candidates((0, 3), (3, 5), (5,)), Places(3))
    assert picks.topic.tolist() == [[0, 3, -1]]
    assert picks.personal[0, 0] > picks.personal[0, 1] > picks.personal[0, 2] == 0.0


def test_the_engine_picks_what_a_plain_loop_picks():
    rng = np.random.default_rng(3)
    known = profiles(*({int(t): float(rng.exponential()) for t in rng.choice(6, 3, False)} for _ in range(40)))
    about = [tuple(rng.choice(6, rng.integers(1, 4), False)) for _ in range(80)]
    shelf = candidates(*about, age=rng.random(80) * 60, trend=rng.random(80), weight=rng.integers(1, 4, 80))
    assert chosen(known, shelf, Places(6)) == matching_plainly.match(known, shelf, 6)


def test_many_readers_are_matched_in_blocks_like_few():
    many = profiles(*({n % 6: 2.0} for n in range(2_500)))
    found = match(many, candidates(*((n,) for n in range(6))), Places(1))
    assert found.choice[:, 0].tolist() == [n % 6 for n in range(2_500)]
    assert found.topic[:, 0].tolist() == [n % 6 for n in range(2_500)]


def test_the_numbers_are_what_the_notes_say():
    assert (TUNING.stated, TUNING.shrinkage, TUNING.diversity) == (2.0, 2.0, 0.5)
