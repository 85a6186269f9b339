"""Texts with the words that were found marked, safe to put into a page."""

from collections.abc import Callable
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from editorial.search.folding import COMPOUND, PART, fold

LONGEST = 240  # letters of a snippet
BEFORE = 70  # letters that stand before the first word found

# Which words of a question a folded word answers, as places in the question; nothing for all others.
Answers = Callable[[str], frozenset[int]]


class Hit(NamedTuple):
    start: int
    end: int
    answers: frozenset[int]


def marked(text: str, answers: Answers) -> SafeString:
    """The whole text, escaped, with its hits in <mark>."""
    return _marked(text, _hits(text, answers))


def snippet(text: str, answers: Answers) -> SafeString:
    """The passage that answers most words of the question; the beginning if none does."""
    best, passage = (0, 0), ""
    spots: list[Hit] = []
    for line in text.split("\n"):
        hits = _hits(line, answers)
        for place, first in enumerate(hits):
            within = [hit for hit in hits[place : place + 40] if hit.end - first.start <= LONGEST - BEFORE]
            worth = (len(frozenset().union(*(hit.answers for hit in within))), min(len(within), 3))
            if worth > best:
                best, passage, spots = worth, line, within
    if not spots:
        return _cut(text.partition("\n")[0], 0, [])
    return _cut(passage, max(0, spots[0].start - BEFORE), _hits(passage, answers))


def _hits(text: str, answers: Answers) -> list[Hit]:
    hits: list[Hit] = []
    for compound in COMPOUND.finditer(text):
        parts = list(PART.finditer(compound[0]))
        if len(parts) > 1 and (whole := answers(fold("".join(part[0] for part in parts)))):
            hits.append(Hit(compound.start(), compound.end(), whole))
            continue
        for part in parts:
            if found := answers(fold(part[0])):
                hits.append(Hit(compound.start() + part.start(), compound.start() + part.end(), found))
    return hits


def _cut(line: str, start: int, hits: list[Hit]) -> SafeString:
    """At most LONGEST letters of the line from `start` on, between whole words."""
    if start:
        start = line.find(" ", start) + 1
    if len(line) - start <= LONGEST < len(line):
        # Near the end there is room for more before it.
        start = min(start, line.find(" ", len(line) - LONGEST) + 1)
    end = len(line)
    if end - start > LONGEST:
        space = line.rfind(" ", start, start + LONGEST)
        end = space if space > start else start + LONGEST
    seen = [hit for hit in hits if start <= hit.start and hit.end <= end]
    inside = [Hit(hit.start - start, hit.end - start, hit.answers) for hit in seen]
    before, after = "… " if start else "", " …" if end < len(line) else ""
    return mark_safe(f"{before}{_marked(line[start:end], inside)}{after}")


def _marked(text: str, hits: list[Hit]) -> SafeString:
    pieces, end = [], 0
    for hit in hits:
        pieces += [escape(text[end : hit.start]), "<mark>", escape(text[hit.start : hit.end]), "</mark>"]
        end = hit.end
    return mark_safe("".join([*pieces, escape(text[end:])]))
