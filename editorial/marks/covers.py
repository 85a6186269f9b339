"""Pictures made from marks: issue covers here, illustrations and portraits next door."""

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

from .colour import INK
from .genome import Grain, grain
from .illustrations import illustration
from .lettering import Block, fit
from .portraits import portrait
from .raster import draw

__all__ = ["CoverLayout", "cover_layout", "illustration", "issue_cover", "portrait"]

TITLE, SOFT = "#FFFFFF", "#D9DDE8"
#: Left, top, right, bottom in pixels.
Box = tuple[float, float, float, float]

#: Where marks would like to be: x in widths, y in shares of the space below the headline,
#: radius in widths. Each shrinks until it is clear of text and of those before it.
_ARRANGEMENTS: tuple[tuple[tuple[float, float, float], ...], ...] = (
    (
        (0.82, 0.62, 0.44),
        (0.06, 0.30, 0.25),
        (0.44, 0.14, 0.11),
        (0.50, 0.97, 0.09),
        (0.26, 0.60, 0.05),
        (0.97, 0.07, 0.06),
    ),
    (
        (0.20, 0.36, 0.42),
        (0.96, 0.84, 0.33),
        (0.80, 0.20, 0.15),
        (0.56, 0.72, 0.06),
        (0.62, 0.07, 0.035),
        (0.57, 0.98, 0.07),
    ),
    (
        (0.56, 0.42, 0.37),
        (1.00, 0.93, 0.24),
        (0.02, 0.22, 0.15),
        (0.96, 0.10, 0.11),
        (0.09, 0.60, 0.06),
        (0.64, 0.94, 0.05),
    ),
)


@dataclass(frozen=True, slots=True)
class CoverLayout:
    """Where everything goes on a cover: texts with their corners, and marks as circles."""

    texts: tuple[tuple[Block, tuple[float, float], str], ...]
    marks: tuple[tuple[float, float, float], ...]

    @property
    def zones(self) -> tuple[Box, ...]:
        """The boxes of the texts, which marks keep clear of."""
        return tuple((x, y, x + block.width, y + block.height) for block, (x, y), _ in self.texts)


def issue_cover(
    brand: str,
    number: str,
    date_line: str,
    headline: str,
    grains: Sequence[Grain],
    size: tuple[int, int] = (1200, 1600),
) -> Image.Image:
    """The cover of an issue (RGB): brand, headline, and the marks of its topics.

    ``number`` and ``date_line`` are written as they are given, e.g. "Heft 2.26" and
    "Mai · 5 € | 5 CHF". The first grain is the largest; with few grains they come again,
    turned. The arrangement depends on number and headline, so that issues differ.
    """
    layout = cover_layout(brand, number, date_line, headline, size)
    cover = Image.new("RGB", size, INK)
    actors = tuple(grains) or (grain(brand),)
    for k, (x, y, radius) in enumerate(layout.marks):
        draw(cover, actors[k % len(actors)].turned(37 * (k // len(actors))), (x, y), radius)
    canvas = ImageDraw.Draw(cover)
    for block, corner, colour in layout.texts:
        block.draw(canvas, corner, colour)
    return cover


def cover_layout(brand: str, number: str, date_line: str, headline: str, size: tuple[int, int]) -> CoverLayout:
    """Set the texts of a cover and find room for marks around them."""
    wide, high = size
    margin = 0.062 * wide
    room = wide - 2 * margin
    name = fit(brand, (room, 0.16 * high), round(0.132 * wide), round(0.05 * wide), weight=800)
    top = 0.045 * high + name.height + 0.012 * high
    head = fit(
        headline,
        (0.94 * room, 0.29 * high),
        round(0.085 * wide),
        round(0.042 * wide),
        weight=600,
        leading=1.08,
    )
    label = fit(number, (0.5 * wide, 0.1 * high), round(0.066 * wide), round(0.03 * wide), weight=700)
    date = fit(date_line, (0.5 * wide, 0.1 * high), round(0.036 * wide), round(0.022 * wide), weight=500)
    date_top = high - 0.045 * high - date.height
    texts = (
        (name, (margin, 0.045 * high), TITLE),
        (head, (margin, top), SOFT),
        (label, (margin, date_top - label.height - 0.002 * high), TITLE),
        (date, (margin, date_top), SOFT),
    )
    pick = hashlib.sha256(f"{number}{headline}".encode()).digest()[0] % len(_ARRANGEMENTS)
    bare = CoverLayout(texts, ())
    return CoverLayout(texts, _placed(_ARRANGEMENTS[pick], bare.zones, size))


def _placed(
    wishes: Sequence[tuple[float, float, float]], zones: Sequence[Box], size: tuple[int, int]
) -> tuple[tuple[float, float, float], ...]:
    """The wished-for circles in pixels, made smaller until nothing touches; tiny ones are left out."""
    wide, high = size
    gap, begin = 0.03 * wide, zones[1][3]
    placed: list[tuple[float, float, float]] = []
    for x_share, y_share, radius_share in wishes:
        x, y = x_share * wide, begin + y_share * (high - begin)
        free = min(_clearance(x, y, zone) for zone in zones) - gap
        others = (math.hypot(x - ox, y - oy) - other - gap / 2 for ox, oy, other in placed)
        radius = min(free, radius_share * wide, *others) if placed else min(free, radius_share * wide)
        if radius >= 0.028 * wide:
            placed.append((x, y, radius))
    return tuple(placed)


def _clearance(x: float, y: float, box: Box) -> float:
    """The distance from a point to a box; 0 inside it."""
    dx = max(box[0] - x, 0.0, x - box[2])
    dy = max(box[1] - y, 0.0, y - box[3])
    return math.hypot(dx, dy)
