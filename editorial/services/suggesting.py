"""Which topics a text is about, by the words it uses: labels and synonyms of the vocabulary, in both languages.

Words count whatever their ending (the stems of the search), and inside German compounds for half. What stands in
the title or the standfirst says more, and so do topics that few texts have. Every suggestion names its words.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import log

from django.db.models import Count, Q
from django.utils.html import strip_tags
from wagtail.fields import StreamField

from editorial.models import ReadablePage, Topic
from editorial.search.folding import PART, fold, stem
from editorial.search.stop_words import STOP_WORDS
from editorial.services.drafts import Draft, texts_of

# What one mention says beside a mention in the text. Fields that are not named count as text.
WEIGHTS = {"title": 5.0, "subtitle": 3.0, "standfirst": 3.0, "kicker": 2.0, "statement": 2.0}
MOST = 6
# A word inside a compound says half as much: «Einwilligungserklärung» is about consents, but not only.
IN_COMPOUND = 0.5
# The part of a compound that decides stands at its end («Mietrecht»), and may be shorter than what determines it.
SHORTEST_END, SHORTEST_BEGINNING, SHORTEST_REST = 5, 7, 4
# So many mentions in the text say half of what endlessly many would.
SATURATION = 3.0
# In longer texts more is mentioned by the way.
USUAL_WORDS = 700
# Fainter than this share of the strongest is noise, and so is a single mention in the text.
LEAST_SHARE = 0.2
LEAST_MENTIONS = 1.5

Stems = tuple[str, ...]


@dataclass(frozen=True)
class Word:
    """A word as it stands in the text, and its stem in the text's language."""

    start: int
    end: int
    folded: str
    stem: str


@dataclass
class Suggestion:
    topic: Topic
    score: float = 0.0
    # The words as they stand in the text, and how often; the most frequent first.
    words: list[tuple[str, int]] = field(default_factory=list)


@dataclass
class Evidence:
    mass: float = 0.0
    named: bool = False
    shown: dict[str, str] = field(default_factory=dict)
    times: Counter[str] = field(default_factory=Counter)

    def add(self, words: Sequence[Word], text: str, weight: float, named: bool) -> None:
        self.mass += weight
        self.named = self.named or named
        key = " ".join(word.stem for word in words)
        self.shown.setdefault(key, " ".join(text[words[0].start : words[-1].end].split()))
        self.times[key] += 1


class Names:
    """The names of topics in both languages, ready to be found in a text of one.

    All are cut to the stems of that language: by English rules «Listening» would be found in «Listen», and
    «Mailing» in every «Mail».
    """

    def __init__(self, topics: Iterable[Topic], language: str = "de") -> None:
        self.language = language
        self.exact: dict[Stems, set[int]] = defaultdict(set)
        for topic in topics:
            for name in (topic.label_de, topic.label_en, *topic.synonym_list):
                self._add(topic.pk, [fold(part) for part in PART.findall(name)])
        self.single = {stems[0]: topics for stems, topics in self.exact.items() if len(stems) == 1}
        self.longest = max(map(len, self.exact), default=0)

    def _add(self, topic: int, parts: list[str]) -> None:
        if parts and not all(part in STOP_WORDS for part in parts):
            for spelling in (parts, ["".join(parts)]):
                self.exact[tuple(stem(part, self.language) for part in spelling)].add(topic)

    def read(self, text: str) -> list[Word]:
        """The words in their order, hyphenated ones in parts."""
        return [
            Word(part.start(), part.end(), fold(part[0]), stem(fold(part[0]), self.language))
            for part in PART.finditer(text)
        ]

    def starting_at(self, words: Sequence[Word], at: int) -> tuple[int, set[int]]:
        """The longest name that begins here: its number of words (0: none) and the topics that have it."""
        stems = tuple(word.stem for word in words[at : at + self.longest])
        for length in range(len(stems), 0, -1):
            if found := self.exact.get(stems[:length]):
                return length, found
        return 0, set()

    def inside(self, word: Word) -> set[int]:
        """The topics named by the beginning or the end of a compound. English writes its compounds apart."""
        found: set[int] = set()
        for name, topics in self.single.items() if self.language == "de" else ():
            begins = len(name) >= SHORTEST_BEGINNING and word.folded.startswith(name)
            ends = len(name) >= SHORTEST_END and word.stem.endswith(name)
            if (begins or ends) and len(word.stem) - len(name) >= SHORTEST_REST:
                found |= topics
        return found


