"""Which characters can be printed: the fonts beside this file, and those in the folder of the settings."""

import struct
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import typst
from django.conf import settings

SHIPPED = Path(__file__).parent / "fonts"
KINDS = {".ttf", ".otf", ".ttc", ".otc"}
SERIF = "Pollenpost Newsreader"
GROTESQUE = "Pollenpost Grotesque"
#: In this order they are asked for a character that the serif or the grotesque lacks.
FURTHER = (
    "Noto Serif",
    "Noto Naskh Arabic",
    "Noto Serif Hebrew",
    "Noto Sans Devanagari",
    "Noto Sans Bengali",
    "Noto Sans Tamil",
    "Noto Serif Thai",
    "Noto Sans Armenian",
    "Noto Serif Georgian",
    "Noto Sans JP",
    "Noto Sans SC",
    "Noto Sans KR",
    "Noto Sans Math",
    "Noto Sans Symbols 2",
    "Noto Emoji",
)


def added() -> tuple[Path, ...]:
    """The fonts that the operator laid into the folder POSTCARD_FONTS, for scripts we do not ship."""
    folder = Path(settings.POSTCARD_FONTS)
    return tuple(sorted(p for p in folder.rglob("*") if p.suffix.lower() in KINDS)) if folder.is_dir() else ()


def signature() -> str:
    """Changes when a font comes or goes."""
    return " ".join(f"{path.name}:{path.stat().st_size}" for path in added())


def families() -> list[str]:
    return [*FURTHER, *(name for name in collection().families() if name not in {*FURTHER, SERIF, GROTESQUE})]


def collection() -> typst.Fonts:
    return _collection(added())


def missing(text: str) -> list[str]:
    """The characters of a text that no font has, each once, in the order of their appearance."""
    known = _known(added())
    return list(dict.fromkeys(c for c in text if ord(c) not in known and not _ignorable(c)))


@lru_cache(maxsize=4)
def _collection(more: tuple[Path, ...]) -> typst.Fonts:
    folders: list[Path] = [SHIPPED, *sorted({path.parent for path in more})]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


@lru_cache(maxsize=4)
def _known(more: tuple[Path, ...]) -> frozenset[int]:
    return frozenset().union(*(_covered(path) for path in (*sorted(SHIPPED.glob("*.ttf")), *more)))


def _ignorable(character: str) -> bool:
    """Spaces, joiners, marks of direction and variation selectors need no glyph."""
    code = ord(character)
    if 0xFE00 <= code <= 0xFE0F or 0xE0020 <= code <= 0xE007F:
        return True
    return unicodedata.category(character) in {"Zs", "Zl", "Zp", "Cc", "Cf"}


def _covered(path: Path) -> frozenset[int]:
    """The characters of a font file, from its cmap tables (OpenType 1.9, formats 4 and 12)."""
    data = path.read_bytes()
    try:
        starts = [0]
        if data[:4] == b"ttcf":
            (count,) = struct.unpack_from(">I", data, 8)
            starts = list(struct.unpack_from(f">{count}I", data, 12))
        return frozenset(code for start in starts for code in _mapped(data, start))
    except struct.error:  # A broken file in the operator's folder prints nothing.
        return frozenset()


def _mapped(data: bytes, start: int) -> Iterator[int]:
    (tables,) = struct.unpack_from(">H", data, start + 4)
    for k in range(tables):
        tag, _sum, offset, _length = struct.unpack_from(">4sIII", data, start + 12 + 16 * k)
        if tag == b"cmap":
            (count,) = struct.unpack_from(">H", data, offset + 2)
            for n in range(count):
                (inner,) = struct.unpack_from(">I", data, offset + 8 + 8 * n)
                yield from _subtable(data, offset + inner)


def _subtable(data: bytes, at: int) -> Iterator[int]:
    (kind,) = struct.unpack_from(">H", data, at)
    if kind == 12:
        (groups,) = struct.unpack_from(">I", data, at + 12)
        for k in range(groups):
            first, last, _glyph = struct.unpack_from(">III", data, at + 16 + 12 * k)
            yield from range(first, last + 1)
    elif kind == 4:
        (double,) = struct.unpack_from(">H", data, at + 6)
        count = double // 2
        ends = struct.unpack_from(f">{count}H", data, at + 14)
        firsts = struct.unpack_from(f">{count}H", data, at + 16 + double)
        deltas = struct.unpack_from(f">{count}H", data, at + 16 + 2 * double)
        for k in range(count):
            yield from _segment(data, at + 16 + 3 * double + 2 * k, firsts[k], ends[k], deltas[k])


def _segment(data: bytes, at: int, first: int, last: int, delta: int) -> Iterator[int]:
    """One range of format 4; ``at`` is where its idRangeOffset stands."""
    (offset,) = struct.unpack_from(">H", data, at)
    for code in range(first, last + 1):
        glyph = code
        if offset:
            (glyph,) = struct.unpack_from(">H", data, at + offset + 2 * (code - first))
        if code != 0xFFFF and (glyph or not offset) and (glyph + delta) & 0xFFFF:
            yield code
