"""Intervals for shares, and for the difference between two of them."""

from math import sqrt
from typing import NamedTuple

# The quantile of the normal distribution for 95 %.
Z = 1.959963984540054


class Interval(NamedTuple):
    low: float
    high: float


class Share(NamedTuple):
    """So many of so many. Both may be fractions: what depends on each other counts less (Rao & Scott 1992)."""

    hits: float
    of: float

    @property
    def value(self) -> float:
        return self.hits / self.of if self.of else 0.0

    def interval(self) -> Interval:
        """The 95 % score interval of Wilson (1927), as in Newcombe, Stat. Med. 17 (1998) 857-872, method 3."""
        if not self.of:
            return Interval(0.0, 1.0)
        middle = 2 * self.hits + Z**2
        width = Z * sqrt(Z**2 + 4 * self.hits * (1 - self.value))
        whole = 2 * (self.of + Z**2)
        return Interval(max(0.0, (middle - width) / whole), min(1.0, (middle + width) / whole))

    def minus(self, other: "Share") -> Interval:
        """The 95 % interval of the difference: Newcombe's hybrid score interval for two independent proportions,
        without a correction for continuity (Stat. Med. 17 (1998) 873-890, method 10)."""
        mine, others = self.interval(), other.interval()
        difference = self.value - other.value
        below = sqrt((self.value - mine.low) ** 2 + (others.high - other.value) ** 2)
        above = sqrt((mine.high - self.value) ** 2 + (other.value - others.low) ** 2)
        return Interval(difference - below, difference + above)
