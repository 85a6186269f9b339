"""Markdown as the raw blocks of `editorial.blocks.BodyBlock`. What is unexpected becomes a paragraph."""

import re
from collections.abc import Callable, Iterator
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from . import rich_text
from .pictures import PictureShelf

RawBlock = dict[str, Any]

# Headings that open a block of their own, as authors write them in the two languages of the house.
SECTIONS = {
    "zum weiterlesen": "further_reading",
    "further reading": "further_reading",
    "was lernen wir daraus": "lesson",
    "lesson learned": "lesson",
    "worauf sie achten sollten": "verdict",
    "what to look out for": "verdict",
}
VERDICT = re.compile(r"<p><b>(?:Fazit|Verdict)\s*(?::</b>|</b>\s*:)\s*")
ATTRIBUTION = re.compile(r"\s*(?:—|–|--)\s*(?P<name>\S.*)")


def block(kind: str, value: Any) -> RawBlock:
    return {"type": kind, "value": value}


def parse(markdown: str) -> list[SyntaxTreeNode]:
    # Indented lines are text here, not code; footnotes would be taken for link definitions and vanish.
    parser = MarkdownIt("commonmark").disable("code")
    # rich_text decides where links may lead; a refused one would leave its address in the text.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    text = re.sub(r"^( {0,3})\[\^", r"\1\\[^", markdown, flags=re.MULTILINE)
    return SyntaxTreeNode(parser.parse(text)).children


def body_blocks(
    markdown: str | list[SyntaxTreeNode], pictures: PictureShelf, *, interview: bool = False
) -> list[RawBlock]:
    nodes = parse(markdown) if isinstance(markdown, str) else markdown
    blocks: list[RawBlock] = []
    for heading, content in _chapters(nodes):
        section = SECTIONS.get(section_name(heading)) if heading else None
        if section and content:
            images = take_images(content)
            blocks.append(SECTION_BLOCKS[section](content))
            blocks += picture_blocks(images, pictures)
            continue
        if heading:
            images = take_images([heading])
            blocks += [heading_block(heading), *picture_blocks(images, pictures)]
        blocks += _interview(content, pictures) if interview else _running_text(content, pictures)
    return blocks


def section_name(heading: SyntaxTreeNode) -> str:
    return rich_text.plain_text(heading).strip(" ?!.:").casefold()


def heading_block(heading: SyntaxTreeNode) -> RawBlock:
    text = " ".join(rich_text.plain_text(heading).split())
    return block("heading", {"text": text, "level": "h2" if heading.tag in ("h1", "h2") else "h3"})


def is_question(node: SyntaxTreeNode) -> bool:
    """Whether a paragraph is wholly bold."""
    spans = [span for inline in node.children for span in inline.children if not is_blank(span)]
    return node.type == "paragraph" and bool(spans) and all(span.type == "strong" for span in spans)


def is_blank(span: SyntaxTreeNode) -> bool:
    return span.type in ("softbreak", "hardbreak") or (span.type == "text" and not span.content.strip())


def _chapters(nodes: list[SyntaxTreeNode]) -> Iterator[tuple[SyntaxTreeNode | None, list[SyntaxTreeNode]]]:
    """Each heading (at first: none) with what follows until the next."""
    heading: SyntaxTreeNode | None = None
    content: list[SyntaxTreeNode] = []
    for node in nodes:
        if node.type == "heading":
            if heading or content:
                yield heading, content
            heading, content = node, []
        else:
            content.append(node)
    if heading or content:
        yield heading, content


def _running_text(nodes: list[SyntaxTreeNode], pictures: PictureShelf) -> list[RawBlock]:
    return [made for node in nodes for made in _blocks_of(node, pictures)]


