"""What the comparison says, and when it says that it cannot say anything."""

import pytest

from newsletters.services import comparison
from newsletters.services.comparison import Comparison, Side, Verdict

from .comparing import counted, days_ago, edition_of, letter_to, with_pollen


def verdict(matched, holdout):
    """Each arm as (clicked, letters)."""
    (clicked, letters), (others_clicked, others) = matched, holdout
    return Comparison(1, Side(letters, clicked), Side(others, others_clicked)).verdict


@pytest.mark.parametrize(
    ("matched", "holdout", "said"),
    [
        ((300, 1000), (200, 1000), Verdict.BETTER),
        ((200, 1000), (300, 1000), Verdict.WORSE),
        ((205, 1000), (200, 1000), Verdict.NO_DIFFERENCE),
        ((0, 0), (0, 0), Verdict.NOT_ENOUGH),
        ((300, 1000), (20, 99), Verdict.NOT_ENOUGH),
        ((20, 99), (300, 1000), Verdict.NOT_ENOUGH),
        ((300, 1000), (4, 1000), Verdict.NOT_ENOUGH),
        ((300, 1000), (996, 1000), Verdict.NOT_ENOUGH),
        ((300, 1000), (5, 100), Verdict.BETTER),
    ],
)
def test_a_verdict_needs_an_interval_without_zero_and_enough_of_everything(matched, holdout, said):
    assert verdict(matched, holdout) == said


def test_letters_that_resemble_each_other_count_less():
    alike = Comparison(4, Side(400, 120, alike=4.0), Side(400, 80, alike=4.0))
    different = Comparison(4, Side(400, 120), Side(400, 80))
    assert different.verdict == Verdict.BETTER
    assert alike.difference == different.difference
    assert alike.verdict == Verdict.NO_DIFFERENCE
    assert Comparison(5, Side(400, 120, alike=5.0), Side(400, 80, alike=5.0)).verdict == Verdict.NOT_ENOUGH


def test_editions_of_the_period_are_added_up(newsletter):
    counted(edition_of(newsletter, days=100), (300, 900), (20, 100))
    counted(edition_of(newsletter, days=200), (150, 900), (10, 100))
    counted(edition_of(newsletter, days=400), (900, 900), (0, 100))
    found = comparison.compared(days_ago(365))
    assert found.editions == 2
    assert (found.matched.letters, found.matched.clicked) == (1800, 450)
    assert (found.holdout.letters, found.holdout.clicked) == (200, 30)
    assert found.difference == pytest.approx(0.1)


def test_an_edition_in_which_nothing_was_chosen_tells_nothing_of_choosing(newsletter):
    counted(edition_of(newsletter, free_places=0), (300, 900), (20, 100))
    assert comparison.compared(days_ago(30)).editions == 0
    counted(edition_of(newsletter, free_places=0, with_issue=True), (300, 900), (20, 100))
    assert comparison.compared(days_ago(30)).editions == 1


def test_without_any_edition_there_is_not_enough_data(db):
    assert comparison.compared(days_ago(30)).verdict == Verdict.NOT_ENOUGH


# --- Letters of the same reader ----------------------------------------------------------------------


def sent(newsletter, readers, *clicks):
    """An edition for each of these rows of clicks, one click a reader."""
    for days, row in enumerate(clicks, 1):
        edition = edition_of(newsletter, days=days)
        for reader, clicked in zip(readers, row, strict=True):
            letter_to(reader, edition, clicked=clicked)
        counted(edition, (sum(row), len(row)), (0, 0))


def alike(newsletter):
    return comparison.compared(days_ago(30)).matched.alike


def test_who_always_does_the_same_counts_as_one_letter(newsletter):
    sent(newsletter, with_pollen(4), [1, 1, 0, 0], [1, 1, 0, 0], [1, 1, 0, 0])
    assert alike(newsletter) == pytest.approx(3)


def test_one_edition_holds_one_letter_a_reader(newsletter):
    sent(newsletter, with_pollen(4), [1, 1, 0, 0])
    assert alike(newsletter) == 1


def test_letters_that_depend_in_part_count_in_part(newsletter):
    """Of six readers two always click, two never, two once: half of what there is depends on the reader …"""
    sent(newsletter, with_pollen(6), [1, 1, 0, 0, 1, 0], [1, 1, 0, 0, 0, 1])
    # … which is a correlation of 1/3 between two letters (4 equal pairs, 2 unequal ones).
    assert alike(newsletter) == pytest.approx(1 + 1 / 3)


def test_readers_who_are_in_turn_count_no_more_than_once_each(newsletter):
    """A negative correlation would make more of the letters than there are."""
    sent(newsletter, with_pollen(2), [1, 0], [0, 1])
    assert alike(newsletter) == 1


def test_editions_whose_clicks_are_forgotten_are_taken_to_depend_as_the_known_ones_do(newsletter):
    sent(newsletter, with_pollen(6), [1, 1, 0, 0, 1, 0], [1, 1, 0, 0, 0, 1])
    for days in (100, 110):
        counted(edition_of(newsletter, days=days), (3, 6), (0, 0))
    assert comparison.compared(days_ago(365)).matched.alike == pytest.approx(1 + 3 / 3)


def test_where_no_click_is_known_any_more_the_worst_is_taken(newsletter):
    for days in (100, 110, 120):
        counted(edition_of(newsletter, days=days), (30, 100), (20, 100))
    assert comparison.compared(days_ago(365)).holdout.alike == 3
