"""From an edition and one reader's picks to a letter.

A letter is compiled once per language and form of address: the frame and every card go through MJML in one
document, which is cut into pieces at marks. For each reader the pieces are joined and the other marks filled in.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.html import escape

from editorial.languages import language_of
from editorial.models import ReadablePage, Topic
from newsletters.models import Edition
from pollen.services import reasons
from pollen.services.gains import topics_of
from pollen.services.reasons import Pick
from subscribers import mail
from subscribers.models import Subscriber

from . import digests, links, offering

MARK = re.compile(r"%%([a-z]+(?::\d+)?)%%")
# The link that people do not see; only letters whose links recognise their reader have it.
TRAP = re.compile(r"%%hidden%%(.*?)%%shown%%", re.DOTALL)
CARD = re.compile(r"%%card:(\d+)%%(.*?)%%end%%", re.DOTALL)
# An article of a whole issue: each reader gets those that fit.
INSIDE = re.compile(r"%%in:(\d+)%%(.*?)%%out%%", re.DOTALL)
# The preheader of a digest tells what is in it, unless an editor wrote one.
NAMED_IN_PREHEADER = 3

# The ground under the «why» line: pollen for what was chosen for this reader, slate for what all get.
TINTS = {True: "#FFF6D6", False: "#EEF1F7"}


@dataclass(frozen=True)
class Letter:
    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Reader:
    """What a letter says to one reader. `link` makes the address of an item for them; `trap` is the address that
    only programs find, for readers whose links recognise them (clicks.py)."""

    name: str
    form_of_address: str
    ordered_on: datetime | None
    unsubscribe: str
    link: Callable[[ReadablePage], str]
    trap: str = ""


@dataclass(frozen=True)
class Pieces:
    """One rendering, HTML or text, cut up: what stands before the cards, the cards by readable, what follows."""

    head: str
    cards: Mapping[int, str]
    foot: str

    @classmethod
    def cut(cls, document: str) -> "Pieces":
        found = list(CARD.finditer(document))
        cards = {int(card[1]): card[2] for card in found}
        if not found:
            head, _mark, foot = document.partition("%%nocards%%")
            return cls(head, cards, foot)
        return cls(document[: found[0].start()], cards, document[found[-1].end() :].replace("%%nocards%%", ""))

    def join(self, items: Sequence[Pick], values: Mapping[str, str]) -> str:
        cards = (_with_articles(self.cards[item.readable], item.inside) for item in items)
        whole = self.head + "".join(cards) + self.foot
        whole = TRAP.sub(r"\1" if values.get("trap") else "", whole)
        return MARK.sub(lambda mark: values.get(mark[1], mark[0]), whole)


@dataclass(frozen=True)
class CompiledLetter:
    subject: str
    language: str
    # By the id of the original: the version that is shown.
    pages: Mapping[int, ReadablePage]
    pinned: Sequence[int]
    topics: Mapping[int, Topic]
    grains: Mapping[int, str]
    # By whole issue its articles that may be named under it.
    contents: Mapping[int, Sequence[int]]
    html: Pieces
    text: Pieces

    def fitting(self, picks: Sequence[Pick]) -> list[Pick]:
        """Those of these picks that have a card here; of the articles inside them the ones that the card names."""
        there = [pick for pick in picks if pick.readable in self.html.cards]
        return [
            replace(pick, inside=tuple(pk for pk in pick.inside if pk in self.contents.get(pick.readable, ())))
            for pick in there
        ]

    def for_reader(self, reader: Reader, picks: Sequence[Pick], pins: Sequence[int] | None = None) -> Letter:
        """Joins the pinned items (or these of them) and this reader's picks; what has no card is left out."""
        pinned = self.pinned if pins is None else pins
        items = self.fitting([Pick(readable, reasons.EDITOR) for readable in pinned] + list(picks))
        with translation.override(self.language):
            values = self._values(reader, items)
        return Letter(
            subject=self.subject,
            html=self.html.join(items, {key: escape(value) for key, value in values.items()}),
            text=self.text.join(items, values),
        )

    def _values(self, reader: Reader, items: Sequence[Pick]) -> dict[str, str]:
        day = timezone.localdate(reader.ordered_on) if reader.ordered_on else timezone.localdate()
        values = {
            "greeting": mail.greeting(reader.name, reader.form_of_address),
            "ordered": date_format(day, "DATE_FORMAT"),
            "unsubscribe": reader.unsubscribe,
            "trap": reader.trap,
            "preheader": " · ".join(self.pages[item.readable].title for item in items[:NAMED_IN_PREHEADER]),
        }
        for item in items:
            pk, page = item.readable, self.pages[item.readable]
            values[f"link:{pk}"] = reader.link(page)
            values[f"why:{pk}"] = reasons.sentence(item.as_json(), self.topics, reader.form_of_address)
            values[f"tint:{pk}"] = TINTS[item.kind not in reasons.FOR_EVERYONE]
            # The grain of the topic that decided, else of the page's first topic.
            topic = self.topics.get(item.topic or 0)
            values[f"grain:{pk}"] = grain_address(topic) if topic else self.grains[pk]
            values |= {f"link:{inner}": reader.link(self.pages[inner]) for inner in item.inside}
        return values


