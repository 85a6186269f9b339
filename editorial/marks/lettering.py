"""Text on pictures: our own fonts at any weight, tracking, wrapping and fitting.

The fonts are the ones of the web pages, see fonts/README.md. Sizes and widths are in pixels.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from PIL import ImageDraw, ImageFont

FONTS = Path(__file__).parent / "fonts"
#: Headlines are set tight, in shares of the type size.
TRACKING = -0.02
#: Signs the Latin subset of the fonts lacks, and what stands in for them.
_STAND_INS = str.maketrans({"\u202f": "\u00a0", "ẞ": "SS", "→": "–", "№": "Nr.", "\u200b": None})


@lru_cache(maxsize=128)
def grotesque(size: int, weight: int = 700) -> ImageFont.FreeTypeFont:
    """Bricolage Grotesque; its optical size follows the size, weights run from 200 to 800."""
    font = ImageFont.truetype(FONTS / "BricolageGrotesque.ttf", size)
    font.set_variation_by_axes([min(96, max(12, size)), weight])
    return font


@lru_cache(maxsize=128)
def serif(size: int, weight: int = 400, italic: bool = False) -> ImageFont.FreeTypeFont:
    """Newsreader, weights from 200 to 800."""
    font = ImageFont.truetype(FONTS / ("Newsreader-Italic.ttf" if italic else "Newsreader.ttf"), size)
    font.set_variation_by_axes([weight])
    return font


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that fit a box, with the font they fit in."""

    lines: tuple[str, ...]
    font: ImageFont.FreeTypeFont
    leading: float

    @property
    def height(self) -> float:
        """From the top of the first line's ascenders to the last line's descenders."""
        return self.font.size * (self.leading * (len(self.lines) - 1) + 1.2)

    @property
    def width(self) -> float:
        return max(width(line, self.font) for line in self.lines)

    def draw(self, canvas: ImageDraw.ImageDraw, corner: tuple[float, float], colour: str) -> None:
        """Write the lines with their top left corner at ``corner``."""
        for number, line in enumerate(self.lines):
            baseline = corner[1] + self.font.size * (0.95 + self.leading * number)
            _write(canvas, (corner[0], baseline), line, self.font, colour)


def tidy(text: str) -> str:
    """The text in composed characters that the fonts have; soft hyphens stay for wrapping."""
    return unicodedata.normalize("NFC", text).translate(_STAND_INS)


def width(text: str, font: ImageFont.FreeTypeFont) -> float:
    """The width of a line as ``Block.draw`` sets it."""
    return sum(_advances(text, font)) - TRACKING * font.size if text else 0.0


def fit(
    text: str, box: tuple[float, float], largest: int, smallest: int, weight: int = 700, leading: float = 1.06
) -> Block:
    """Set a text as large as it fits a box (width, height), in lines of even length.

    Words are only broken when they do not fit at the smallest size: at a soft hyphen where the
    editor put one, anywhere otherwise. What still does not fit ends with "…".
    """
    words = tidy(text).split() or [""]
    for size in range(largest, smallest - 1, -2):
        font = grotesque(size, weight)
        if max(width(_bare(word), font) for word in words) <= box[0]:
            block = Block(_balanced(words, font, box[0]), font, leading)
            if block.height <= box[1]:
                return block
    font = grotesque(smallest, weight)
    pieces = [piece for word in words for piece in _pieces(word, font, box[0])]
    lines = list(_wrapped(pieces, font, box[0]))
    most = max(1, int((box[1] / font.size - 1.2) / leading) + 1)
    if len(lines) > most:
        lines[most - 1 :] = [lines[most - 1].rstrip(" ,;:–-") + " …"]
    return Block(tuple(lines), font, leading)


def _bare(word: str) -> str:
    return word.replace("\u00ad", "")


def _wrapped(words: list[str], font: ImageFont.FreeTypeFont, limit: float) -> tuple[str, ...]:
    lines = [_bare(words[0])]
    for word in map(_bare, words[1:]):
        if width(f"{lines[-1]} {word}", font) <= limit:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(lines)


def _balanced(words: list[str], font: ImageFont.FreeTypeFont, limit: float) -> tuple[str, ...]:
    """Wrapped into as few lines as the limit allows, then as narrow as these lines allow."""
    best = _wrapped(words, font, limit)
    low, high = limit / 3, limit
    while high - low > font.size / 4:
        middle = (low + high) / 2
        tried = _wrapped(words, font, middle)
        if len(tried) == len(best) and max(width(line, font) for line in tried) <= limit:
            best, high = tried, middle
        else:
            low = middle
    return best


def _pieces(word: str, font: ImageFont.FreeTypeFont, limit: float) -> list[str]:
    """A word cut so that each piece fits, with hyphens at the cuts."""
    if width(_bare(word), font) <= limit:
        return [_bare(word)]
    parts = word.split("\u00ad") if "\u00ad" in word else list(word)
    pieces = [parts[0]]
    for part in parts[1:]:
        if width(f"{pieces[-1]}{part}-", font) <= limit:
            pieces[-1] += part
        else:
            pieces.append(part)
    return [f"{piece}-" for piece in pieces[:-1]] + pieces[-1:]


def _advances(text: str, font: ImageFont.FreeTypeFont) -> list[float]:
    """How far the pen moves after each character: kerning and tracking included."""
    tracking = TRACKING * font.size
    kerned = [font.getlength(a + b) - font.getlength(b) + tracking for a, b in pairwise(text)]
    return [*kerned, font.getlength(text[-1]) + tracking] if text else []


def _write(
    canvas: ImageDraw.ImageDraw,
    start: tuple[float, float],
    text: str,
    font: ImageFont.FreeTypeFont,
    colour: str,
) -> None:
    x, baseline = start
    for character, advance in zip(text, _advances(text, font), strict=True):
        canvas.text((x, baseline), character, font=font, fill=colour, anchor="ls")
        x += advance