def suggest(
    texts: Mapping[str, str], language: str = "de", topics: Sequence[Topic] | None = None, most: int = MOST
) -> list[Suggestion]:
    """The topics of these texts (field to words, without markup), the surest first; the same for the same."""
    topics = list(Topic.objects.approved()) if topics is None else topics
    by_pk = {topic.pk: topic for topic in topics}
    evidence = evidence_in(texts, Names(topics, language), by_pk)
    rarity = _rarity(by_pk)
    scored = [
        Suggestion(by_pk[pk], found.mass / (found.mass + SATURATION) * rarity[pk], _words(found))
        for pk, found in evidence.items()
        if found.mass >= LEAST_MENTIONS and not _said_more_narrowly(by_pk[pk], evidence, by_pk)
    ]
    scored.sort(key=lambda one: (-one.score, one.topic.label_de))
    return [one for one in scored if one.score >= LEAST_SHARE * scored[0].score][:most]


def texts_in(draft: Draft) -> dict[str, str]:
    """What is written in the newest draft of a page, by field."""
    texts = {name: str(draft.content.get(name) or "") for name in WEIGHTS}
    streams = [one.name for one in draft.page._meta.get_fields() if isinstance(one, StreamField)]
    return texts | {"body": "\n".join(plain(text) for text in texts_of(draft, *streams))}


def plain(markup: str) -> str:
    """Without markup and soft hyphens; what tags divide stays divided."""
    return strip_tags(markup.replace("<", " <")).replace("\N{SOFT HYPHEN}", "")


def evidence_in(texts: Mapping[str, str], names: Names, topics: Mapping[int, Topic]) -> dict[int, Evidence]:
    evidence: dict[int, Evidence] = defaultdict(Evidence)
    for name, text in texts.items():
        words = names.read(text)
        weight = WEIGHTS.get(name) or 1 / (0.5 + 0.5 * max(1.0, len(words) / USUAL_WORDS))
        compounds: dict[str, set[int]] = {}
        at = 0
        while at < len(words):
            length, found = names.starting_at(words, at)
            for topic in found:
                evidence[topic].add(words[at : at + length], text, weight, named=True)
            if not length:
                word = words[at]
                if word.folded not in compounds:
                    compounds[word.folded] = _narrowest(names.inside(word), topics)
                for topic in compounds[word.folded]:
                    evidence[topic].add([word], text, weight * IN_COMPOUND, named=False)
            at += length or 1
    return evidence


def _rarity(topics: Mapping[int, Topic]) -> dict[int, float]:
    """Between 1 and 2: twice as much for a topic that no text has yet as for one that all texts have."""
    originals = ReadablePage.objects.originals()
    used = Topic.objects.annotate(used=Count("readables", filter=Q(readables__in=originals)))
    texts = originals.count()
    counts = dict(used.values_list("pk", "used"))
    return {pk: 1 + log((texts + 1) / (min(counts.get(pk, 0), texts) + 1)) / log(texts + 2) for pk in topics}


def _words(found: Evidence) -> list[tuple[str, int]]:
    return [(found.shown[key], times) for key, times in found.times.most_common(4)]


def _above(topic: Topic, topics: Mapping[int, Topic]) -> Iterator[int]:
    """The broader topics, upwards; a circle in old data ends it."""
    seen = {topic.pk}
    while topic.parent_id and topic.parent_id in topics and topic.parent_id not in seen:
        seen.add(topic.parent_id)
        yield topic.parent_id
        topic = topics[topic.parent_id]


def _narrowest(found: set[int], topics: Mapping[int, Topic]) -> set[int]:
    """«Datenschutzrecht» is about data protection; that this is law goes without saying."""
    return found - {above for pk in found for above in _above(topics[pk], topics)}


def _said_more_narrowly(topic: Topic, evidence: Mapping[int, Evidence], topics: Mapping[int, Topic]) -> bool:
    """A broader topic stays beside its narrower one only if it is named itself, in a word of its own."""
    if evidence[topic.pk].named:
        return False
    return any(
        topic.pk in _above(topics[pk], topics) and other.mass >= LEAST_MENTIONS for pk, other in evidence.items()
    )
