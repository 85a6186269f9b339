"""The blocks of a text (editorial/blocks.py) as plain values."""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from editorial.templatetags.typography import quoted

from .document import Block
from .pictures import PictureStore
from .rich_text import Links, blocks_of, runs_of, set_text


class TextReader:
    """Reads the texts of one part of the issue; `where` names the part in complaints."""

    def __init__(self, where: str, pictures: PictureStore, links: Links) -> None:
        self.where = where
        self.pictures = pictures
        self.links = links
        self.readers: dict[str, Callable[[Any], Iterable[Block]]] = {
            "paragraph": lambda value: blocks_of(value.source, links),
            "heading": self._heading,
            "picture": self._picture,
            "quote": self._quote,
            "question": self._question,
            "further_reading": self._further_reading,
            "lesson": self._lesson,
            "verdict": self._verdict,
        }

    def read(self, body: Iterable[Any]) -> list[Block]:
        """A block that nobody taught this class is left out of the file, and the editor is told."""
        blocks: list[Block] = []
        for part in body:
            reader = self.readers.get(part.block_type)
            if reader is None:
                self._complain_of(part.block_type)
                continue
            blocks += reader(part.value)
        return _without_skipped_levels(blocks)

    def _complain_of(self, kind: str) -> None:
        with override(settings.LANGUAGE_CODE):
            sentence = _(
                "“%(where)s”: a block of the kind “%(kind)s” cannot be put into the file and is left out."
            )
            self.pictures.complain(sentence % {"where": self.where, "kind": kind})

    def _heading(self, value: Any) -> Iterable[Block]:
        text = set_text(value["text"]).strip()
        if text:
            yield {"kind": "heading", "level": 3 if value["level"] == "h3" else 2, "text": text}

    def _picture(self, value: Any) -> Iterable[Block]:
        if value["image"] is None:
            with override(settings.LANGUAGE_CODE):
                sentence = _("“%(where)s”: a picture was deleted from the library. Choose another one, or none.")
                self.pictures.complain(sentence % {"where": self.where})
        stored = self.pictures.keep(value["image"], self.where)
        if stored:
            yield {
                "kind": "picture",
                "picture": stored,
                "alt": set_text(value["alternative_text"] or "").strip(),
                "caption": runs_of(_source(value["caption"]), self.links),
                "credit": set_text(value["credit"] or "").strip(),
            }

    def _quote(self, value: Any) -> Iterable[Block]:
        text = set_text(quoted(value["text"].strip())).strip()
        yield {"kind": "quote", "text": text, "attribution": set_text(value["attribution"] or "").strip()}

    def _question(self, value: Any) -> Iterable[Block]:
        yield {"kind": "question", "text": set_text(value["question"]).strip()}
        yield from blocks_of(_source(value["answer"]), self.links)

    def _further_reading(self, value: Any) -> Iterable[Block]:
        yield {"kind": "further_reading", "items": self._lines(value["items"])}

    def _lesson(self, value: Any) -> Iterable[Block]:
        yield {"kind": "lesson", "blocks": blocks_of(_source(value["text"]), self.links)}

    def _verdict(self, value: Any) -> Iterable[Block]:
        yield {
            "kind": "verdict",
            "items": self._lines(value["points"]),
            "blocks": blocks_of(_source(value["verdict"]), self.links),
        }

    def _lines(self, items: Iterable[Any]) -> list[Any]:
        lines = (runs_of(_source(item), self.links) for item in items)
        return [line for line in lines if line]


def _source(value: Any) -> str:
    return value.source if value else ""


def _without_skipped_levels(blocks: list[Block]) -> list[Block]:
    """A subheading before the first heading is a heading: nothing may skip a level (PDF/UA-1, 7.4.2)."""
    deepest = 1
    for block in blocks:
        if block["kind"] == "heading":
            block["level"] = deepest = min(block["level"], deepest + 1)
        elif block["kind"] in ("further_reading", "lesson", "verdict"):
            deepest = 2
    return blocks
