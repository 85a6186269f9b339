"""A monogram for an author without a photo."""

import unicodedata

from PIL import Image, ImageDraw

from .canvas import Canvas
from .colour import PAPER, mix
from .genome import grain
from .lettering import grotesque, tidy, width


def portrait(name: str, size: int = 600) -> Image.Image:
    """A square picture (RGB) with the initials of a name on the name's own grain."""
    own = grain(unicodedata.normalize("NFC", name).strip().lower())
    page = Canvas((size, size), mix(PAPER, own.colour.fill, 0.2))
    page.mark(own, 0.5, 0.5, 0.47)
    disc = own.tinted(own.colour.dark, own.colour.dark)
    _medal(page.image, disc.colour.dark, own.colour.light)
    letters, font = initials(name), grotesque(round(size * 0.2), 700)
    canvas = ImageDraw.Draw(page.image)
    canvas.text((size / 2, size / 2 + 0.36 * font.size), letters, font=font, fill=PAPER, anchor="ms")
    return page.image


def initials(name: str) -> str:
    """The first letters of the first and the last name: "Ada von Lovelace" gives "AL"."""
    words = [word for word in tidy(name).replace("-", " ").split() if word[0].isalpha()]
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()
