"""The numbers of planning: of pages after a move, of the next issue, and the day on which it appears."""

from datetime import date

import pytest

from magazine.services.framing import add_months, next_day, next_number
from magazine.services.numbering import Place, moved

# --- Page numbers ------------------------------------------------------------------------------------


def places(*pages):
    return [Place(pk, page, f"{pk:04}") for pk, page in enumerate(pages, start=1)]


@pytest.mark.parametrize(
    ("pages", "pk", "index", "new"),
    [
        # The pages are dealt out anew along the order.
        ((4, 8, 12), 3, 0, {3: 4, 1: 8, 2: 12}),
        ((4, 8, 12), 1, 1, {2: 4, 1: 8}),
        ((4, 8, 12), 2, 1, {}),
        # One without a page gets one between its neighbours, or behind the last.
        ((None, 4, 8), 1, 1, {1: 6}),
        ((None, 4, 8), 1, 2, {1: 10}),
        # Where there is no room, those behind it move up by one.
        ((None, 4, 5, 9), 1, 1, {1: 5, 3: 6}),
        # Two on one page: the one that is moved behind the other needs a page of its own.
        ((4, 4, 8), 2, 0, {1: 5}),
        # Without any pages the order itself is written down.
        ((None, None, None), 3, 0, {1: 1, 2: 2}),
        ((4, 8), 1, 99, {2: 4, 1: 8}),
    ],
)
def test_page_numbers_after_a_move(pages, pk, index, new):
    assert moved(places(*pages), pk, index) == new


def test_moving_back_restores_every_number():
    before = places(4, 7, 10, 14)
    once = moved(before, 4, 0)
    after = [Place(one.pk, once.get(one.pk, one.page_number), one.path) for one in before]
    back = moved(after, 4, 3)
    assert {one.pk: back.get(one.pk, one.page_number) for one in after} == {1: 4, 2: 7, 3: 10, 4: 14}


# --- The next issue ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "day", "expected"),
    [
        ("2.26", date(2026, 11, 9), "3.26"),
        ("4.26", date(2027, 2, 9), "1.27"),
        ("2/2026", date(2026, 11, 9), "3/2026"),
        ("6-26", date(2027, 1, 1), "1-27"),
        ("41", date(2027, 1, 1), "42"),
        ("Sommer", date(2027, 1, 1), "Sommer +"),
    ],
)
def test_the_number_of_the_next_issue(number, day, expected):
    assert next_number(number, day) == expected


def test_the_rhythm_is_that_of_the_last_two_issues_and_never_lies_behind():
    today = date(2026, 11, 22)
    assert next_day([date(2026, 8, 22), date(2026, 11, 14)], today) == date(2027, 2, 14)
    assert next_day([date(2026, 9, 30), date(2026, 10, 31)], today) == date(2026, 11, 30)
    assert next_day([date(2026, 11, 14)], today) == date(2027, 2, 14)
    assert next_day([date(2019, 1, 1)], today) >= today
    assert add_months(date(2028, 1, 31), 1) == date(2028, 2, 29)