def _interview(nodes: list[SyntaxTreeNode], pictures: PictureShelf) -> list[RawBlock]:
    """Questions with their answers. Quotes and pictures inside an answer follow it: it stays whole."""
    blocks: list[RawBlock] = []
    question: RawBlock | None = None
    for node in nodes:
        if is_question(node):
            asked = " ".join(rich_text.plain_text(node).split())
            question = block("question", {"question": asked, "answer": ""})
            blocks.append(question)
            continue
        for made in _blocks_of(node, pictures):
            if question and made["type"] == "paragraph":
                question["value"]["answer"] += made["value"]
            else:
                blocks.append(made)
    return blocks


def _blocks_of(node: SyntaxTreeNode, pictures: PictureShelf) -> list[RawBlock]:
    images = take_images([node])
    if node.type == "blockquote":
        text = [block("quote", quote_value(node))]
    else:
        html = rich_text.text_html([node])
        text = [block("paragraph", html)] if html else []
    return [*text, *picture_blocks(images, pictures)]


def quote_value(node: SyntaxTreeNode) -> dict[str, str]:
    lines = [line.strip() for line in rich_text.plain_text(node).splitlines() if line.strip()]
    found = ATTRIBUTION.fullmatch(lines[-1]) if len(lines) > 1 else None
    said = lines[:-1] if found else lines
    return {"text": "\n".join(said), "attribution": found["name"] if found else ""}


# --- Sections with a block of their own -----------------------------------------------------------


def _lines(nodes: list[SyntaxTreeNode]) -> list[str]:
    """Each list item and each paragraph as one line."""
    parts: list[list[SyntaxTreeNode]] = []
    for node in nodes:
        parts += [item.children for item in node.children] if rich_text.is_list(node) else [[node]]
    lines = (rich_text.line_html(f"<p>{rich_text.lines_html(part)}</p>") for part in parts)
    return [line for line in lines if line]


def _further_reading(nodes: list[SyntaxTreeNode]) -> RawBlock:
    return block("further_reading", {"items": _lines(nodes)})


def _lesson(nodes: list[SyntaxTreeNode]) -> RawBlock:
    return block("lesson", {"text": rich_text.text_html(nodes)})


def _verdict(nodes: list[SyntaxTreeNode]) -> RawBlock:
    """The points, and from «Fazit:» on the verdict; the template writes that word itself."""
    lines = _lines(nodes)
    first = next((place for place, line in enumerate(lines) if VERDICT.match(line)), len(lines))
    verdict = VERDICT.sub("<p>", "".join(lines[first:]), count=1)
    return block("verdict", {"points": lines[:first], "verdict": verdict})


SECTION_BLOCKS: dict[str, Callable[[list[SyntaxTreeNode]], RawBlock]] = {
    "further_reading": _further_reading,
    "lesson": _lesson,
    "verdict": _verdict,
}


# --- Pictures -------------------------------------------------------------------------------------


def take_images(nodes: list[SyntaxTreeNode]) -> list[SyntaxTreeNode]:
    """Takes the pictures out of the text they stand in; they become blocks behind it."""
    images = [part for node in nodes for part in node.walk() if part.type == "image"]
    for image in images:
        if image.parent is not None:
            image.parent.children = [part for part in image.parent.children if part is not image]
    return images


def picture_blocks(images: list[SyntaxTreeNode], pictures: PictureShelf) -> list[RawBlock]:
    return [made for image in images for made in _picture(image, pictures)]


def _picture(image: SyntaxTreeNode, pictures: PictureShelf) -> list[RawBlock]:
    """A picture block; of a picture that is not there, at least its caption."""
    alternative = rich_text.plain_text(image).strip()
    caption, _bar, credit = (part.strip() for part in str(image.attrs.get("title", "")).partition("|"))
    found = pictures.find(str(image.attrs.get("src", "")), alternative)
    if not found:
        words = escape(" | ".join(part for part in (caption, credit) if part), quote=False)
        return [block("paragraph", f"<p><i>{words}</i></p>")] if words else []
    html = rich_text.line_html(f"<p>{escape(caption, quote=False)}</p>") if caption else ""
    value = {"image": found.pk, "alternative_text": alternative, "caption": html, "credit": credit}
    return [block("picture", value)]
