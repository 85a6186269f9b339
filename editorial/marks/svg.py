"""A mark as an inline SVG string.

Presentation attributes only: no style, no script, nothing a strict Content-Security-Policy
would stop.
"""

from collections.abc import Iterable
from html import escape
from itertools import pairwise

from .compose import compose
from .genome import Grain
from .shapes import Blob, Detail, Dots, Point, Ring, Shape

#: Half of the view box that a unit fills; the rest is air for antialiasing.
REACH = 48.0


def svg(grain: Grain, size: int = 20, title: str | None = None) -> str:
    """The mark, ``size`` CSS pixels wide. Without a title it is hidden from screen readers."""
    detail = Detail.at(size)
    digits = 2 if detail is Detail.FULL else 1
    drawing = "".join(_element(shape, digits) for shape in compose(grain, detail))
    named = 'aria-hidden="true">' if title is None else f'role="img"><title>{escape(title)}</title>'
    box = f'viewBox="0 0 100 100" width="{size}" height="{size}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box} {named}{drawing}</svg>'


def _element(shape: Shape, digits: int) -> str:
    if isinstance(shape, Blob):
        return f'<path fill="{shape.colour}" d="{_path([shape.points], digits)}z"/>'
    if isinstance(shape, Ring):
        x, y = (_number(50 + REACH * v, digits) for v in shape.centre)
        stroke = _stroke(shape.colour, shape.width)
        return f'<circle cx="{x}" cy="{y}" r="{_number(REACH * shape.radius, 2)}" fill="none" {stroke}/>'
    if isinstance(shape, Dots):
        # A line without length and with round ends is a disc; a path of them is short.
        spots = _path([(point, point) for point in shape.points], digits)
        return f'<path {_stroke(shape.colour, shape.radius * 2)} stroke-linecap="round" d="{spots}"/>'
    line = _path(shape.lines, digits, "z" if shape.closed else "")
    caps = 'stroke-linejoin="round"' if shape.closed else 'stroke-linecap="round"'
    return f'<path fill="none" {_stroke(shape.colour, shape.width)} {caps} d="{line}"/>'


def _stroke(colour: str, width: float) -> str:
    return f'stroke="{colour}" stroke-width="{_number(REACH * width, 2)}"'


def _path(lines: Iterable[tuple[Point, ...]], digits: int, end: str = "") -> str:
    """Path data: absolute starts, then steps relative to the rounded point before."""
    parts = []
    for line in lines:
        grid = [tuple(round((50 + REACH * v) * 10**digits) for v in point) for point in line]
        start = _pair(grid[0][0] / 10**digits, grid[0][1] / 10**digits, digits)
        steps = [_pair((b[0] - a[0]) / 10**digits, (b[1] - a[1]) / 10**digits, digits) for a, b in pairwise(grid)]
        shown = [step for step in steps if step != "0 0"] or ["0 0"]
        parts.append(f"M{start}l{' '.join(shown).replace(' -', '-')}{end}")
    return "".join(parts)


def _pair(x: float, y: float, digits: int) -> str:
    return f"{_number(x, digits)} {_number(y, digits)}"


def _number(value: float, digits: int) -> str:
    """As few characters as SVG allows: "-.5" for -0.50."""
    text = f"{value:.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    text = text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text
    return "0" if text in ("-0", "") else text
