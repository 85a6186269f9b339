"""A signature for the demo's editor in chief: strokes of a pen, drawn, and nobody's handwriting."""

from collections.abc import Sequence
from itertools import pairwise

from PIL import Image, ImageDraw

from editorial.marks.colour import INK

#: Drawn so many times larger, for smooth edges.
FINE = 4
Point = tuple[float, float]

# Strokes of a pen through these points, x and y in a box of 300 × 110: an H, a run of small letters, a P, its run.
STROKES: Sequence[Sequence[Point]] = (
    ((18, 34), (26, 20), (30, 36), (22, 66), (14, 90), (20, 74), (34, 56), (48, 50)),
    ((56, 16), (50, 40), (42, 70), (42, 88), (52, 78), (60, 64), (66, 60), (66, 72), (72, 78), (80, 62), (86, 60)),
    ((86, 60), (84, 76), (92, 76), (98, 60), (104, 64), (104, 78), (114, 66), (118, 40), (116, 78), (124, 64)),
    ((124, 64), (130, 72), (140, 66), (150, 70), (164, 64)),
    ((182, 28), (176, 56), (166, 96), (174, 60), (184, 26), (204, 18), (216, 32), (204, 52), (184, 56)),
    ((204, 66), (214, 62), (212, 56), (206, 70), (216, 74), (226, 44), (222, 74), (232, 64), (240, 66)),
    ((240, 66), (238, 76), (248, 62), (252, 74), (262, 64), (272, 70), (292, 56)),
    ((214, 48), (236, 44)),
)


def draw_signature(width: int = 900) -> Image.Image:
    """Dark strokes on white (RGB), as wide as asked for in pixels."""
    scale = width / 300 * FINE
    page = Image.new("L", (width * FINE, round(width * 110 / 300) * FINE), 255)
    pen = ImageDraw.Draw(page)
    for stroke in STROKES:
        line = [(x * scale, y * scale) for x, y in smooth(stroke)]
        for number, (start, end) in enumerate(pairwise(line)):
            # Thicker where the pen goes down.
            weight = 1.1 + (0.9 if end[1] > start[1] else 0.0)
            pen.line((*start, *end), fill=0, width=max(1, round(weight * scale)))
            if number:
                radius = weight * scale / 2
                pen.ellipse((start[0] - radius, start[1] - radius, start[0] + radius, start[1] + radius), fill=0)
    small = page.resize((page.width // FINE, page.height // FINE), Image.Resampling.LANCZOS)
    signature = Image.new("RGB", small.size, "#FFFFFF")
    signature.paste(INK, (0, 0), Image.eval(small, lambda value: 255 - value))
    return signature


def smooth(points: Sequence[Point], steps: int = 14) -> list[Point]:
    """A curve through the points (Catmull and Rom 1974)."""
    padded = [points[0], *points, points[-1]]
    curve = []
    for before, start, end, after in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for step in range(steps):
            t = step / steps
            curve.append(
                (_at(t, before[0], start[0], end[0], after[0]), _at(t, before[1], start[1], end[1], after[1]))
            )
    return [*curve, points[-1]]


def _at(t: float, a: float, b: float, c: float, d: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
