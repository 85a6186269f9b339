"""From a word of a question to the words of the index that it may mean."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise

from rapidfuzz.distance import JaroWinkler

from editorial.search.folding import stem
from editorial.search.queries import Asked
from editorial.search.vocabulary import Similar, Vocabulary, Word, frequencies

# How much a word of the index counts, beside the very word that was typed.
SAME_STEM = 0.95
BEGINS = 0.7
ENDS = 0.6
INSIDE = 0.45
CORRECTED = 0.8
LESS_LIKELY = 0.5

LEAST_PART = 4  # letters of a word that compounds may begin or end with
LEAST_STEM = 6  # letters of a stem, or of a word that may stand in the middle of a compound
LONGEST_ENDING = 3
MOST_COMPOUNDS = 80
MOST_OTHERS = 5


@dataclass
class Meaning:
    """The words of the index that one word of a question may mean, and how well each fits (0 to 1)."""

    asked: Asked
    fits: dict[int, float] = field(default_factory=dict)
    spellings: set[str] = field(default_factory=set)
    # What is searched for instead, if what was typed stands nowhere.
    correction: str = ""

    @property
    def known(self) -> bool:
        return bool(self.fits)

    def add(self, word: Word, fit: float) -> None:
        self.fits[word.pk] = max(fit, self.fits.get(word.pk, 0))
        self.spellings.add(word.text)


def meanings(asked: Sequence[Asked], words: Vocabulary, *, doubt: bool = False) -> list[Meaning]:
    """The meaning of each word, alone and joined to its neighbour; misspelt ones are corrected.

    With `doubt` what stands in the index may be a typing error as well.
    """
    found = [Meaning(word) for word in asked]
    pairs = [(first, second, joint) for first, second in pairwise(found) for joint in ("", "s")]
    joined = [first.asked.folded + joint + second.asked.folded for first, second, joint in pairs]
    akin = words.akin([word.folded for word in asked] + joined)
    for meaning in found:
        _take(meaning, meaning.asked.folded, akin, words)
    for (first, second, _joint), whole in zip(pairs, joined, strict=True):
        _take_joined(first, second, whole, akin)
    for meaning in found:
        if (doubt or not meaning.known) and not _correct(meaning, words) and not meaning.known:
            _split(meaning, words)
    return found


def bound(folded: str) -> int:
    """How many typing errors a word of this length may have; numbers are meant as they stand."""
    if any(sign.isdigit() for sign in folded):
        return 0
    return 0 if len(folded) <= 3 else 1 if len(folded) <= 7 else 2


def _take(meaning: Meaning, folded: str, akin: Iterable[Word], words: Vocabulary, share: float = 1.0) -> None:
    """The word itself, its other forms, and the compounds it is part of."""
    stems = {stem(folded, "de"), stem(folded, "en")}
    for word in akin:
        if word.text == folded:
            meaning.add(word, share)
        elif word.stem in stems:
            meaning.add(word, share * SAME_STEM)
    # Short stems stand in words of another kind: «woch» in «Mittwoch», «einwil» in all that begins like a consent.
    least = max(LEAST_STEM, len(folded) - LONGEST_ENDING)
    roots = [root for root in stems if len(root) >= least and folded.startswith(root)]
    part = min(roots, key=len, default=folded)
    if len(part) < LEAST_PART:
        return
    for word in words.containing(part, MOST_COMPOUNDS):
        if word.text.startswith(part):
            meaning.add(word, share * BEGINS)
        elif word.text.endswith((part, folded)):
            meaning.add(word, share * ENDS)
        elif len(part) >= LEAST_STEM:
            meaning.add(word, share * INSIDE)


def _take_joined(first: Meaning, second: Meaning, whole: str, akin: Iterable[Word]) -> None:
    """«Kunden Wert» may be «Kundenwert»; both words are then found in one."""
    stems = {stem(whole, "de"), stem(whole, "en")}
    for word in akin:
        if word.text == whole or word.stem in stems:
            first.add(word, 1.0)
            second.add(word, 1.0)


def _correct(meaning: Meaning, words: Vocabulary) -> bool:
    """Adds the nearest words of the index; says whether there are any."""
    typed = meaning.asked.folded
    errors = bound(typed)
    near = [similar for similar in words.similar(typed, errors) if similar.distance] if errors else []
    whole = bool(near)
    if errors and not near:
        near = words.beginning_like(typed, errors)
    ranked = _ranked(typed, near)
    if not ranked:
        return False
    best = ranked[0]
    share = CORRECTED * (LESS_LIKELY if meaning.known else 1)
    if not meaning.known and whole:
        meaning.correction = best.word.shown
    if whole:
        _take(meaning, best.word.text, words.akin([best.word.text]), words, share)
    for similar in ranked[:MOST_OTHERS]:
        nearest = similar.distance == best.distance
        meaning.add(similar.word, share * (BEGINS if nearest else LESS_LIKELY))
    return True


def _ranked(typed: str, near: list[Similar]) -> list[Similar]:
    """The likeliest first: fewest errors, then the same beginning, then the more frequent word."""
    often = frequencies(similar.word.pk for similar in near)

    def likely(similar: Similar) -> tuple[int, float, int, str]:
        alike = JaroWinkler.similarity(typed, similar.word.text)
        return similar.distance, -round(alike, 1), -often[similar.word.pk], similar.word.text

    return sorted((similar for similar in near if similar.word.pk in often), key=likely)


def _split(meaning: Meaning, words: Vocabulary) -> None:
    """A compound that stands nowhere may be two words that do: «Kundenwertberechnung»."""
    typed = meaning.asked.folded
    halves = [(typed[:place], typed[place:]) for place in range(LEAST_PART, len(typed) - LEAST_PART + 1)]
    all_halves = set(chain.from_iterable(halves))
    akin = words.akin(all_halves | {half.removesuffix("s") for half in all_halves})
    known = {word.text for word in akin} | {word.stem for word in akin}

    def stands(half: str) -> bool:
        return bool({half, half.removesuffix("s"), stem(half, "de")} & known)

    for first, second in sorted(halves, key=lambda pair: -len(pair[0])):
        if stands(first) and stands(second):
            for half in (first, first.removesuffix("s"), second):
                stems = {half, stem(half, "de")}
                for word in akin:
                    if word.text == half or word.stem in stems:
                        meaning.add(word, CORRECTED)
            return
