"""The two shares of the comparison with their intervals, as numbers for an SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from newsletters.services.comparison import Comparison, Side

# The units of the drawing; the template scales it to the width there is.
WIDTH, MARGIN = 420, 8
ROWS = (62, 122)


@dataclass(frozen=True)
class Line:
    """One arm: a point within its interval, in coordinates as SVG wants them, whatever the language."""

    name: str
    side: Side
    y: int
    x: str
    left: str
    right: str

    @property
    def above(self) -> int:
        return self.y - 16


@dataclass(frozen=True)
class Tick:
    x: str
    percent: int
    anchor: str


@dataclass(frozen=True)
class Picture:
    lines: Sequence[Line]
    ticks: Sequence[Tick]


def picture(comparison: Comparison, names: Sequence[str]) -> Picture:
    """Both arms on one scale that begins at nothing and ends at a round number above all of it."""
    sides = (comparison.matched, comparison.holdout)
    step = _step(max(side.share.interval().high for side in sides))
    end = step * ceil(max(side.share.interval().high for side in sides) * 100 / step)
    lines = [
        Line(name, side, y, *(_at(value * 100, end) for value in (side.share.value, *side.share.interval())))
        for name, side, y in zip(names, sides, ROWS, strict=True)
    ]
    ticks = [
        Tick(_at(percent, end), percent, "start" if not percent else "end" if percent == end else "middle")
        for percent in range(0, end + 1, step)
    ]
    return Picture(lines, ticks)


def _step(highest: float) -> int:
    """Of these the smallest, in per cent, that needs at most five."""
    return next(step for step in (1, 2, 5, 10, 20) if highest * 100 <= 5 * step)


def _at(percent: float, end: int) -> str:
    return f"{MARGIN + (WIDTH - 2 * MARGIN) * percent / end:.1f}"
