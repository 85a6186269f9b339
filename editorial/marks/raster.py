"""A mark as pixels, drawn with Pillow several times too large and scaled down."""

import math
from io import BytesIO

from PIL import Image, ImageDraw

from .colour import rgb
from .compose import compose
from .genome import Grain
from .shapes import Blob, Detail, Dots, Point, Ring, Shape

#: As in SVG: a unit is 48 of 50 parts of half the picture.
REACH = 0.96


def png(grain: Grain, size: int, background: str | None = None) -> bytes:
    """The mark as a PNG of size × size pixels, transparent unless a "#RRGGBB" is given."""
    image = tile(grain, size)
    if background is not None:
        ground = Image.new("RGBA", image.size, background)
        ground.alpha_composite(image)
        image = ground
    buffer = BytesIO()
    image.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def draw(
    image: Image.Image, grain: Grain, centre: tuple[float, float], radius: float, detail: Detail | None = None
) -> None:
    """Paint a mark onto an RGB or RGBA image; what reaches beyond its edges is cut.

    Centre and radius are in pixels; no part of the mark lies outside the radius.
    """
    mark = tile(grain, max(2, math.ceil(2 * radius / REACH)), detail)
    corner = round(centre[0] - mark.width / 2), round(centre[1] - mark.height / 2)
    image.paste(mark.convert("RGB"), corner, mark) if image.mode == "RGB" else _blend(image, mark, corner)


def tile(grain: Grain, size: int, detail: Detail | None = None) -> Image.Image:
    """The mark alone, an RGBA image of size × size pixels."""
    factor = 8 if size <= 64 else 4 if size <= 900 else 2
    large = Image.new("RGBA", (size * factor, size * factor), (*rgb(grain.colour.fill), 0))
    canvas = ImageDraw.Draw(large)
    scale = size * factor / 2
    for shape in compose(grain, Detail.at(size) if detail is None else detail):
        _paint(canvas, shape, scale)
    return large.resize((size, size), Image.Resampling.BOX)


def _blend(image: Image.Image, mark: Image.Image, corner: tuple[int, int]) -> None:
    """Composite onto an image with alpha, cut to what the two have in common."""
    left, top = max(0, corner[0]), max(0, corner[1])
    right, bottom = min(image.width, corner[0] + mark.width), min(image.height, corner[1] + mark.height)
    if left < right and top < bottom:
        part = (left - corner[0], top - corner[1], right - corner[0], bottom - corner[1])
        image.alpha_composite(mark, (left, top), part)


def _paint(canvas: ImageDraw.ImageDraw, shape: Shape, scale: float) -> None:
    def pixel(point: Point) -> Point:
        return scale * (1 + REACH * point[0]), scale * (1 + REACH * point[1])

    unit, colour = scale * REACH, rgb(shape.colour)
    if isinstance(shape, Blob):
        canvas.polygon([pixel(point) for point in shape.points], fill=colour)
    elif isinstance(shape, Dots):
        for point in shape.points:
            canvas.circle(pixel(point), unit * shape.radius, fill=colour)
    elif isinstance(shape, Ring):
        outer = unit * (shape.radius + shape.width / 2)
        canvas.circle(pixel(shape.centre), outer, outline=colour, width=max(1, round(unit * shape.width)))
    else:
        for line in shape.lines:
            _line(
                canvas,
                [pixel(p) for p in (*line, line[0])] if shape.closed else list(map(pixel, line)),
                unit * shape.width,
                colour,
            )


def _line(canvas: ImageDraw.ImageDraw, points: list[Point], width: float, colour: tuple[int, int, int]) -> None:
    """A polyline with round joints and ends, which Pillow does not draw by itself."""
    canvas.line(points, fill=colour, width=max(1, round(width)), joint="curve")
    if width > 3:
        for end in (points[0], points[-1]):
            canvas.circle(end, width / 2, fill=colour)
