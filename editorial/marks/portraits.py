"""A monogram for an author without a photo."""

import math
from itertools import count

from PIL import Image, ImageDraw

from .canvas import Canvas
from .colour import PAPER, mix
from .genome import Grain, grain
from .lettering import grotesque, tidy
from .shapes import polar

_BROAD = ("lobed", "spiny", "scalloped", "polygonal", "ruffled", "pinwheel", "fringed", "beaded", "ringed")


def portrait(name: str, size: int = 600) -> Image.Image:
    """A square picture (RGB) with the initials of a name on the name's own grain."""
    own = _own_grain(tidy(name).strip().lower())
    page = Canvas((size, size), mix(PAPER, own.colour.fill, 0.2))
    page.mark(own, 0.5, 0.5, 0.465)
    for radius, colour in ((0.205, own.colour.fill), (0.188, own.colour.dark)):
        page.area([polar(radius, math.tau * k / 360, (0.5, 0.5)) for k in range(360)], colour)
    _centred(page.image, initials(name), round(size * 0.165))
    return page.image


def _own_grain(name: str) -> Grain:
    """The first grain of a name that has a body wide enough to carry letters."""
    return next(own for own in (grain(name, seed) for seed in count()) if own.outline in _BROAD)


def initials(name: str) -> str:
    """The first letters of the first and the last name: "Ada von Lovelace" gives "AL"."""
    words = [word for word in tidy(name).split() if word[0].isalpha()]
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def _centred(image: Image.Image, letters: str, size: int) -> None:
    """Write letters with the middle of their ink in the middle of the image."""
    canvas, font = ImageDraw.Draw(image), grotesque(size, 650)
    left, top, right, bottom = canvas.textbbox((0, 0), letters, font=font, anchor="ls")
    corner = ((image.width - left - right) / 2, (image.height - top - bottom) / 2)
    canvas.text(corner, letters, font=font, fill=PAPER, anchor="ls")
