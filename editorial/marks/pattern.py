"""Where the inner drawing of a grain goes, and its heart: the bold motif in the middle."""

import math
from collections.abc import Callable

from .genome import Grain
from .outline import Body
from .shapes import Blob, Detail, Dots, Lines, Point, Ring, Shape, polar, simplified

_RESTLESS = ("ruffled", "scalloped", "starred", "pinwheel")


class Plan:
    """A body to draw on: maps a share of the radius and an angle to a point.

    Near the middle the map is round, towards the edge it follows the outline.
    """

    def __init__(self, grain: Grain, body: Body, detail: Detail, tolerance: float) -> None:
        self.grain, self.body, self.detail = grain, body, detail
        self.tolerance = tolerance
        radii = [body[1](math.tau * k / 180) for k in range(180)]
        #: The radius of the largest disc around the middle; sizes are shares of it.
        self.inner = max(min(radii), 0.5 * max(radii))
        #: Curves would stumble over every lobe of these outlines: they stay in the inner disc.
        self.calm = grain.texture in ("swirl", "net", "cells") and grain.outline in _RESTLESS

    def at(self, share: float, angle: float) -> Point:
        centre, radius = self.body
        if self.calm:
            return polar(share * self.inner * 1.06, angle, centre)
        blend = share**3
        return polar(share * ((1 - blend) * self.inner + blend * radius(angle)), angle, centre)

    def ring(self, share: float, count: int, offset: float = 0.0) -> tuple[Point, ...]:
        """Count points evenly around at a share of the radius; offset in steps."""
        return tuple(self.at(share, math.tau * (k + offset) / count) for k in range(count))

    def around(self, share: float) -> tuple[Point, ...]:
        """A closed line at a share of the radius."""
        return simplified([self.at(share, math.tau * k / 360) for k in range(360)], self.tolerance)

    def leaf(self, start: float, end: float, width: float, angle: float, belly: float = 0.5) -> tuple[Point, ...]:
        """A leaf along a radius: from a share to a share, as wide as a share of the disc.

        ``belly`` is where along its length the leaf is widest.
        """
        steps = 12 if self.detail is Detail.FULL else 5
        bend = math.log(0.5) / math.log(belly)
        sides: list[list[Point]] = [[], []]
        for k in range(steps + 1):
            along = k / steps
            half = width / 2 * math.sin(math.pi * along**bend)
            share = start + (end - start) * along
            for side, sign in zip(sides, (1, -1), strict=True):
                side.append(self.at(math.hypot(share, half), angle + sign * math.atan2(half, share or 1e-9)))
        return tuple(sides[0] + sides[1][-2:0:-1])


def heart(plan: Plan) -> list[Shape]:
    """The motif of the grain on a body; larger on small marks, so that 20 px carry it."""
    swell = {Detail.SMALL: 1.25, Detail.MEDIUM: 1.0, Detail.FULL: 0.92}[plan.detail]
    if plan.grain.outline in ("tetrad", "spiny", "starred"):
        swell *= 1.15
    return _HEARTS[plan.grain.heart](plan, swell)


def _eye(plan: Plan, swell: float) -> list[Shape]:
    g, centre = plan.grain, plan.body[0]
    size = plan.inner * (0.24 + 0.1 * g.girth) * swell
    pupil = Dots((centre,), size, g.colour.dark)
    if plan.detail is not Detail.FULL:
        return [pupil]
    return [
        pupil,
        Ring(centre, size * 0.62, size * 0.09, g.colour.fill),
        Dots((centre,), size * 0.2, g.colour.light),
    ]


def _ring(plan: Plan, swell: float) -> list[Shape]:
    g, centre = plan.grain, plan.body[0]
    size = plan.inner * 0.3 * swell
    rim: list[Shape] = [Ring(centre, size, size * 0.42, g.colour.dark)]
    if plan.detail is Detail.FULL:
        rim += [
            Dots((centre,), size * 0.3, g.colour.dark),
            Dots(_circle(centre, size, 24), size * 0.05, g.colour.light),
        ]
    return rim


