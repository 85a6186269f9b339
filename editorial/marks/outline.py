"""The silhouettes of the grains.

Most outlines are a radius over an angle; a few (winged, tetrad, pinned…) are made of several
parts. The terms are loosely those of palynology, see https://www.paldat.org/terminology.
"""

import math
from collections.abc import Callable
from typing import TypeAlias

from .genome import Grain
from .shapes import Blob, Detail, Dots, Lines, Point, Ring, Shape, polar, simplified

#: The middles of the two air sacs of a winged grain, and their radius.
SACS: tuple[Point, Point] = ((-0.56, 0.08), (0.56, 0.08))
SAC = 0.42

#: How far the polygon may stray from the true curve, in units, by detail.
TOLERANCE = {Detail.SMALL: 0.008, Detail.MEDIUM: 0.0025, Detail.FULL: 0.0005}

Radius: TypeAlias = Callable[[float], float]
#: A disc-like body to be drawn on: its middle and its radius over the angle.
Body: TypeAlias = tuple[Point, Radius]


def _nearest(angle: float, count: int) -> float:
    """The angle (radians) to the nearest of count evenly spread directions."""
    step = math.tau / count
    return (angle + step / 2) % step - step / 2


def _lobed(g: Grain) -> Radius:
    dip = (0.34 - 0.025 * g.symmetry) + 0.1 * g.depth
    return lambda t: 1 - dip * (1 - math.cos(g.symmetry * t)) / 2 * (1.3 - 0.3 * math.cos(g.symmetry * t)) / 1.6


def _furrowed(g: Grain) -> Radius:
    width, dip = 0.13 + 0.06 * g.girth, 0.46 + 0.14 * g.depth
    return lambda t: (
        (0.92 + 0.08 * (1 - math.cos(g.symmetry * t)) / 2)
        * (1 - dip * math.exp(-((_nearest(t, g.symmetry) / width) ** 2)))
    )


def _spiny(g: Grain) -> Radius:
    body, width = 0.64 + 0.08 * g.girth, 0.72 * math.pi / g.symmetry
    return lambda t: body + (1 - body) * max(0.0, 1 - abs(_nearest(t, g.symmetry)) / width) ** 1.6


def _scalloped(g: Grain) -> Radius:
    dip = 0.15 + 0.07 * g.depth
    return lambda t: 1 - dip + dip * abs(math.cos(g.symmetry * t / 2)) ** 0.75


def _polygon(sides: int, power: float) -> Radius:
    """A polygon with round corners: a p-norm of the distances to its sides, widest at 1."""

    def raw(t: float) -> float:
        normals = (math.cos(t - math.pi / sides - math.tau * k / sides) for k in range(sides))
        return math.pow(sum(math.pow(max(0.0, c), power) for c in normals), -1 / power)

    widest = raw(0.0)
    return lambda t: raw(t) / widest


def _polygonal(g: Grain) -> Radius:
    return _polygon(g.symmetry, 3 + g.symmetry * (1.6 + 1.6 * g.depth))


def _bossed(g: Grain) -> Radius:
    base, width = _polygon(g.symmetry, 1.5 + 1.5 * g.symmetry), 0.5 / g.symmetry + 0.06
    rise = 0.16 + 0.05 * g.depth
    return lambda t: (1 - rise) * base(t) + rise * math.exp(-((_nearest(t, g.symmetry) / width) ** 4))


def _starred(g: Grain) -> Radius:
    dip = 0.36 + 0.1 * g.depth
    return lambda t: 1 + dip * 0.09 - dip * math.sqrt(math.sin(g.symmetry * t / 2) ** 2 + 0.008)


def _ruffled(g: Grain) -> Radius:
    large, small = 0.1 + 0.03 * g.depth, 0.075
    base = 1 - large - small
    return lambda t: base + large * math.cos(g.symmetry * t) + small * math.cos(2 * g.symmetry * t)


def _pinwheel(g: Grain) -> Radius:
    rise = 0.22 + 0.08 * g.depth

    def radius(t: float) -> float:
        turn = g.symmetry * t / math.tau % 1
        return 1 - rise + rise * (turn**1.4 / 0.85 if turn < 0.88 else (1 - turn) / 0.12 * 0.985)

    return radius


def _oval(g: Grain) -> Radius:
    thin = 0.6 + 0.1 * g.girth
    return lambda t: 1 / math.hypot(math.cos(t), math.sin(t) / thin)


def _disc(radius: float) -> Radius:
    return lambda t: radius


_RADII: dict[str, Callable[[Grain], Radius]] = {
    "lobed": _lobed,
    "furrowed": _furrowed,
    "spiny": _spiny,
    "scalloped": _scalloped,
    "polygonal": _polygonal,
    "bossed": _bossed,
    "starred": _starred,
    "ruffled": _ruffled,
    "pinwheel": _pinwheel,
    "oval": _oval,
}


def bodies(g: Grain) -> list[Body]:
    """The parts of a grain that carry a heart and a texture."""
    if g.outline == "winged":
        return [((0.0, -0.05), lambda t: 0.52 / math.hypot(math.cos(t), math.sin(t) / 1.18))]
    if g.outline == "tetrad":
        size = {3: 0.455, 4: 0.405, 7: 0.325}[g.symmetry]
        around = g.symmetry if g.symmetry < 7 else 6
        cells = [(polar(0.985 - size, math.tau * k / around), _disc(size)) for k in range(around)]
        return cells if g.symmetry < 7 else [((0.0, 0.0), _disc(size)), *cells]
    if g.outline == "spiny":
        return [((0.0, 0.0), _disc(0.64 + 0.08 * g.girth))]
    if g.outline in _RADII:
        return [((0.0, 0.0), _RADII[g.outline](g))]
    return [((0.0, 0.0), _disc({"fringed": 0.62, "beaded": 0.685, "ringed": 0.66}[g.outline]))]


def trace(body: Body, scale: float, tolerance: float, steps: int = 720) -> tuple[Point, ...]:
    """The closed line around a body, drawn in by scale (1 is the edge itself)."""
    centre, radius = body
    angles = (math.tau * k / steps for k in range(steps))
    return simplified([polar(scale * radius(t), t, centre) for t in angles], tolerance)


def silhouette(g: Grain, detail: Detail) -> list[Shape]:
    """The shapes that make the outline, all in the fill colour."""
    tolerance, fill = TOLERANCE[detail], g.colour.fill
    if g.outline == "tetrad":
        cells = bodies(g)
        return [Dots(tuple(centre for centre, _ in cells), cells[0][1](0), fill)]
    edge = _RADII[g.outline](g) if g.outline in _RADII else bodies(g)[0][1]
    body = Blob(trace((bodies(g)[0][0], edge), 1, tolerance), fill)
    directions = [math.tau * k / g.symmetry for k in range(g.symmetry)]
    if g.outline == "fringed":
        half = 0.56 * math.sin(math.pi / g.symmetry)
        return [
            body,
            Lines(tuple((polar(0.5, t), polar(0.99 - half, t)) for t in directions), 2 * half, fill),
        ]
    if g.outline == "beaded":
        return [body, Dots(tuple(polar(0.86, t) for t in directions), 0.128, fill)]
    if g.outline == "ringed":
        width = 0.09 + 0.06 * g.girth
        return [body, Ring((0.0, 0.0), 0.985 - width / 2, width, fill)]
    if g.outline == "winged":
        return [Dots(SACS, SAC, fill), body]
    return [body]