def _with_articles(card: str, inside: Sequence[int]) -> str:
    """An issue's card with these of its articles, in the order of the issue; with 0 what stands above them."""
    wanted = {0, *inside} if inside else set()
    return INSIDE.sub(lambda found: found[2] if int(found[1]) in wanted else "", card)


def _issues(edition: Edition) -> dict[int, list[int]]:
    """The issues that may come with the edition, and their articles."""
    shelf = offering.shelf_of(edition)
    return {issue: shelf.articles(issue) for issue in shelf.issues} if shelf else {}


def in_the_readers_language(pages: Mapping[int, ReadablePage], language: str) -> dict[int, ReadablePage]:
    """Each item's published translation into this language where there is one; the ids stay the originals'."""
    keys = {page.translation_key: pk for pk, page in pages.items() if language_of(page) != language}
    translated = ReadablePage.objects.open_to_all().filter(
        translation_key__in=keys, locale__language_code=language
    )
    return {**pages, **{keys[page.translation_key]: page for page in translated.specific()}}


def grain_address(topic: Topic | None) -> str:
    """Where the drawn mark of a topic (or, without one, the house's own) is served as a PNG."""
    slug, seed = (topic.slug, topic.mark_seed) if topic else ("pollenpost", 0)
    return f"{settings.PUBLIC_URL}{reverse('mark', args=[slug, seed])}"


@lru_cache(maxsize=16)
def compiled_letter(edition_id: int, made: datetime, language: str, form_of_address: str) -> CompiledLetter:
    """The letter of an edition on its way, compiled once in each worker with all frozen candidates.

    `made` is the edition's `created_at`: together with the id it names one edition for ever.
    """
    edition = Edition.objects.select_related("newsletter__purpose").get(pk=edition_id, created_at=made)
    return compile_letter(edition, edition.candidate_ids, language, form_of_address)


def compile_letter(
    edition: Edition, readables: Sequence[int], language: str, form_of_address: str
) -> CompiledLetter:
    """Renders the frame of this edition and the cards of its pins and of these readables, once."""
    pinned = edition.pinned
    pages = {
        page.pk: page for page in ReadablePage.objects.open_to_all().filter(pk__in=list(readables)).specific()
    }
    pages |= {page.pk: page for page in pinned}
    offered = _issues(edition)
    issues = ReadablePage.objects.open_to_all().filter(pk__in=[pk for pk in offered if pk not in pages])
    articles = ReadablePage.objects.filter(pk__in=[pk for inside in offered.values() for pk in inside])
    cards = pages | {page.pk: page for page in issues.specific()}
    pages = {page.pk: page for page in articles.specific()} | cards
    contents = {pk: [one for one in inside if one in pages] for pk, inside in offered.items() if pk in cards}
    shown = in_the_readers_language(pages, language)
    topics = {topic.pk: topic for topic in Topic.objects.all()}
    about = topics_of(pages)
    subject, period = digests.subject(edition, language), digests.period_of(edition)
    with translation.override(language):
        context: dict[str, Any] = mail.frame_context(language) | {
            "edition": edition,
            "subject": subject,
            "period": period.name(language) if period else "",
            "cards": [(pk, shown[pk], [(inner, shown[inner]) for inner in contents.get(pk, ())]) for pk in cards],
            "du": form_of_address == Subscriber.Address.DU,
            "preferences": links.preferences(),
            "ordered": "%%ordered%%",
        }
        html = mail.mjml_to_html(mail.render_template("emails/edition/body.mjml", context))
        text = mail.render_template("emails/edition/body.txt", context, autoescape=False)
    return CompiledLetter(
        subject=subject,
        language=language,
        pages=shown,
        pinned=[page.pk for page in pinned],
        topics=topics,
        grains={pk: grain_address(topics[about[pk][0]] if about[pk] else None) for pk in pages},
        contents=contents,
        html=Pieces.cut(html),
        text=Pieces.cut(text),
    )
