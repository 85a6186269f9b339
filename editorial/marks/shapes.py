"""The four things a mark is made of, in unit coordinates.

The middle of a mark is (0, 0), y points down, and nothing reaches farther than 1 from the
middle. Lengths (radius, width) are in the same unit.
"""

import math
from dataclasses import dataclass
from enum import IntEnum
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]


class Detail(IntEnum):
    """How much is drawn, by the size on the page."""

    SMALL = 0  # up to 32 px: outline and heart
    MEDIUM = 1  # up to 120 px: and the coarse texture
    FULL = 2  # beyond: everything

    @classmethod
    def at(cls, size: float) -> "Detail":
        """The detail for a mark ``size`` pixels wide."""
        return cls.SMALL if size <= 32 else cls.MEDIUM if size <= 120 else cls.FULL


@dataclass(frozen=True, slots=True)
class Blob:
    """A filled polygon."""

    points: tuple[Point, ...]
    colour: str


@dataclass(frozen=True, slots=True)
class Dots:
    """Filled discs of one radius."""

    points: tuple[Point, ...]
    radius: float
    colour: str


@dataclass(frozen=True, slots=True)
class Lines:
    """Open or closed polylines with round ends."""

    lines: tuple[tuple[Point, ...], ...]
    width: float
    colour: str
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Ring:
    """A circle's line; ``radius`` runs to the middle of the line."""

    centre: Point
    radius: float
    width: float
    colour: str


Shape: TypeAlias = Blob | Dots | Lines | Ring


def polar(radius: float, angle: float, centre: Point = (0.0, 0.0)) -> Point:
    """The point at a distance and an angle (radians, clockwise from 3 o'clock)."""
    return centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)


def simplified(points: list[Point], tolerance: float) -> tuple[Point, ...]:
    """A closed polygon with the points removed that lie within tolerance of a straight line."""
    half = len(points) // 2
    first, second = points[: half + 1], [*points[half:], points[0]]
    return tuple(_thin(first, tolerance)[:-1] + _thin(second, tolerance)[:-1])


def _thin(points: list[Point], tolerance: float) -> list[Point]:
    """The Ramer-Douglas-Peucker algorithm with a stack of its own."""
    keep = {0, len(points) - 1}
    stack = [(0, len(points) - 1)]
    while stack:
        start, end = stack.pop()
        if end - start < 2:
            continue
        far = max(range(start + 1, end), key=lambda i: _distance(points[i], points[start], points[end]))
        if _distance(points[far], points[start], points[end]) > tolerance:
            keep.add(far)
            stack += [(start, far), (far, end)]
    return [points[i] for i in sorted(keep)]


def _distance(point: Point, start: Point, end: Point) -> float:
    """From a point to the line through two others, or to start when they coincide."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = math.hypot(dx, dy)
    if length == 0:
        return math.hypot(point[0] - start[0], point[1] - start[1])
    return abs(dx * (start[1] - point[1]) - dy * (start[0] - point[0])) / length
