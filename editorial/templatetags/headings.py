"""Headings one can link to, and the list of them beside a long text."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count
from typing import Any

from django import template

from editorial.models import ReadablePage
from editorial.models.topic import german_slug

register = template.Library()

#: From how many headings and words on a text is long enough for contents of its own.
FEWEST_HEADINGS, FEWEST_WORDS = 3, 900


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    anchor: str


@register.filter
def anchored(blocks: Iterable[Any]) -> list[tuple[Any, str]]:
    """Each block with the anchor of its heading, "" for other blocks.

    The anchor comes from the words, so that a link keeps its target when other headings change; headings with the
    same words are counted.
    """
    given: set[str] = set()
    return [(block, _anchor(block, given)) for block in blocks]


def _anchor(block: Any, given: set[str]) -> str:
    if block.block_type != "heading":
        return ""
    name = f"h-{german_slug(block.value['text'])}".rstrip("-")
    free = (anchor for number in count(2) if (anchor := f"{name}-{number}") not in given)
    anchor = name if name not in given else next(free)
    given.add(anchor)
    return anchor


@register.filter
def long_contents(page: ReadablePage) -> list[Heading]:
    """The headings of a long text, for a list beside it; nothing for a short one."""
    headings = [
        Heading(block.value["text"], anchor)
        for block, anchor in anchored(page.body)
        if anchor and block.value.get("level", "h2") == "h2"
    ]
    return headings if len(headings) >= FEWEST_HEADINGS and page.word_count > FEWEST_WORDS else []
