"""Finds readers by parts of their address or name, forgiving case, accents, both ways to write umlauts and, where
PostgreSQL has pg_trgm, small typing errors.

Names and addresses are compared in a folded form that the database works out: «Müller», «Mueller» and «MULLER» are
all "muller". It is kept in an index and in no column; no second copy of who somebody is comes into being.
"""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.contrib.postgres.lookups import TrigramWordSimilar
from django.db import Error, OperationalError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Func, Q, QuerySet, TextField, Value
from rapidfuzz.distance import OSA

from subscribers.models import Subscriber

# More than this nobody reads; whoever finds more types another word. With many more, PostgreSQL would rather go
# through all readers by their day than fetch these by their numbers.
MOST = 300
MOST_WORDS = 5
# A word of the question may be a part of a name if they share so much (0 to 1) of its trigrams. Two letters
# swapped in the middle of six leave three of seven.
ALIKE = (0.4, 0.55)
PATIENCE = "1s"

# What becomes of letters in both databases. SQLite's parser stands only so many calls within one another.
_FEW = {
    letter: base
    for letters, base in (("ÄäÁáÀà", "a"), ("ÖöÓó", "o"), ("Üü", "u"), ("Éé", "e"))
    for letter in letters
}
_DIGRAPHS = {"ß": "ss", "ae": "a", "oe": "o", "ue": "u"}
_PARTS = re.compile(r"[^\W_]+")
_WITHOUT_PARTS = {"ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ı": "i"}


def _base(letter: str) -> str:
    if letter in _WITHOUT_PARTS:
        return _WITHOUT_PARTS[letter]
    plain = unicodedata.normalize("NFKD", letter.lower())[0]
    return plain if plain.isascii() and plain.isalpha() else ""


# The Latin letters with accents (blocks Latin-1 Supplement and Latin Extended-A) that have one base letter.
_MANY = {letter: _base(letter) for letter in map(chr, range(0xC0, 0x180)) if _base(letter)}


def fold(text: str) -> str:
    """The same in Python, for what is typed."""
    plain = unicodedata.normalize("NFKD", "".join(_WITHOUT_PARTS.get(letter, letter) for letter in text))
    folded = "".join(letter for letter in plain if not unicodedata.combining(letter)).lower()
    for written, base in _DIGRAPHS.items():
        folded = folded.replace(written, base)
    return folded


class Folded(Func):
    """Name and address of a reader, folded, each after a space: so the beginning of a word can be asked for."""

    output_field = TextField()
    arg_joiner = " || ' ' || "

    def __init__(self, *fields: Any) -> None:
        super().__init__(*(fields or (F("name"), F("email"))))

    def as_sql(  # type: ignore[override]
        self, compiler: Any, connection: Any, **_extra: Any
    ) -> Any:
        return super().as_sql(compiler, connection, template=_sql("' ' || %(expressions)s", _FEW))

    def as_postgresql(self, compiler: Any, connection: Any, **_extra: Any) -> Any:
        return super().as_sql(compiler, connection, template=_folded_by_postgres("' ' || %(expressions)s"))


def _sql(inner: str, letters: dict[str, str]) -> str:
    folded = f"lower({inner})"
    for written, base in (letters | _DIGRAPHS).items():
        folded = f"replace({folded}, '{written}', '{base}')"
    return folded


def _folded_by_postgres(inner: str) -> str:
    """Most names and addresses are ASCII, and translate() is slow: it is asked for the others alone."""
    translated = f"translate({inner}, '{''.join(_MANY)}', '{''.join(_MANY.values())}')"
    return _sql(f"CASE WHEN octet_length({inner}) = length({inner}) THEN {inner} ELSE {translated} END", {})


@dataclass
class Found:
    """The numbers of the readers found. `more` says that there are others, `guessed` that nobody is written like
    this and these come near."""

    readers: list[int] = field(default_factory=list)
    more: bool = False
    guessed: bool = False


def find(readers: QuerySet[Subscriber], question: str) -> Found:
    """Those of the readers in whose name or address every word stands, or else comes near."""
    words = [word for typed in question.split()[:MOST_WORDS] if (word := fold(typed))]
    if not words:
        return Found()
    folded = readers.order_by().alias(folded=Folded())
    for word in words:
        folded = folded.filter(_containing(word))
    with _dear_folding():
        found = list(folded.values_list("pk", flat=True)[: MOST + 1])
    if found:
        return Found(found[:MOST], more=len(found) > MOST)
    return Found(_near(readers, words), guessed=True)


