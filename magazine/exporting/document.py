"""What an issue is as a document: plain values, the same for every format."""

from dataclasses import dataclass, field
from typing import Any

#: A stretch of text with one look: {"text": …} and, where they apply, "bold", "italic", "sup", "sub" (true),
#: "url" (an absolute address) or "to" (the anchor of another part).
Run = dict[str, Any]
#: A block of a text: {"kind": …} and what `blocks` puts into it.
Block = dict[str, Any]


@dataclass
class Stored:
    """A picture, encoded so that every reading program can show it."""

    name: str
    media_type: str
    width: int
    height: int
    content: bytes = field(repr=False)


@dataclass
class Person:
    name: str
    role: str = ""
    portrait: Stored | None = None
    signature: Stored | None = None


@dataclass
class Article:
    anchor: str
    language: str
    title: str
    section: str = ""
    kicker: str = ""
    subtitle: str = ""
    standfirst: str = ""
    authors: list[str] = field(default_factory=list)
    guest: str = ""
    about: list[str] = field(default_factory=list)
    printed_page: int | None = None
    picture: Stored | None = None
    picture_alt: str = ""
    picture_credit: str = ""
    blocks: list[Block] = field(default_factory=list)
    # The drawn marks of its topics, as SVG.
    marks: list[str] = field(default_factory=list)


@dataclass
class Issue:
    language: str
    brand: str
    label: str
    number: str
    title: str
    date_line: str
    identifier: str
    # When the newest part of it was published, ISO 8601 in UTC, to the second.
    modified: str
    published: str
    # The dark and the bright tone of the magazine's colour, "#RRGGBB".
    accent: str
    accent_bright: str
    cover: Stored
    cover_alt: str
    price: str = ""
    claim: str = ""
    standfirst: str = ""
    publisher: str = ""
    authors: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    editor: Person | None = None
    editorial: list[Block] = field(default_factory=list)
    articles: list[Article] = field(default_factory=list)
    outlook: list[str] = field(default_factory=list)
    imprint: list[str] = field(default_factory=list)
    pictures: list[Stored] = field(default_factory=list)
    # What the editor should know, in the site's first language.
    complaints: list[str] = field(default_factory=list)

    def grouped(self) -> list[tuple[str, list[Article]]]:
        """The articles in their order, neighbours of one section together."""
        groups: list[tuple[str, list[Article]]] = []
        for article in self.articles:
            if not groups or groups[-1][0] != article.section:
                groups.append((article.section, []))
            groups[-1][1].append(article)
        return groups
