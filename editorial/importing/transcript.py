"""A conversation in Markdown: `**Name:** text` opens a turn, a paragraph without a name continues it.

`[12:05]` behind the name says when the turn begins; at the beginning of a paragraph without a name it opens
another turn of the same person.
"""

import re
from dataclasses import dataclass, field
from html import escape

from django.utils.translation import gettext as _
from markdown_it.tree import SyntaxTreeNode

from editorial import clock

from . import rich_text
from .markdown_blocks import (
    SECTIONS,
    RawBlock,
    block,
    body_blocks,
    parse,
    picture_blocks,
    section_name,
    take_images,
)
from .pictures import PictureShelf

Spans = list[SyntaxTreeNode]
TIME_MARK = re.compile(r"\s*\[(?P<time>[\d:]{4,9})\]\s*")


class BadTimeMark(ValueError):
    """A mark that is no time; the message says which."""


@dataclass
class Conversation:
    """`body` is what stands before the first turn and in sections of their own; the rest are `turns`."""

    body: list[RawBlock] = field(default_factory=list)
    turns: list[RawBlock] = field(default_factory=list)

    def open_turn(self, speaker: str, html: str) -> None:
        seconds, said = _time_mark(html)
        self.turns.append(block("turn", {"speaker": speaker, "seconds": seconds, "text": ""}))
        self._say(said)

    def continue_turn(self, html: str) -> None:
        if TIME_MARK.match(html):
            self.open_turn(self.turns[-1]["value"]["speaker"], html)
        else:
            self._say(html)

    def _say(self, html: str) -> None:
        # An empty paragraph is left out by `clean`.
        self.turns[-1]["value"]["text"] += rich_text.line_html(f"<p>{html}</p>")


def conversation(markdown: str, pictures: PictureShelf) -> Conversation:
    nodes = parse(markdown)
    first = next((place for place, node in enumerate(nodes) if _opens_turn(node)), len(nodes))
    found = Conversation()
    aside = nodes[:first]
    images: list[SyntaxTreeNode] = []
    in_section = False
    for node in nodes[first:]:
        if node.type == "heading":
            in_section = section_name(node) in SECTIONS
        elif _opens_turn(node):
            in_section = False
        if in_section:
            aside.append(node)
        else:
            images += take_images([node])
            _add(found, node)
    found.body = [*body_blocks(aside, pictures), *picture_blocks(images, pictures)]
    return found


def _time_mark(html: str) -> tuple[int | None, str]:
    """The time at the beginning of what is said, in seconds, and the rest."""
    found = TIME_MARK.match(html)
    if not found:
        return None, html
    try:
        return clock.seconds_of(found["time"]), html[found.end() :]
    except ValueError:
        raise BadTimeMark(_("This is no time: [%(time)s]") % {"time": found["time"]}) from None


def mostly_turns(markdown: str) -> bool:
    """Whether more than half of the paragraphs name who speaks."""
    paragraphs = [node for node in parse(markdown) if node.type == "paragraph"]
    return 2 * sum(_opens_turn(paragraph) for paragraph in paragraphs) > len(paragraphs)


def _add(found: Conversation, node: SyntaxTreeNode) -> None:
    if node.type == "heading":
        found.open_turn("", f"<b>{escape(rich_text.plain_text(node), quote=False)}</b>")
    elif node.type == "paragraph":
        for spans in _turns_in(node):
            if speaker := _speaker(spans):
                # The colon stands inside or behind the bold name.
                said = rich_text.spans_html(spans[1:]).lstrip().removeprefix(":").lstrip()
                found.open_turn(speaker, said)
            else:
                found.continue_turn(rich_text.spans_html(spans))
    elif node.type.endswith("list"):
        for item in node.children:
            found.continue_turn(rich_text.lines_html([item]))
    else:
        found.continue_turn(rich_text.lines_html([node]))


def _turns_in(paragraph: SyntaxTreeNode) -> list[Spans]:
    """A paragraph is cut where a new line begins with a name."""
    turns: list[Spans] = [[]]
    # The parser leaves empty texts beside bold words.
    inner = [span for inline in paragraph.children for span in inline.children]
    spans = [span for span in inner if span.children or span.content or span.type != "text"]
    for place, span in enumerate(spans):
        if span.type in ("softbreak", "hardbreak") and _speaker(spans[place + 1 :]):
            turns.append([])
        else:
            turns[-1].append(span)
    return turns


def _opens_turn(node: SyntaxTreeNode) -> bool:
    return node.type == "paragraph" and bool(_speaker(_turns_in(node)[0]))


def _speaker(spans: Spans) -> str:
    """The name before the colon, if these words begin with one in bold."""
    if not spans or spans[0].type != "strong":
        return ""
    name = rich_text.plain_text(spans[0]).strip()
    colon_behind = len(spans) > 1 and spans[1].content.startswith(":")
    return name.removesuffix(":").strip() if name.endswith(":") or colon_behind else ""