def _pores(plan: Plan, swell: float) -> list[Shape]:
    g = plan.grain
    count = min(g.petals, 5) if plan.detail is Detail.SMALL else g.petals
    centres = _circle(plan.body[0], plan.inner * 0.3 * swell, count)
    size = plan.inner * min(0.17, 0.56 / count) * swell
    holes: list[Shape] = [Dots(centres, size, g.colour.dark)]
    if plan.detail is Detail.FULL:
        holes += [Ring(c, size * 1.35, size * 0.12, g.colour.shade) for c in centres]
        holes.append(Dots(centres, size * 0.3, g.colour.light))
    return holes


def _slits(plan: Plan, swell: float) -> list[Shape]:
    g = plan.grain
    width, reach = min(0.2, 0.75 / g.petals) * swell, min(0.5 * swell, 0.62)
    angles = [math.tau * (k + 0.5) / g.petals for k in range(g.petals)]
    slits: list[Shape] = [Blob(plan.leaf(0.1, reach, width, t), g.colour.dark) for t in angles]
    if plan.detail is Detail.FULL:
        slits += [Blob(plan.leaf(0.18, reach - 0.09, width * 0.22, t), g.colour.light) for t in angles]
    return slits


def _star(plan: Plan, swell: float) -> list[Shape]:
    g, points = plan.grain, max(plan.grain.petals, 4)
    size = plan.inner * 0.44 * swell
    corners = []
    for k in range(points * 2):
        corners.append(polar(size if k % 2 == 0 else size * 0.42, math.pi * k / points, plan.body[0]))
    star: list[Shape] = [Blob(tuple(corners), g.colour.dark)]
    if plan.detail is Detail.FULL:
        star += [
            Dots((plan.body[0],), size * 0.16, g.colour.light),
            Dots(_circle(plan.body[0], size * 0.62, points), size * 0.05, g.colour.light),
        ]
    return star


def _slot(plan: Plan, swell: float) -> list[Shape]:
    g = plan.grain
    reach, width = min(0.56 * swell, 0.66), 0.3 * swell
    outline = _lens(plan, reach * plan.inner * (1.35 if g.outline == "oval" else 1), width * plan.inner)
    slot: list[Shape] = [Blob(outline, g.colour.dark)]
    if plan.detail is Detail.FULL:
        slot.append(Blob(_lens(plan, reach * plan.inner * 0.72, width * plan.inner * 0.22), g.colour.light))
    return slot


def _petals(plan: Plan, swell: float) -> list[Shape]:
    g = plan.grain
    reach, width = min(0.52 * swell, 0.62), min(0.34, 1.3 / g.petals) * swell
    angles = [math.tau * k / g.petals for k in range(g.petals)]
    rosette: list[Shape] = [Blob(plan.leaf(0.04, reach, width, t, belly=0.66), g.colour.dark) for t in angles]
    if plan.detail is Detail.FULL:
        rosette += [Blob(plan.leaf(0.2, reach - 0.1, width * 0.16, t), g.colour.light) for t in angles]
        rosette.append(Dots((plan.body[0],), plan.inner * 0.07, g.colour.light))
    return rosette


def _trilete(plan: Plan, swell: float) -> list[Shape]:
    g, centre = plan.grain, plan.body[0]
    arms = tuple(
        (centre, polar(plan.inner * 0.44 * swell, math.tau * k / 3 - math.pi / 2, centre)) for k in range(3)
    )
    scar: list[Shape] = [Lines(arms, plan.inner * 0.13 * swell, g.colour.dark)]
    if plan.detail is Detail.FULL:
        scar.append(Lines(arms, plan.inner * 0.022, g.colour.light))
    return scar


def _lens(plan: Plan, half: float, width: float) -> tuple[Point, ...]:
    """A lens lying across the middle, ``half`` long to each side (units)."""
    (x, y), steps = plan.body[0], 24 if plan.detail is Detail.FULL else 8
    top = [
        (x + half * (2 * k / steps - 1), y - width / 2 * math.sin(math.pi * k / steps) ** 0.8)
        for k in range(steps + 1)
    ]
    return tuple(top + [(px, 2 * y - py) for px, py in top[-2:0:-1]])


def _circle(centre: Point, radius: float, count: int) -> tuple[Point, ...]:
    return tuple(polar(radius, math.tau * k / count, centre) for k in range(count))


_HEARTS: dict[str, Callable[[Plan, float], list[Shape]]] = {
    "eye": _eye,
    "ring": _ring,
    "pores": _pores,
    "slits": _slits,
    "star": _star,
    "slot": _slot,
    "petals": _petals,
    "trilete": _trilete,
}
