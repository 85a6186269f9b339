"""What of a page the search reads: what its model declares in `search_fields`, its topics and its authors."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from wagtail.search import index

from editorial.models import ReadablePage
from editorial.search.folding import tokens, worth_indexing
from editorial.search.stop_words import STOP_WORDS

# How much one mention says, beside a mention in the text. A field that is not named here counts as text.
WEIGHTS = {
    "title": 9.0,
    "subtitle": 4.0,
    "topics": 4.0,
    "authors": 4.0,
    "guest": 4.0,
    "kicker": 3.0,
    "standfirst": 3.0,
    "statement": 2.0,
    "section": 1.5,
    "series": 2.0,
}
# These are shown elsewhere in a result, so its snippet does not repeat them.
NOT_IN_SNIPPETS = {"title", "subtitle", "kicker", "topics", "authors", "guest", "section", "series", "place"}

# BM25's two constants: how soon more mentions stop to count, and how much a long text has to say more often.
SATURATION = 2.0
LENGTH_SHARE = 0.5
USUAL_LENGTH = 700  # words of a text


@dataclass
class Reading:
    """A page as the search reads it: the weight (1 to 1,000) of each folded word, and its texts."""

    weights: dict[str, int]
    shown: dict[str, str]
    text: str
    folded: str


@dataclass
class _Count:
    mentions: Counter[str] = field(default_factory=Counter)
    shown: dict[str, str] = field(default_factory=dict)
    folded: list[str] = field(default_factory=list)


def read(page: ReadablePage) -> Reading:
    """Reads the page as it is in memory; the caller answers for its being what is published."""
    count, paragraphs = _Count(), []
    for name, texts in _texts(page):
        lines = [line for text in texts for line in _lines(text)]
        _add(count, name, lines)
        if name not in NOT_IN_SNIPPETS:
            paragraphs += lines
    weights = {word: max(1, round(1000 * n / (n + SATURATION))) for word, n in count.mentions.items()}
    return Reading(weights, count.shown, "\n".join(paragraphs), f" {' | '.join(count.folded)} ")


def _texts(page: ReadablePage) -> Iterator[tuple[str, list[str]]]:
    for declared in page.get_search_fields():
        if isinstance(declared, index.SearchField):
            yield declared.field_name, _strings(declared.get_value(page))
        elif isinstance(declared, index.RelatedFields) and declared.field_name != "topics":
            yield declared.field_name, _related(declared, page)
    topics = [(topic.label_de, topic.label_en, topic.synonyms) for topic in page.topics.all()]
    yield "topics", [text for texts in topics for text in texts]
    yield "authors", [byline.author.name for byline in page.bylines.all()]


def _related(declared: index.RelatedFields, page: ReadablePage) -> list[str]:
    related = declared.get_value(page)
    others = [related] if hasattr(related, "_meta") else list(related.all()) if related else []
    return [text for other in others for part in declared.fields for text in _strings(part.get_value(other))]


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [str(part) for part in value] if isinstance(value, Iterable) else []


def _lines(text: str) -> list[str]:
    """The lines of a text without soft hyphens and runs of blanks."""
    lines = (" ".join(line.split()) for line in text.replace("\N{SOFT HYPHEN}", "").splitlines())
    return [line for line in lines if line]


def _add(count: _Count, name: str, lines: list[str]) -> None:
    mentions: Counter[str] = Counter()
    running = []
    for line in lines:
        end = 0
        for token in tokens(line):
            if token.start >= end:
                running.append(token.text)
                end = token.end
            if worth_indexing(token.text) and token.text not in STOP_WORDS:
                mentions[token.text] += 1
                count.shown.setdefault(token.text, line[token.start : token.end])
    weight = WEIGHTS.get(name, 1.0)
    if name not in WEIGHTS:
        weight /= 1 - LENGTH_SHARE + LENGTH_SHARE * max(1.0, mentions.total() / USUAL_LENGTH)
    for word, times in mentions.items():
        count.mentions[word] += weight * times  # type: ignore[assignment]
    if running:
        count.folded.append(" ".join(running))
