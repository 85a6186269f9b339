"""What somebody typed, as words and phrases."""

import re
import unicodedata
from dataclasses import dataclass

from editorial.search.folding import PART, fold, worth_indexing
from editorial.search.stop_words import STOP_WORDS

MOST_LETTERS = 200
# More words make a question no clearer, but slower.
MOST_WORDS = 12
_QUOTED = re.compile(r"[\"„“”«»]([^\"„“”«»]+)[\"„“”«»]")


@dataclass(frozen=True)
class Asked:
    """A word of a question: as typed, and folded."""

    typed: str
    folded: str


@dataclass(frozen=True)
class Question:
    typed: str
    words: tuple[Asked, ...] = ()
    phrases: tuple[str, ...] = ()
    # Words that stand in nearly every text, and words beyond the bound.
    left_out: tuple[str, ...] = ()


def clean(typed: str) -> str:
    """One line without control characters, of a length that cannot hurt."""
    plain = unicodedata.normalize("NFC", typed[: 4 * MOST_LETTERS])
    plain = "".join(" " if unicodedata.category(sign).startswith("C") else sign for sign in plain)
    return " ".join(plain.split())[:MOST_LETTERS].strip()


def understand(typed: str) -> Question:
    """The words and phrases of a question. Every sign is a letter, a digit, a quotation mark or nothing."""
    typed = clean(typed)
    words: dict[str, Asked] = {}
    left_out: list[str] = []
    for word in PART.findall(typed):
        folded = fold(word)
        if folded in STOP_WORDS or not worth_indexing(folded):
            left_out.append(word)
        elif folded not in words and len(words) < MOST_WORDS:
            words[folded] = Asked(word, folded)
        elif folded not in words:
            left_out.append(word)
    phrases = (" ".join(fold(word) for word in PART.findall(phrase)) for phrase in _QUOTED.findall(typed))
    return Question(
        typed, tuple(words.values()), tuple(dict.fromkeys(p for p in phrases if " " in p)), tuple(left_out)
    )
