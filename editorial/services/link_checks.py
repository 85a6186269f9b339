"""The links of a text that would lead a reader nowhere, and those that do not say where they lead.

Addresses outside the house are looked at as text; nothing is fetched.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.models import Page

from .drafts import Draft, texts_of

STREAMS = ("body", "chapters", "transcript")
# Read on their own, as screen readers list them, they say nothing (WCAG 2.2, 2.4.4).
VAGUE = {
    "hier",
    "link",
    "mehr",
    "weiter",
    "weiterlesen",
    "klick",
    "klicken sie hier",
    "here",
    "more",
    "click here",
}


@dataclass(frozen=True)
class Link:
    words: str
    href: str = ""
    # "page" or "document" and its number, where the editor chose it from the house.
    kind: str = ""
    target: int = 0


@dataclass(frozen=True)
class LinkProblem:
    link: Link
    reason: str


class _Links(HTMLParser):
    """Collects the links of a rich text as it is stored: `<a linktype="page" id="5">` or `<a href="…">`."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Link] = []
        self._open: dict[str, str] | None = None
        self._words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._open, self._words = {name: value or "" for name, value in attrs}, ""

    def handle_data(self, data: str) -> None:
        self._words += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._open is not None:
            number = self._open.get("id", "")
            self.found.append(
                Link(
                    self._words.strip(),
                    self._open.get("href", "").strip(),
                    self._open.get("linktype", ""),
                    int(number) if number.isdigit() else 0,
                )
            )
            self._open = None


def links_of(draft: Draft) -> list[Link]:
    found: list[Link] = []
    for text in texts_of(draft, *STREAMS):
        if "<a" in text:
            parser = _Links()
            parser.feed(text)
            found += parser.found
    return found


def link_problems(drafts: Iterable[Draft]) -> dict[int, list[LinkProblem]]:
    """Page to what is wrong with its links; three queries at most, however many pages."""
    links = {draft.pk: links_of(draft) for draft in drafts}
    wanted = {(link.kind, link.target) for some in links.values() for link in some if link.kind}
    pages = {pk for kind, pk in wanted if kind == "page"}
    documents = {pk for kind, pk in wanted if kind == "document"}
    live = dict(Page.objects.filter(pk__in=pages).values_list("pk", "live")) if pages else {}
    doors = set(Page.objects.filter(pk__in=pages).private().values_list("pk", flat=True)) if pages else set()
    there = get_document_model().objects.filter(pk__in=documents) if documents else None
    files = set(there.values_list("pk", flat=True)) if there is not None else set()
    return {
        pk: [LinkProblem(link, reason) for link in some for reason in _reasons(link, live, doors, files)]
        for pk, some in links.items()
    }


def _reasons(link: Link, live: dict[int, bool], doors: set[int], files: set[int]) -> Iterator[str]:
    if not link.words:
        yield _("The link has no words: nobody can see or hear it.")
    elif link.words.strip(" .…»›→").casefold() in VAGUE:
        yield _("The words do not say where the link leads. Name the goal instead.")
    if link.kind == "page":
        yield from _page_reasons(link.target, live, doors)
    elif link.kind == "document":
        if link.target not in files:
            yield _("The document is no longer there.")
    elif not link.kind:
        yield from _address_reasons(link.href)


def _page_reasons(target: int, live: dict[int, bool], doors: set[int]) -> Iterator[str]:
    if target not in live:
        yield _("The page is no longer there.")
    elif not live[target]:
        yield _("The page is not published.")
    elif target in doors:
        yield _("The page stands behind a password or a login.")


def _address_reasons(href: str) -> Iterator[str]:
    address = urlsplit(href)
    if not href or href == "#":
        yield _("The link leads nowhere: its address is empty.")
    elif address.scheme == "http":
        yield _("The address is not encrypted (http). Most sites have https.")
    elif address.scheme == "https":
        if "." not in address.netloc:
            yield _("This is not an address of the web.")
    elif address.scheme in ("mailto", "tel"):
        if not re.search(r"\w", address.path):
            yield _("The link leads nowhere: its address is empty.")
    elif address.scheme or not href.startswith(("/", "#")):
        yield _("This is not an address of the web.")