@contextmanager
def _dear_folding() -> Iterator[None]:
    """PostgreSQL takes folding for as cheap as adding, and would fold ten thousand readers that a filter chose
    rather than ask its index."""
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL cpu_operator_cost = 0.1")
        yield
        cursor.execute("SET LOCAL cpu_operator_cost TO DEFAULT")


def _containing(word: str) -> Q:
    # Two letters stand in everybody's name; they are taken for its beginning.
    return Q(folded__contains=word if len(word) > 2 else f" {word}")


def _near(readers: QuerySet[Subscriber], words: list[str]) -> list[int]:
    """Readers whose name or address is a typing error away. PostgreSQL's index chooses by common trigrams, more
    strictly if there were too many; then the errors are counted."""
    if not any(_errors(word) for word in words) or not forgives_errors():
        return []
    folded = readers.order_by().annotate(folded=Folded())
    for word in words:
        like = TrigramWordSimilar(F("folded"), Value(word)) if _errors(word) else _containing(word)
        folded = folded.filter(like)
    for least in ALIKE:
        candidates = _alike(folded, least)
        found = [pk for pk, text in candidates if all(_stands_in(word, text) for word in words)]
        if found or len(candidates) < MOST:
            return found
    return []


def _alike(folded: QuerySet[Any], least: float) -> list[tuple[int, str]]:
    """Nobody waits for a guess that takes long, as that of a word that comes near a part of every address."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = '{PATIENCE}'")
            cursor.execute(f"SET LOCAL pg_trgm.word_similarity_threshold = {least}")
            candidates = list(folded.values_list("pk", "folded")[:MOST])
            cursor.execute("SET LOCAL statement_timeout TO DEFAULT")
            return candidates
    except OperationalError:
        return []


def _errors(word: str) -> int:
    """How many typing errors a word of this length may have; numbers are meant as they stand."""
    if any(sign.isdigit() for sign in word):
        return 0
    return 0 if len(word) < 4 else 1 if len(word) < 8 else 2


def _stands_in(word: str, text: str) -> bool:
    """Whether the text has this word, or one that begins with it, with as many errors as it may have."""
    most = _errors(word)
    if not most:
        return word in text
    return any(
        OSA.distance(word, beginning, score_cutoff=most) <= most
        for part in _PARTS.findall(text)
        for beginning in (part, part[: len(word)])
    )


# --- The index ------------------------------------------------------------------------------------

_INDEX = "readers_folded"
_CREATE = (
    f"CREATE INDEX IF NOT EXISTS {_INDEX} ON subscribers_subscriber USING gin "
    f"(({_folded_by_postgres(chr(39) + ' ' + chr(39) + ' || name || ' + chr(39) + ' ' + chr(39) + ' || email')}) "
    "gin_trgm_ops)"
)


def prepare(database: BaseDatabaseWrapper) -> bool:
    """Installs pg_trgm and the index if this is PostgreSQL and the role may; says whether they are there.

    Without them readers are found all the same, but slowly, and without typing errors being forgiven.
    """
    if database.vendor != "postgresql":
        return False
    _forgives_errors.cache_clear()
    try:
        with transaction.atomic(using=database.alias), database.cursor() as cursor:
            cursor.execute("SELECT to_regproc('similarity')")
            if cursor.fetchone() == (None,):
                cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            cursor.execute(_CREATE)
            # Finer statistics tell the planner a rare name from a frequent one.
            cursor.execute(f"ALTER INDEX {_INDEX} ALTER COLUMN 1 SET STATISTICS 1000")
    except Error:
        return False
    return True


def forget(database: BaseDatabaseWrapper) -> None:
    """The extension stays; others may use it."""
    if database.vendor == "postgresql":
        _forgives_errors.cache_clear()
        with database.cursor() as cursor:
            cursor.execute(f"DROP INDEX IF EXISTS {_INDEX}")


def waits_for_trigrams() -> bool:
    """Whether the migration was run that would have made the index, and could not."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT to_regclass(%s) IS NULL AND EXISTS (SELECT 1 FROM django_migrations "
            "WHERE app = 'subscribers' AND name = '0014_readers_are_found_quickly')",
            [_INDEX],
        )
        return bool(cursor.fetchone()[0])


def forgives_errors() -> bool:
    """Whether the default database has what `prepare` makes."""
    return connection.vendor == "postgresql" and _forgives_errors(str(connection.settings_dict["NAME"]))


@lru_cache(maxsize=8)
def _forgives_errors(_name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT to_regproc('similarity') IS NOT NULL AND to_regclass('{_INDEX}') IS NOT NULL")
        return cursor.fetchone() == (True,)
