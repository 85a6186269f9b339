"""The fine drawing between the heart and the edge of a grain.

Each texture has a coarse layer (from medium size) and a fine one (full size only). Shares
run from ``HOLE``, where the heart ends, to ``RIM``, where the wall begins.
"""

import math
from collections.abc import Callable

from .pattern import Plan
from .shapes import Blob, Detail, Dots, Lines, Point, Shape

HOLE, RIM = 0.56, 0.86
GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))


def texture(plan: Plan) -> list[Shape]:
    """The texture of the grain on a body: nothing on small marks."""
    if plan.detail is Detail.SMALL:
        return []
    return _TEXTURES[plan.grain.texture](plan)


def _fine(plan: Plan) -> bool:
    return plan.detail is Detail.FULL


def _dotted(plan: Plan) -> list[Shape]:
    """Dots spread over half a sphere, seen from above: smaller towards the edge."""
    g = plan.grain
    count = 150 if _fine(plan) else 70
    bands: dict[int, list[Point]] = {0: [], 1: [], 2: [], 3: []}
    for k in range(count):
        height = 1 - (k + 0.5) / count
        share = math.sqrt(1 - height * height) * 0.9
        if share > HOLE - 0.03:
            bands[min(3, int((share - HOLE + 0.03) / (0.93 - HOLE) * 4))].append(plan.at(share, k * GOLDEN_ANGLE))
    size = plan.inner * (0.042 if _fine(plan) else 0.055)
    return [
        Dots(tuple(points), size * (1.1 - 0.22 * band), g.colour.dark) for band, points in bands.items() if points
    ]


def _rays(plan: Plan) -> list[Shape]:
    g, count = plan.grain, plan.grain.strokes * (2 if _fine(plan) else 1)
    inner = HOLE + 0.02
    long = tuple((plan.at(inner, t), plan.at(RIM, t)) for t in (math.tau * k / count for k in range(count)))
    strokes: list[Shape] = [Lines(long, plan.inner * 0.75 / count, g.colour.dark)]
    if _fine(plan):
        between = (math.tau * (k + 0.5) / count for k in range(count))
        short = tuple((plan.at(0.7 + 0.06 * (k % 2), t), plan.at(RIM + 0.03, t)) for k, t in enumerate(between))
        strokes.append(Lines(short, plan.inner * 0.4 / count, g.colour.shade))
    return strokes


def _beads(plan: Plan) -> list[Shape]:
    g, count = plan.grain, plan.grain.strokes + 4
    size = plan.inner * 1.05 / count
    rings: list[Shape] = [Dots(plan.ring(0.8, count), size * 1.45, g.colour.dark)]
    rings.append(Dots(plan.ring(0.64, count, 0.5), size * 0.9, g.colour.dark))
    if _fine(plan):
        rings.append(Dots(plan.ring(0.8, count), size * 0.55, g.colour.fill))
        rings.append(Dots(plan.ring(0.72, count * 2, 0.5), size * 0.28, g.colour.shade))
        rings.append(Dots(plan.ring(0.905, count * 2, 0.5), size * 0.34, g.colour.dark))
        rings.append(Dots(plan.ring(0.56, count, 0), size * 0.45, g.colour.light))
    return rings


def _contours(plan: Plan) -> list[Shape]:
    """Lines that follow the outline, like year rings; finer towards the edge."""
    g, count = plan.grain, 7 if _fine(plan) else 3
    lines: list[Shape] = []
    for k in range(count):
        share = HOLE + (RIM - HOLE) * k / (count - 1)
        width = plan.inner * (0.034 - 0.022 * k / count) * (1 if _fine(plan) else 1.35)
        lines.append(
            Lines((plan.around(share),), width, g.colour.dark if k % 2 == 0 else g.colour.shade, closed=True)
        )
    return lines


