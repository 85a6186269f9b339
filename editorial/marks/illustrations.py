"""Pictures for articles and stories, composed from the marks of their topics."""

import math
from collections.abc import Callable, Sequence

from PIL import Image

from .canvas import Canvas, swell
from .colour import INK, NIGHT, PAPER, POLLEN, mix
from .genome import Grain, grain
from .shapes import Detail

Cast = Sequence[Grain]

#: Where grains lie in the layers of ``_strata``: x, y and radius in heights, x for a width of 1.6.
_FINDS = (
    (1.20, 0.17, 0.110),
    (0.36, 0.47, 0.140),
    (0.20, 0.13, 0.030),
    (0.78, 0.30, 0.050),
    (1.36, 0.48, 0.045),
    (0.98, 0.62, 0.060),
    (0.12, 0.78, 0.040),
    (1.44, 0.79, 0.085),
    (0.64, 0.81, 0.030),
    (0.36, 0.94, 0.025),
)


def illustration(grains: Sequence[Grain], variant: int, size: tuple[int, int] = (1600, 1000)) -> Image.Image:
    """A calm picture (RGB) from the marks of an article's topics, in one of eight compositions.

    The first grain plays the lead and sets the tint. Any whole number is a variant; those beyond
    the eighth begin again. Without grains the house's own plays alone.
    """
    cast = tuple(grains) or (grain("pollenpost"),)
    return COMPOSITIONS[variant % len(COMPOSITIONS)](cast, size).image


def _canvas(cast: Cast, size: tuple[int, int], ground: str) -> Canvas:
    """Mirrored for half of the grains, so that two pictures of one composition differ."""
    return Canvas(size, ground, mirrored=round(cast[0].tilt) % 2 == 1)


