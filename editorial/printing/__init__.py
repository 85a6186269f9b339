"""What every room needs that sets something for print with Typst: the fonts, the look, and signs no font has."""

import re
import shutil
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

HERE = Path(__file__).resolve().parent
FONTS = HERE / "fonts"
#: A sign that stands for one that no font has.
STAND_IN = "¤"
#: How often signs without a glyph are looked for; the compiler names many at once.
ROUNDS = 5
_WITHOUT_GLYPH = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")


class CannotBeSet(Exception):
    """The document could not be set; the message is the compiler's."""


@cache
def fonts() -> Any:
    """Ours and those that come with Typst; the machine's own would make every machine's file another one."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONTS)])


def lay_out(folder: Path, templates: Path) -> None:
    """Puts a room's templates into the folder in which it is set, and beside them the look they all share."""
    shutil.copytree(templates, folder, dirs_exist_ok=True)
    shutil.copy(HERE / "look.typ", folder)


def pdf(template: Path, timestamp: datetime) -> bytes:
    """As PDF/UA-1. The same content with the same timestamp makes the same file. Raises typst.TypstError."""
    made: bytes = typst.compile(
        str(template),
        root=str(template.parent),
        font_paths=fonts(),
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=timestamp,
    )
    return made


def signs_without_glyph(error: typst.TypstError) -> set[str]:
    texts = (_ESCAPE.sub(lambda code: chr(int(code[1], 16)), text) for text in _WITHOUT_GLYPH.findall(str(error)))
    return {sign for text in texts for sign in text if sign not in '"\\' + STAND_IN}
