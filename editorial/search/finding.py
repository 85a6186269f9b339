"""Asks the index: which documents answer a question, how well, and of which kinds, topics and years."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import log
from typing import NamedTuple

from django.db.models import QuerySet

from editorial.models import ReadablePage, SearchDocument, SearchPosting
from editorial.search.expansion import Meaning, meanings
from editorial.search.folding import PART, fold
from editorial.search.queries import Question
from editorial.search.vocabulary import vocabulary

# A phrase that was typed without quotation marks lifts the best documents that have it.
SIDE_BY_SIDE = 1.3
LIFTED = 60
# A question of so many numbers in one condition is put without it, and chosen from here.
MOST_NUMBERS = 900


class Row(NamedTuple):
    """A document, as far as it is counted."""

    pk: int
    kind: str
    year: int
    topics: list[int]


@dataclass(frozen=True)
class Wanted:
    """The facets somebody chose."""

    kind: str = ""
    topic: int | None = None
    year: int | None = None

    def fits(self, row: Row, *, but: str = "") -> bool:
        return (
            (but == "kind" or not self.kind or row.kind == self.kind)
            and (but == "topic" or self.topic is None or self.topic in row.topics)
            and (but == "year" or self.year is None or row.year == self.year)
        )


@dataclass
class Found:
    """What answers a question, the best first, and how it was understood."""

    pages: list[int] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)
    topics: Counter[int] = field(default_factory=Counter)
    years: Counter[int] = field(default_factory=Counter)
    meanings: list[Meaning] = field(default_factory=list)
    # Whether every word was found together, or else only some of them; and the same for quoted phrases.
    complete: bool = True
    phrases_kept: bool = True

    @property
    def corrections(self) -> dict[str, str]:
        """What was typed to what was searched for."""
        return {m.asked.typed: m.correction for m in self.meanings if m.correction} if self.pages else {}

    def answers(self, folded: str) -> frozenset[int]:
        """Which words of the question this word answers."""
        return self._spellings.get(folded, _NONE)

    def __post_init__(self) -> None:
        places: dict[str, set[int]] = defaultdict(set)
        for place, meaning in enumerate(self.meanings):
            for spelling in meaning.spellings:
                places[spelling].add(place)
        self._spellings = {spelling: frozenset(at) for spelling, at in places.items()}


_NONE: frozenset[int] = frozenset()


def find(question: Question, wanted: Wanted = Wanted()) -> Found:
    """Every word first; then what is known is doubted, too; at last whatever has some of the words."""
    if not question.words:
        return Found()
    words = vocabulary()
    understood = meanings(question.words, words)
    rows, scores = _scored(understood, every=True)
    if not rows:
        doubted = meanings(question.words, words, doubt=True)
        rows, scores = _scored(doubted, every=True)
        understood = doubted if rows else understood
    complete = bool(rows)
    if not rows and len(question.words) > 1:
        rows, scores = _scored(understood, every=False)
    with_phrases = _having(question.phrases, rows)
    kept = with_phrases if with_phrases or not question.phrases else rows
    _lift(understood, kept, scores)
    found = Found(meanings=understood, complete=complete, phrases_kept=bool(with_phrases) or not question.phrases)
    _count(found, kept, wanted)
    chosen = [row for row in kept if wanted.fits(row)]
    found.pages = [row.pk for row in sorted(chosen, key=lambda row: (-scores[row.pk], -row.year, -row.pk))]
    return found


def _scored(understood: Sequence[Meaning], *, every: bool) -> tuple[list[Row], dict[int, float]]:
    """The visible documents that have every word (or else some), and how well they answer."""
    fits: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for place, meaning in enumerate(understood):
        for word, fit in meaning.fits.items():
            fits[word].append((place, fit))
    best: list[dict[int, float]] = [{} for _meaning in understood]
    postings = SearchPosting.objects.filter(word__in=list(fits)).values_list("document_id", "word_id", "weight")
    for document, word, weight in postings.iterator(chunk_size=5000):
        for place, fit in fits[word]:
            if fit * weight > best[place].get(document, 0):
                best[place][document] = fit * weight
    if every:
        candidates = set.intersection(*(set(documents) for documents in best)) if best else set()
    else:
        candidates = set().union(*best)
    rows = _visible(candidates)
    rare = [log(2 + len(candidates) / (1 + len(documents))) for documents in best]
    scores = {
        row.pk: sum(share * documents.get(row.pk, 0) for share, documents in zip(rare, best, strict=True))
        * (sum(row.pk in documents for documents in best) / len(best)) ** 2
        for row in rows
    }
    return rows, scores


def _visible(candidates: set[int]) -> list[Row]:
    """What everybody may read, once a text; asked of the pages themselves, whatever the index says."""
    if not candidates:
        return []
    documents: QuerySet[SearchDocument] = SearchDocument.objects.all()
    if len(candidates) <= MOST_NUMBERS:
        documents = documents.filter(pk__in=candidates)
    pages = ReadablePage.objects.open_to_all().in_language()
    rows = documents.filter(pk__in=pages.values("pk")).values_list("pk", "kind", "year", "topics")
    return [Row(*row) for row in rows if row[0] in candidates]


def _having(phrases: Iterable[str], rows: list[Row]) -> list[Row]:
    """The rows whose documents have all these phrases."""
    for phrase in phrases:
        having = _with(f" {phrase} ", [row.pk for row in rows])
        rows = [row for row in rows if row.pk in having]
    return rows


def _lift(understood: Sequence[Meaning], rows: list[Row], scores: dict[int, float]) -> None:
    if len(understood) < 2:
        return
    words = [fold(part) for m in understood for part in PART.findall(m.correction or m.asked.typed)]
    top = sorted((row.pk for row in rows), key=lambda pk: -scores[pk])[:LIFTED]
    for pk in _with(f" {' '.join(words)} ", top):
        scores[pk] *= SIDE_BY_SIDE


def _with(folded: str, pks: list[int]) -> set[int]:
    found: set[int] = set()
    for start in range(0, len(pks), MOST_NUMBERS):
        some = SearchDocument.objects.filter(pk__in=pks[start : start + MOST_NUMBERS], folded__contains=folded)
        found.update(some.values_list("pk", flat=True))
    return found


def _count(found: Found, rows: list[Row], wanted: Wanted) -> None:
    """Each facet counts what the other facets leave."""
    for row in rows:
        if wanted.fits(row, but="kind"):
            found.kinds[row.kind] += 1
        if wanted.fits(row, but="topic"):
            found.topics.update(row.topics)
        if wanted.fits(row, but="year"):
            found.years[row.year] += 1
