"""A grain as a list of shapes, from back to front, ready to be written down."""

import math
from dataclasses import replace
from functools import lru_cache

from .genome import Grain
from .outline import SAC, SACS, TOLERANCE, bodies, silhouette, trace
from .pattern import Plan, heart
from .shapes import Blob, Detail, Dots, Lines, Point, Ring, Shape
from .texture import HOLE, texture


@lru_cache(maxsize=512)
def compose(grain: Grain, detail: Detail) -> tuple[Shape, ...]:
    """Everything that is drawn of a grain at a detail, already tilted."""
    shapes = silhouette(grain, detail)
    shapes += _wings(grain, detail)
    for body in bodies(grain):
        plan = Plan(grain, body, _cell_detail(grain, detail), TOLERANCE[detail])
        shapes += _wall(grain, plan) + texture(plan) + heart(plan)
    angle = math.radians(grain.tilt)
    return tuple(_turned(shape, math.cos(angle), math.sin(angle)) for shape in shapes)


def _cell_detail(grain: Grain, detail: Detail) -> Detail:
    """Seven cells are each a third as large as a whole grain, so they carry less."""
    crowded = grain.outline == "tetrad" and grain.symmetry == 7
    return min(detail, Detail.MEDIUM) if crowded else detail


def _wall(grain: Grain, plan: Plan) -> list[Shape]:
    """The lighter rim that real grains show in section, and a pale disc below the heart.

    Small marks go without.
    """
    if plan.detail is Detail.SMALL:
        return []
    within = Blob(trace(plan.body, 0.92, plan.tolerance), grain.colour.depth)
    if plan.detail is Detail.MEDIUM:
        return [within]
    edge = Lines((within.points,), plan.inner * 0.012, grain.colour.shade, closed=True)
    return [within, edge, Blob(plan.around(HOLE - 0.07), grain.colour.fill)]


def _wings(grain: Grain, detail: Detail) -> list[Shape]:
    """What sets the air sacs of a winged grain off from its body."""
    if grain.outline != "winged":
        return []
    body = bodies(grain)[0]
    edge = Lines(
        (trace(body, 1, TOLERANCE[detail]),),
        0.06 if detail is Detail.SMALL else 0.028,
        grain.colour.dark,
        closed=True,
    )
    if detail is Detail.SMALL:
        return [edge]
    rings = [Ring(sac, SAC * share, 0.012, grain.colour.shade) for sac in SACS for share in (0.4, 0.6, 0.8, 0.93)]
    return [*rings, Blob(trace(body, 1, TOLERANCE[detail]), grain.colour.fill), edge]


def _turned(shape: Shape, cos: float, sin: float) -> Shape:
    def turn(point: Point) -> Point:
        return point[0] * cos - point[1] * sin, point[0] * sin + point[1] * cos

    if isinstance(shape, Ring):
        return replace(shape, centre=turn(shape.centre))
    if isinstance(shape, Lines):
        return replace(shape, lines=tuple(tuple(map(turn, line)) for line in shape.lines))
    if isinstance(shape, Blob):
        return replace(shape, points=tuple(map(turn, shape.points)))
    return Dots(tuple(map(turn, shape.points)), shape.radius, shape.colour)