def _net(plan: Plan) -> list[Shape]:
    """Two families of spirals that cross each other, with a knot where they meet."""
    g, count = plan.grain, max(9, plan.grain.strokes - (0 if _fine(plan) else 6))
    sweep = (0.9 + 0.8 * g.twist) * math.tau / count * 2
    steps = 14 if _fine(plan) else 6
    threads = []
    for sign in (1, -1):
        for k in range(count):
            start = math.tau * k / count
            shares = [
                (HOLE + (RIM + 0.02 - HOLE) * s / steps, start + sign * sweep * s / steps)
                for s in range(steps + 1)
            ]
            threads.append(tuple(plan.at(share, angle) for share, angle in shares))
    net: list[Shape] = [Lines(tuple(threads), plan.inner * (0.017 if _fine(plan) else 0.026), g.colour.dark)]
    net.append(Dots(plan.ring(HOLE, count), plan.inner * 0.034, g.colour.dark))
    if _fine(plan):
        net.append(Dots(plan.ring(RIM + 0.02, count, sweep * count / math.tau), plan.inner * 0.026, g.colour.dark))
    return net


def _pins(plan: Plan) -> list[Shape]:
    g, count = plan.grain, plan.grain.strokes - (0 if _fine(plan) else 3)
    angles = [math.tau * k / count for k in range(count)]
    stems = tuple((plan.at(HOLE, t), plan.at(0.78, t)) for t in angles)
    size = plan.inner * 0.85 / count
    pins: list[Shape] = [
        Lines(stems, plan.inner * 0.024, g.colour.dark),
        Dots(plan.ring(0.79, count), size * 1.2, g.colour.dark),
    ]
    if _fine(plan):
        pins += [
            Dots(plan.ring(0.79, count), size * 0.45, g.colour.light),
            Dots(plan.ring(0.68, count, 0.5), size * 0.5, g.colour.dark),
        ]
        pins += [Dots(plan.ring(0.88, count, 0.5), size * 0.62, g.colour.shade)]
    return pins


def _cells(plan: Plan) -> list[Shape]:
    """Rings of leaves set between one another, like scales."""
    g, count = plan.grain, plan.grain.strokes - (2 if _fine(plan) else 5)
    angles = [math.tau * k / count for k in range(count)]
    step, width = math.pi / count, 3.4 / count
    cells: list[Shape] = [Blob(plan.leaf(0.62, 0.88, width * 1.15, t + step, 0.6), g.colour.dark) for t in angles]
    if _fine(plan):
        cells += [Blob(plan.leaf(0.68, 0.84, width * 0.5, t + step, 0.6), g.colour.shade) for t in angles]
        cells += [Blob(plan.leaf(0.53, 0.7, width * 0.62, t, 0.6), g.colour.dark) for t in angles]
        cells.append(Dots(plan.ring(0.86, count), plan.inner * 0.35 / count, g.colour.light))
    return cells


def _swirl(plan: Plan) -> list[Shape]:
    g, count = plan.grain, plan.grain.strokes + (10 if _fine(plan) else 0)
    sweep, steps = (0.5 + 0.6 * g.twist), 12 if _fine(plan) else 5
    curves: tuple[list[tuple[Point, ...]], list[tuple[Point, ...]]] = ([], [])
    for k in range(count * 2 if _fine(plan) else count):
        start = math.tau * k / (count * 2 if _fine(plan) else count)
        first = HOLE if k % 2 == 0 or not _fine(plan) else HOLE + 0.1
        along = [first + (RIM - first) * s / steps for s in range(steps + 1)]
        curves[k % 2].append(tuple(plan.at(a, start + sweep * (a - HOLE) / (RIM - HOLE)) for a in along))
    bold = plan.inner * 0.8 / count
    if not _fine(plan):
        return [Lines(tuple(curves[0] + curves[1]), bold, g.colour.dark)]
    return [Lines(tuple(curves[0]), bold, g.colour.dark), Lines(tuple(curves[1]), bold * 0.5, g.colour.shade)]


_TEXTURES: dict[str, Callable[[Plan], list[Shape]]] = {
    "dotted": _dotted,
    "rays": _rays,
    "beads": _beads,
    "contours": _contours,
    "net": _net,
    "pins": _pins,
    "cells": _cells,
    "swirl": _swirl,
}
