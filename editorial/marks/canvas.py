"""A picture in the making, measured in heights so that compositions fit any format."""

import math
from collections.abc import Callable, Sequence

from PIL import Image, ImageDraw

from .colour import rgb
from .genome import Grain
from .raster import draw
from .shapes import Detail, Point


class Canvas:
    """Marks and areas on a coloured ground.

    One unit is the height of the picture: y runs from 0 to 1 and x from 0 to ``aspect``.
    A mirrored canvas swaps left and right of the composition, but not of the marks.
    """

    def __init__(self, size: tuple[int, int], ground: str, mirrored: bool = False) -> None:
        self.image = Image.new("RGB", size, ground)
        self.aspect = size[0] / size[1]
        self.mirrored = mirrored

    def mark(self, grain: Grain, x: float, y: float, radius: float, detail: Detail | None = None) -> None:
        unit = self.image.height
        if self.mirrored:
            x = self.aspect - x
        draw(self.image, grain, (x * unit, y * unit), radius * unit, detail)

    def area(self, points: Sequence[Point], colour: str) -> None:
        """Fill a polygon, antialiased."""
        self._stamp(lambda brush, unit: brush.polygon([(x * unit, y * unit) for x, y in points], fill=255), colour)

    def lines(self, lines: Sequence[Sequence[Point]], width: float, colour: str) -> None:
        """Draw polylines, antialiased."""

        def paint(brush: ImageDraw.ImageDraw, unit: float) -> None:
            for line in lines:
                brush.line(
                    [(x * unit, y * unit) for x, y in line],
                    fill=255,
                    width=max(1, round(width * unit)),
                    joint="curve",
                )

        self._stamp(paint, colour)

    def below(self, edge: Callable[[float], float], colour: str) -> None:
        """Fill everything below a curve y = edge(x)."""
        self.area([*self.curve(edge), (self.aspect, 1.01), (0.0, 1.01)], colour)

    def curve(self, edge: Callable[[float], float], steps: int = 200) -> list[Point]:
        """Points of y = edge(x) across the whole picture."""
        return [(self.aspect * k / steps, edge(self.aspect * k / steps)) for k in range(steps + 1)]

    def _stamp(self, paint: Callable[[ImageDraw.ImageDraw, float], None], colour: str) -> None:
        """Draw a mask twice as large, scale it down and fill it with a colour."""
        large = Image.new("L", (self.image.width * 2, self.image.height * 2), 0)
        paint(ImageDraw.Draw(large), large.height)
        mask = large.reduce(2)
        if self.mirrored:
            mask = mask.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        self.image.paste(rgb(colour), (0, 0), mask)


def swell(level: float, height: float, length: float, shift: float = 0.0) -> Callable[[float], float]:
    """A calm wave: two sines of unlike length around a level."""

    def edge(x: float) -> float:
        turn = math.tau * (x / length + shift)
        return level + height * (math.sin(turn) + 0.4 * math.sin(2.3 * turn + 1.3))

    return edge
