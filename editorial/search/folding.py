"""Words as the index knows them: folded, and cut to their stem."""

import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer

# Words that hyphens join stay together first: «CRM-Strategie» is one word, and two.
COMPOUND = re.compile(r"[^\W_]+(?:[-\N{HYPHEN}\N{NON-BREAKING HYPHEN}][^\W_]+)*")
PART = re.compile(r"[^\W_]+")

# «Muenchen» is «München», but «neue», «Steuer» and «Quelle» have no umlaut: it stands after no vowel and no q.
_WRITTEN_OUT = re.compile(r"(?<![aeiouyq])([aou])e")
_LONGEST = 64  # letters of a word that the index keeps

_stemmers = {"de": snowballstemmer.stemmer("german"), "en": snowballstemmer.stemmer("english")}
_stemming = threading.Lock()


class Token(NamedTuple):
    start: int
    end: int
    text: str


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """Without case, accents and the two ways to write umlauts: «Straße», «strasse»; «Kündigung», «Kuendigung»."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return _WRITTEN_OUT.sub(r"\1", plain)[:_LONGEST]


@lru_cache(maxsize=200_000)
def stem(folded: str, language: str) -> str:
    """The stem after Snowball, as PostgreSQL's own dictionaries do it; other languages are stemmed as German."""
    # A stemmer holds the word it is working on.
    with _stemming:
        return _stemmers.get(language, _stemmers["de"]).stemWord(folded)


def tokens(text: str) -> Iterator[Token]:
    """The words of a text with their places; of hyphenated ones the parts and the whole."""
    for compound in COMPOUND.finditer(text):
        parts = [
            Token(compound.start() + part.start(), compound.start() + part.end(), fold(part[0]))
            for part in PART.finditer(compound[0])
        ]
        yield from parts
        if len(parts) > 1:
            yield Token(compound.start(), compound.end(), fold("".join(part.text for part in parts)))


def worth_indexing(folded: str) -> bool:
    return len(folded) > 1 or folded.isdigit()
