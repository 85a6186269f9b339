"""From a topic's slug to the description of its grain; the same on every machine."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from .colour import COLOURS, Colour

T = TypeVar("T")

#: Outline kinds with the symmetries (number of lobes, spines, corners…) each may have.
OUTLINES: dict[str, tuple[int, ...]] = {
    "lobed": (3, 4, 5, 6),
    "furrowed": (3, 4, 5),
    "spiny": (11, 12, 13, 14, 15),
    "scalloped": (8, 9, 10, 11, 12),
    "polygonal": (3, 4, 5, 6),
    "bossed": (3, 4, 5),
    "starred": (5, 6, 7, 8),
    "ruffled": (4, 5, 6, 7),
    "pinwheel": (5, 6, 7, 8, 9),
    "oval": (2,),
    "winged": (2,),
    "tetrad": (3, 4, 7),
    "fringed": (11, 12, 13, 14, 16),
    "beaded": (10, 11, 12, 13, 14),
    "ringed": (1,),
}
#: The bold motif in the middle, drawn at every size.
HEARTS = ("eye", "ring", "pores", "slits", "star", "slot", "petals", "trilete")
#: The fine drawing around the heart, left out at the size of a line of text.
TEXTURES = ("dotted", "rays", "beads", "contours", "net", "pins", "cells", "swirl")
#: Hearts that do not suit an outline (a slit ring in a pinwheel is a smear at 20 px).
_UNSUITED: dict[str, tuple[str, ...]] = {
    "oval": ("star", "petals", "trilete", "ring", "pores"),
    "ringed": ("pores",),
    "tetrad": ("slits", "petals", "star", "pores", "trilete"),
    "starred": ("star", "petals"),
    "winged": ("slits", "petals"),
    "furrowed": ("slot", "star"),
}


@dataclass(frozen=True, slots=True)
class Grain:
    """Everything one must know to draw a mark; two equal grains are drawn alike.

    ``symmetry`` counts the repeats of the outline, ``petals`` those of the heart and
    ``strokes`` those of the texture. ``depth``, ``girth`` and ``twist`` are amplitudes from
    0 to 1. ``tilt`` turns the whole mark, in degrees.
    """

    outline: str
    symmetry: int
    depth: float
    girth: float
    tilt: float
    heart: str
    petals: int
    texture: str
    strokes: int
    twist: float
    colour: Colour

    def turned(self, degrees: float) -> "Grain":
        """The same grain, turned clockwise."""
        return replace(self, tilt=(self.tilt + degrees) % 360)

    def tinted(self, fill: str, dark: str) -> "Grain":
        """The same grain in other colours."""
        return replace(self, colour=Colour("tint", fill, dark))


class _Dice:
    """Numbers read one after the other from the SHA-256 digest of a text."""

    def __init__(self, text: str) -> None:
        self._digest = hashlib.sha256(text.encode()).digest()
        self._at = 0

    def number(self, below: int) -> int:
        """The next whole number from 0 to below - 1; each costs two of 32 bytes."""
        pair = self._digest[self._at : self._at + 2]
        self._at += 2
        return int.from_bytes(pair, "big") % below

    def share(self) -> float:
        """The next number from 0 to 1 in steps of a hundredth."""
        return self.number(101) / 100

    def pick(self, options: Sequence[T]) -> T:
        return options[self.number(len(options))]


def grain(slug: str, seed: int = 0) -> Grain:
    """The grain of a topic; an editor who dislikes it counts the seed up."""
    dice = _Dice(f"{slug}:{seed}")
    outline = dice.pick(tuple(OUTLINES))
    symmetry = dice.pick(OUTLINES[outline])
    hearts = tuple(heart for heart in HEARTS if heart not in _UNSUITED.get(outline, ()))
    return Grain(
        outline=outline,
        symmetry=symmetry,
        depth=dice.share(),
        girth=dice.share(),
        tilt=dice.number(360) if outline not in ("winged", "oval") else dice.number(80) - 40,
        heart=dice.pick(hearts),
        petals=symmetry if 3 <= symmetry <= 6 else dice.number(4) + 3,
        texture=dice.pick(TEXTURES),
        strokes=dice.number(9) + 14,
        twist=dice.share(),
        colour=dice.pick(COLOURS),
    )


def seed_unlike(slug: str, others: Iterable[Grain], tries: int = 200) -> int:
    """The smallest seed whose grain is not mistaken for one of the others at 20 px.

    Two grains are mistaken for one another when outline and colour agree. When the others
    leave no such pair free, the seed falls back to 0.
    """
    taken = {(other.outline, other.colour) for other in others}
    for seed in range(tries):
        candidate = grain(slug, seed)
        if (candidate.outline, candidate.colour) not in taken:
            return seed
    return 0
