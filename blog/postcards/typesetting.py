"""Texts in any script as pixels or as PDF: shaped, ordered and broken into lines by Typst.

See docs/decisions/0021-cards-are-set-by-typst.md for why Pillow draws everything else, but no letters.
"""

import json
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, cast

import typst
from PIL import Image

from . import fonts

HERE = Path(__file__).parent
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fit:
    """How a text went into its box: the size in points, and how many characters were too many for it."""

    size: float
    over: int


def layers(template: str, values: Values, ppi: float) -> list[Image.Image]:
    """The pages of a template as transparent RGBA pictures."""
    made = cast("bytes | list[bytes]", _compiler(template, values).compile(format="png", ppi=ppi))
    pages = made if isinstance(made, list) else [made]
    return [Image.open(BytesIO(page)).convert("RGBA") for page in pages]


def fits(template: str, values: Values) -> dict[str, Fit]:
    """How each text of a template fits, by its name."""
    found = json.loads(_compiler(template, values).query("<fit>", field="value"))
    return {item["name"]: Fit(item["size"], item["over"]) for item in found}


def pdf(template: str, values: Values, folder: Path) -> bytes:
    """The template as a tagged PDF (PDF/UA-1); ``folder`` holds the pictures that the values name."""
    for source in ("setting.typ", template):
        (folder / source).write_bytes((HERE / source).read_bytes())
    made = _compiler(template, values, folder).compile(format="pdf", pdf_standards=["ua-1"])
    return cast("bytes", made)


def _compiler(template: str, values: Values, folder: Path = HERE) -> typst.Compiler:
    known = {
        "serif": [fonts.SERIF, *fonts.families()],
        "grotesque": [fonts.GROTESQUE, *fonts.families()],
    }
    return typst.Compiler(
        folder / template,
        root=folder,
        font_paths=fonts.collection(),
        ignore_system_fonts=True,
        sys_inputs={"card": json.dumps({**known, **values})},
    )
