"""What setting a text needs to know of its script: its direction, its language, and where long words may break."""

import re
import unicodedata
from itertools import pairwise
from typing import TypedDict


class Entry(TypedDict):
    """A paragraph as the typesetter takes it."""

    text: str
    rtl: bool
    lang: str
    #: Baselines this far apart, in shares of the type size.
    leading: float


#: The beginning of a character's Unicode name, the language whose rules it is set by, and its leading.
_SCRIPTS = (
    ("HIRAGANA", "ja", 1.5),
    ("KATAKANA", "ja", 1.5),
    ("HANGUL", "ko", 1.5),
    ("CJK", "zh", 1.5),
    ("ARABIC", "ar", 1.6),
    ("HEBREW", "he", 1.35),
    ("GREEK", "el", 1.3),
    ("CYRILLIC", "ru", 1.3),
    ("DEVANAGARI", "hi", 1.5),
    ("BENGALI", "bn", 1.5),
    ("TAMIL", "ta", 1.5),
    ("THAI", "th", 1.6),
    ("ARMENIAN", "hy", 1.3),
    ("GEORGIAN", "ka", 1.3),
)
_LATIN = 1.3
_WORD = re.compile(r"\S+")


def entries(text: str, language: str, longest: int = 30) -> list[Entry]:
    """The paragraphs of a text; words of more characters than ``longest`` get places to break at."""
    return [_entry(line, language, longest) for line in text.split("\n") if line]


def is_rtl(text: str) -> bool:
    """Rules P2 and P3 of the Unicode Bidirectional Algorithm (UAX #9): the first strong character decides."""
    isolated = 0
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in {"LRI", "RLI", "FSI"}:
            isolated += 1
        elif kind == "PDI":
            isolated = max(0, isolated - 1)
        elif not isolated and kind in {"L", "R", "AL"}:
            return kind != "L"
    return False


def _entry(line: str, language: str, longest: int) -> Entry:
    lang, leading = _script(line, language)
    text = _WORD.sub(lambda word: _breakable(word[0], longest), line)
    return {"text": text, "rtl": is_rtl(line), "lang": lang, "leading": leading}


def _script(line: str, language: str) -> tuple[str, float]:
    """The language to set a paragraph in: its own where most letters are of another script than ours."""
    counts: dict[tuple[str, float], int] = {}
    letters = 0
    for character in line:
        if unicodedata.category(character)[0] == "L":
            letters += 1
            name = unicodedata.name(character, "")
            for beginning, lang, leading in _SCRIPTS:
                if name.startswith(beginning):
                    counts[lang, leading] = counts.get((lang, leading), 0) + 1
    if ("ja", 1.5) in counts:
        return "ja", 1.5
    best = max(counts, key=lambda found: counts[found], default=(language, _LATIN))
    foreign = counts.get(best, 0)
    return (best[0] if foreign * 2 > letters else language, max(_LATIN, best[1]))


def _breakable(word: str, longest: int) -> str:
    """A word that no line could hold, with soft hyphens between its letters, and free breaks elsewhere."""
    if len(word) <= longest or _script(word, "")[0]:
        return word
    pieces = [word[0]]
    for before, character in pairwise(word):
        loose = unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Mc", "Cf", "Sk"}
        if not loose and unicodedata.category(before) != "Cf":
            pieces.append(
                "\N{SOFT HYPHEN}" if before.isalpha() and character.isalpha() else "\N{ZERO WIDTH SPACE}"
            )
        pieces.append(character)
    return "".join(pieces)
