"""The words of the index, found by what they have in common with a word of a question."""

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Iterable, Sequence
from secrets import token_hex
from typing import NamedTuple

from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import Count, Max, Q
from rapidfuzz import process
from rapidfuzz.distance import OSA

from editorial.models import SearchPosting, SearchWord
from editorial.search import trigrams
from editorial.search.folding import stem

LANGUAGES = ("de", "en")
# A compound is at least this much longer than the misspelt word it may begin with.
REST_OF_COMPOUND = 3
# Of so many similar words the right one is among the nearest.
MOST_SIMILAR = 100


class Word(NamedTuple):
    pk: int
    text: str
    stem: str
    shown: str


class Similar(NamedTuple):
    word: Word
    distance: int


class Vocabulary(ABC):
    def akin(self, folded: Iterable[str]) -> list[Word]:
        """The words with one of these spellings or with one of their stems."""
        wanted = set(folded)
        if not wanted:
            return []
        same = Q(text__in=wanted)
        for code in LANGUAGES:
            same |= Q(language=code, stem__in={stem(word, code) for word in wanted})
        return _words(SearchWord.objects.filter(same))

    @abstractmethod
    def containing(self, part: str, most: int) -> list[Word]:
        """Words with this part in them, the shortest first."""

    @abstractmethod
    def similar(self, word: str, bound: int) -> list[Similar]:
        """Words at most `bound` typing errors away: a letter missing, added, wrong, or two swapped."""

    @abstractmethod
    def beginning_like(self, word: str, bound: int) -> list[Similar]:
        """Longer words whose beginning is at most `bound` typing errors away."""


class InMemory(Vocabulary):
    """All words of the index in the memory of this process: some ten megabytes for 100,000 words."""

    def __init__(self, words: list[Word]) -> None:
        self.by_text: dict[str, list[Word]] = defaultdict(list)
        self.by_length: dict[int, list[str]] = defaultdict(list)
        for word in words:
            self.by_text[word.text].append(word)
        for text in self.by_text:
            self.by_length[len(text)].append(text)
        self.lines = "\n".join(["", *sorted(self.by_text, key=len), ""])

    def containing(self, part: str, most: int) -> list[Word]:
        found: list[Word] = []
        at = self.lines.find(part)
        while at >= 0 and len(found) < most:
            end = self.lines.find("\n", at)
            found += self.by_text[self.lines[self.lines.rfind("\n", 0, at) + 1 : end]]
            at = self.lines.find(part, end)
        return found

    def similar(self, word: str, bound: int) -> list[Similar]:
        found: list[Similar] = []
        for length in range(len(word) - bound, len(word) + bound + 1):
            found += self._near(word, {text: [text] for text in self.by_length.get(length, [])}, bound)
        return found

    def beginning_like(self, word: str, bound: int) -> list[Similar]:
        beginnings: dict[str, list[str]] = defaultdict(list)
        for length, texts in self.by_length.items():
            if length >= len(word) + REST_OF_COMPOUND:
                for text in texts:
                    beginnings[text[: len(word)]].append(text)
        return self._near(word, beginnings, bound)

    def _near(self, word: str, choices: dict[str, list[str]], bound: int) -> list[Similar]:
        near = process.extract(word, list(choices), scorer=OSA.distance, score_cutoff=bound, limit=MOST_SIMILAR)
        return [
            Similar(found, int(distance))
            for choice, distance, _place in near
            for text in choices[choice]
            for found in self.by_text[text]
        ]


class WithTrigrams(Vocabulary):
    """Words that share trigrams, chosen by PostgreSQL's index; the distance is then measured as in memory."""

    # Two swapped letters in the middle of a word of five leave two of ten trigrams.
    LEAST_SIMILARITY = 0.18

    def containing(self, part: str, most: int) -> list[Word]:
        return self._ask("text LIKE %s ORDER BY char_length(text), text LIMIT %s", [f"%{part}%", most])

    def similar(self, word: str, bound: int) -> list[Similar]:
        near = self._ask(
            "text %% %s AND char_length(text) BETWEEN %s AND %s ORDER BY similarity(text, %s) DESC, text LIMIT %s",
            [word, len(word) - bound, len(word) + bound, word, 4 * MOST_SIMILAR],
        )
        return self._measured(word, near, bound)

    def beginning_like(self, word: str, bound: int) -> list[Similar]:
        near = self._ask(
            "text %% %s AND char_length(text) >= %s ORDER BY word_similarity(%s, text) DESC, text LIMIT %s",
            [word, len(word) + REST_OF_COMPOUND, word, 4 * MOST_SIMILAR],
        )
        return self._measured(word, near, bound, len(word))

    @staticmethod
    def _measured(word: str, near: list[Word], bound: int, length: int | None = None) -> list[Similar]:
        measured = [Similar(other, OSA.distance(word, other.text[:length], score_cutoff=bound)) for other in near]
        return [similar for similar in measured if similar.distance <= bound]

    def _ask(self, condition: str, values: Sequence[str | int]) -> list[Word]:
        # Only conditions of this class get here; values are passed beside them.
        query = f"SELECT id, text, stem, shown FROM editorial_searchword WHERE {condition}"  # noqa: S608
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL pg_trgm.similarity_threshold = {self.LEAST_SIMILARITY}")
            cursor.execute(query, values)
            return [Word(*row) for row in cursor.fetchall()]


def vocabulary() -> Vocabulary:
    return WithTrigrams() if trigrams.available() else _in_memory()


def frequencies(words: Iterable[int]) -> dict[int, int]:
    """In how many documents each of these words stands."""
    rows = SearchPosting.objects.filter(word__in=list(words)).values("word").annotate(count=Count("document"))
    return {row["word"]: row["count"] for row in rows}


def words_changed() -> None:
    cache.set(_CHANGE, token_hex(8), None)


_CHANGE = "search:words"
_kept: tuple[object, InMemory] | None = None


def _in_memory() -> InMemory:
    """The vocabulary of this process, read again after a change here or in another process."""
    global _kept
    # A cache in memory knows only the changes of this process; the rest is seen in number and last of the words.
    state = SearchWord.objects.aggregate(count=Count("pk"), last=Max("pk"))
    version = (
        str(connection.settings_dict["NAME"]),
        cache.get_or_set(_CHANGE, lambda: token_hex(8), None),
        *state.values(),
    )
    kept = _kept
    if kept is None or kept[0] != version:
        kept = _kept = (version, InMemory(_words(SearchWord.objects.all())))
    return kept[1]


def _words(found) -> list[Word]:  # type: ignore[no-untyped-def]
    return [Word(*row) for row in found.values_list("pk", "text", "stem", "shown")]
