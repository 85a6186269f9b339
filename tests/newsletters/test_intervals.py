"""Shares and their differences, held against what was published."""

import pytest

from newsletters.services.intervals import Share

# Newcombe, Stat. Med. 17 (1998) 873-890, table II, method 10: the examples (a) to (h).
PUBLISHED = [
    ((56, 70), (48, 80), (0.0524, 0.3339)),
    ((9, 10), (3, 10), (0.1705, 0.8090)),
    ((6, 7), (2, 7), (0.0582, 0.8062)),
    ((5, 56), (0, 29), (-0.0381, 0.1926)),
    ((0, 10), (0, 20), (-0.1611, 0.2775)),
    ((0, 10), (0, 10), (-0.2775, 0.2775)),
    ((10, 10), (0, 20), (0.6791, 1.0000)),
    ((10, 10), (0, 10), (0.6075, 1.0000)),
]


@pytest.mark.parametrize(("one", "other", "interval"), PUBLISHED)
def test_the_difference_of_two_shares_has_newcombes_interval(one, other, interval):
    assert Share(*one).minus(Share(*other)) == pytest.approx(interval, abs=0.00006)


@pytest.mark.parametrize(("one", "other", "interval"), PUBLISHED)
def test_the_other_way_round_the_interval_is_mirrored(one, other, interval):
    low, high = interval
    assert Share(*other).minus(Share(*one)) == pytest.approx((-high, -low), abs=0.00006)


# Newcombe, Stat. Med. 17 (1998) 857-872, table I, method 3.
@pytest.mark.parametrize(
    ("share", "interval"),
    [
        ((81, 263), (0.2553, 0.3662)),
        ((15, 148), (0.0624, 0.1605)),
        ((0, 20), (0.0, 0.1611)),
        ((1, 29), (0.0061, 0.1718)),
    ],
)
def test_one_share_has_wilsons_interval(share, interval):
    assert Share(*share).interval() == pytest.approx(interval, abs=0.00006)


def test_of_nothing_nothing_is_known():
    assert Share(0, 0).interval() == (0, 1)
    assert Share(0, 0).value == 0


def test_what_counts_half_is_known_less_well():
    low, high = Share(10, 50).minus(Share(5, 50))
    wider_low, wider_high = Share(5, 25).minus(Share(2.5, 25))
    assert wider_low < low < high < wider_high