def _actor(cast: Cast, number: int) -> Grain:
    """The grains in turn; who comes again comes turned."""
    return cast[number % len(cast)].turned(53 * (number // len(cast)))


def _pale(g: Grain, ground: str, strength: float) -> Grain:
    """A grain that almost sinks into its ground."""
    return g.tinted(mix(ground, g.colour.fill, strength), mix(ground, g.colour.fill, strength * 2.2))


def _giant(cast: Cast, size: tuple[int, int]) -> Canvas:
    """One grain, larger than the page, and a few small ones on their way to it."""
    page = _canvas(cast, size, mix(PAPER, cast[0].colour.fill, 0.11))
    page.mark(cast[0], page.aspect - 0.42, 0.6, 0.82)
    for k, (x, y, radius) in enumerate(((0.13, 0.2, 0.045), (0.3, 0.42, 0.075), (0.22, 0.76, 0.028))):
        page.mark(_actor(cast, k + 1), x, y, radius)
    return page


def _drift(cast: Cast, size: tuple[int, int]) -> Canvas:
    """Pollen over a dark plain, from far away to very near."""
    page = _canvas(cast, size, NIGHT)
    page.below(lambda x: 0.82, mix(INK, PAPER, 0.05))
    page.lines([[(0, 0.82), (page.aspect, 0.82)]], 0.0022, mix(NIGHT, PAPER, 0.5))
    flight = (
        (0.07, 0.70, 0.011),
        (0.17, 0.66, 0.016),
        (0.29, 0.57, 0.024),
        (0.43, 0.45, 0.038),
        (0.62, 0.32, 0.062),
        (0.90, 0.24, 0.105),
        (0.66, 0.64, 0.030),
        (1.36, 0.50, 0.330),
    )
    for k, (x, y, radius) in enumerate(flight):
        page.mark(_actor(cast, len(flight) - 1 - k), x * page.aspect / 1.6, y, radius)
    return page


def _tide(cast: Cast, size: tuple[int, int]) -> Canvas:
    """What the sea left along the tide line; the largest still lies in the water."""
    lead = cast[0].colour
    ground = mix("#F6EBD3", lead.fill, 0.05)
    page = _canvas(cast, size, ground)
    line = swell(0.56, 0.035, 1.3)
    page.lines([page.curve(swell(0.3, 0.02, 1.7, 0.4))], 0.002, mix(ground, lead.dark, 0.25))
    page.below(line, mix(ground, lead.fill, 0.3))
    page.below(swell(0.64, 0.03, 1.1, 0.15), mix(ground, lead.fill, 0.62))
    page.mark(cast[0], 0.52, 0.68, 0.33)
    page.below(swell(0.76, 0.028, 0.9, 0.3), lead.fill)
    page.below(swell(0.88, 0.022, 0.8, 0.7), mix(lead.fill, lead.dark, 0.55))
    places = ((1.02, 0.05), (1.17, 0.022), (1.3, 0.085), (1.48, 0.032), (0.1, 0.03))
    for k, (x, radius) in enumerate(places):
        page.mark(_actor(cast, k + 1), x * page.aspect / 1.6, line(x) - radius - 0.03, radius)
    return page


def _approach(cast: Cast, size: tuple[int, int]) -> Canvas:
    """Two grains, each on its own ground, almost touching."""
    left, right = cast[0], _actor(cast, 1)
    page = _canvas(cast, size, mix(PAPER, left.colour.fill, 0.2))
    other = right.colour.fill if len(cast) > 1 else INK
    middle = page.aspect / 2
    edge = page.aspect + 0.01
    half = [(middle + 0.09, -0.01), (edge, -0.01), (edge, 1.01), (middle - 0.09, 1.01)]
    page.area(half, mix(INK, other, 0.16))
    page.mark(left, middle - 0.5, 0.55, 0.47)
    page.mark(right, middle + 0.5, 0.45, 0.47)
    return page


def _grid(cast: Cast, size: tuple[int, int]) -> Canvas:
    """Rows of pale grains, and the one that is meant."""
    page = _canvas(cast, size, PAPER)
    columns, rows = round(page.aspect * 5), 5
    across, down = page.aspect / columns, 1 / rows
    chosen = (columns - 3, 2)
    for k in range(columns * rows):
        column, row = k % columns, k // columns
        if (column, row) != chosen:
            extra = _pale(_actor(cast, (column + 2 * row) % max(3, len(cast))), PAPER, 0.2)
            page.mark(
                extra.turned(k * 29), (column + 0.5) * across, (row + 0.5) * down, 0.36 * down, Detail.MEDIUM
            )
    page.mark(cast[0], (chosen[0] + 0.5) * across, (chosen[1] + 0.5) * down, 0.48 * down, Detail.FULL)
    return page


def _rise(cast: Cast, size: tuple[int, int]) -> Canvas:
    """A grain comes up behind the horizon and is mirrored in the water."""
    lead = cast[0].colour
    page = _canvas(cast, size, mix(lead.fill, PAPER, 0.72))
    page.mark(cast[0], page.aspect * 0.62, 0.6, 0.4)
    water = mix(lead.dark, INK, 0.45)
    page.below(lambda x: 0.66, water)
    dashes = []
    for k in range(11):
        y, spread = 0.69 + 0.028 * k, 0.36 * (1 - k / 13)
        shift = 0.05 * math.sin(k * 2.1)
        dashes.append([(page.aspect * 0.62 - spread + shift, y), (page.aspect * 0.62 + spread * 0.8 + shift, y)])
    page.lines(dashes, 0.0055, mix(water, lead.fill, 0.8))
    for k, (x, y, radius) in enumerate(((0.16, 0.2, 0.05), (0.34, 0.36, 0.026), (0.46, 0.14, 0.018))):
        page.mark(_actor(cast, k + 1), x, y, radius)
    return page


def _strata(cast: Cast, size: tuple[int, int]) -> Canvas:
    """A section through the ground: pollen lies in layers, the oldest below."""
    page = _canvas(cast, size, PAPER)
    lead = cast[0].colour
    layers = (
        mix(PAPER, lead.fill, 0.16),
        mix(PAPER, lead.fill, 0.34),
        mix(PAPER, lead.fill, 0.58),
        lead.depth,
        lead.dark,
    )
    for k, colour in enumerate(layers):
        page.below(swell(0.2 + 0.17 * k, 0.018, 1.6 - 0.12 * k, 0.23 * k), colour)
    for k, (x, y, radius) in enumerate(_FINDS):
        actor = _actor(cast, k)
        lit = actor.tinted(mix(actor.colour.fill, PAPER, 0.72), actor.colour.dark) if y > 0.68 else actor
        page.mark(lit, x * page.aspect / 1.6, y, radius)
    return page


def _macro(cast: Cast, size: tuple[int, int]) -> Canvas:
    """So near that only a part of the grain fits; a speck of pollen lies beside it."""
    lead = cast[0].colour
    page = _canvas(cast, size, mix(lead.dark, INK, 0.25))
    page.mark(cast[0], 0.42, 0.98, 1.16)
    page.mark(_actor(cast, 1).tinted(POLLEN, "#7A5600"), page.aspect - 0.2, 0.2, 0.075)
    return page


COMPOSITIONS: tuple[Callable[[Cast, tuple[int, int]], Canvas], ...] = (
    _giant,
    _drift,
    _tide,
    _approach,
    _grid,
    _rise,
    _strata,
    _macro,
)
