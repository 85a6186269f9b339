"""What stands on a card, apart from any page, form or database."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import IO, Any

from editorial.marks import Grain

from .fonts import signature

#: Raised whenever the drawing changes, so that files kept from before are drawn anew.
DESIGN = 1
#: What control characters a statement may hold.
_BREAKS = re.compile(r"\r\n|[\r\u2028\u2029\v\f]")


@dataclass(frozen=True)
class Picture:
    """A picture for the front: where to read it, what tells it from others, and what must stay visible.

    ``focus`` is the centre of what matters, in shares of width and height.
    """

    open: Callable[[], IO[bytes]]
    key: str
    focus: tuple[float, float] = (0.5, 0.5)


@dataclass(frozen=True)
class Card:
    """Both sides of a postcard. Every text may be in any script; dates come as they are to be read."""

    statement: str
    sender: str = ""
    place: str = ""
    caption: str = ""
    date: str = ""
    postmark_date: str = ""
    title: str = ""
    #: Printed on a front that was drawn because nobody uploaded a picture.
    greeting: str = ""
    #: What can be seen on the picture.
    alt: str = ""
    credit: str = ""
    house: str = ""
    language: str = "de"
    grains: tuple[Grain, ...] = ()
    picture: Picture | None = field(default=None, compare=False)
    #: Chooses the arrangement of a drawn front and the turn of the postmark.
    number: int = 0

    def __post_init__(self) -> None:
        for name in ("statement", *_LINES):
            object.__setattr__(self, name, tidy(getattr(self, name), lines=name == "statement"))

    @property
    def postmark_angle(self) -> float:
        """Degrees, clockwise; the same for a card every time."""
        return -16 + (self.number * 37 + len(self.statement) * 7) % 29

    @property
    def town(self) -> str:
        """The place as a postmark has it: what stands before a comma, and no more than two dozen characters."""
        town = re.split(r"[,;/(،、]", self.place)[0].strip()
        return town if len(town) <= 24 else town[:23].rstrip() + "…"

    def fingerprint(self) -> str:
        """Changes with anything that one could see on the card."""
        said: list[Any] = [getattr(self, name) for name in ("statement", *_LINES, "language", "grains", "number")]
        picture = (self.picture.key, self.picture.focus) if self.picture else None
        return sha256(repr((DESIGN, signature(), said, picture)).encode()).hexdigest()[:32]


_LINES = ("sender", "place", "caption", "date", "postmark_date", "title", "greeting", "alt", "credit", "house")


def tidy(text: str, lines: bool = False) -> str:
    """Composed characters, no controls; line ends stay only where asked for."""
    text = _BREAKS.sub("\n", unicodedata.normalize("NFC", text))
    text = "".join(c for c in text if c == "\n" or unicodedata.category(c) not in {"Cc", "Cs"} or c == "\t")
    if not lines:
        return " ".join(text.split())
    return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()
