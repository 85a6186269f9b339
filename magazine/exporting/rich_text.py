"""Rich text as it lies in the database, as blocks and runs without any markup."""

import re
from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser

from editorial.templatetags.typography import SOFT_HYPHEN, typeset

from .document import Block, Run

#: What an <a> leads to: the attributes of the tag to {"url": …}, {"to": …} or {} (text without a link).
Links = Callable[[dict[str, str]], Run]

STYLES = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "sup": "sup", "sub": "sub"}
# What neither XML 1.0 nor a page can hold; a tab and a line end are spaces here.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)


def set_text(text: object) -> str:
    """Plain text with the spaces that hold, and without what cannot be written or printed."""
    plain = _UNSEEN.sub("", unescape(typeset(_UNSEEN.sub(" ", str(text)))))
    return re.sub(r"[ \t\r\n]+", " ", plain.replace(SOFT_HYPHEN, ""))


def runs_of(html: object, links: Links) -> list[Run]:
    """A line of rich text as runs; several paragraphs become lines of one."""
    runs: list[Run] = []
    for block in blocks_of(html, links):
        inner = block["runs"] if block["kind"] == "paragraph" else _flat(block)
        runs += ([{"text": "\n"}] if runs else []) + inner
    return runs


def _flat(block: Block) -> list[Run]:
    if block["kind"] == "paragraph":
        return list(block["runs"])
    return [run for item in block["items"] for part in item for run in [*_flat(part), {"text": " "}]]


def blocks_of(html: object, links: Links) -> list[Block]:
    """Paragraphs {"kind": "paragraph", "runs"} and lists {"kind": "list", "ordered", "items": lists of blocks}."""
    parser = _Reader(links)
    parser.feed(str(html or ""))
    parser.close()
    parser.end_paragraph()
    return parser.top


class _Reader(HTMLParser):
    def __init__(self, links: Links) -> None:
        super().__init__(convert_charrefs=True)
        self.links = links
        self.top: list[Block] = []
        # Where the next block goes: the whole text, or the innermost list item that is open.
        self.places: list[list[Block]] = [self.top]
        self.lists: list[Block] = []
        self.runs: list[Run] = []
        self.styles: list[str] = []
        self.link: Run = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in STYLES:
            self.styles.append(STYLES[tag])
        elif tag == "a":
            self.link = self.links({name: value or "" for name, value in attrs})
        elif tag == "br":
            self.runs.append({"text": "\n"})
        elif tag in ("ul", "ol"):
            self.end_paragraph()
            self.lists.append({"kind": "list", "ordered": tag == "ol", "items": []})
            self.places[-1].append(self.lists[-1])
        elif tag == "li" and self.lists:
            item: list[Block] = []
            self.lists[-1]["items"].append(item)
            self.places.append(item)
        else:
            self.end_paragraph()

    def handle_endtag(self, tag: str) -> None:
        if tag in STYLES:
            if STYLES[tag] in self.styles:
                self.styles.remove(STYLES[tag])
        elif tag == "a":
            self.link = {}
        elif tag in ("ul", "ol") and self.lists:
            self.end_paragraph()
            self.lists.pop()
        elif tag == "li" and len(self.places) > 1:
            self.end_paragraph()
            self.places.pop()
        elif tag not in ("br",):
            self.end_paragraph()

    def handle_data(self, data: str) -> None:
        text = set_text(data)
        if text:
            self.runs.append({"text": text, **dict.fromkeys(self.styles, True), **self.link})

    def end_paragraph(self) -> None:
        runs, self.runs = _tidied(self.runs), []
        if runs:
            self.places[-1].append({"kind": "paragraph", "runs": runs})


def _tidied(runs: list[Run]) -> list[Run]:
    """Without white space at both ends, and without doubled spaces where two runs meet."""
    tidy: list[Run] = []
    for run in runs:
        text = run["text"]
        if text != "\n" and (not tidy or tidy[-1]["text"].endswith((" ", "\n"))):
            text = text.lstrip(" ")
        if text and not (text == "\n" and not tidy):
            tidy.append(run | {"text": text})
    while tidy and not tidy[-1]["text"].strip(" \n"):
        tidy.pop()
    if tidy:
        tidy[-1] = tidy[-1] | {"text": tidy[-1]["text"].rstrip(" \n")}
    return tidy
