"""Postcards on the screen: a drawn front, the postmark, and how large a statement is set."""

import unicodedata
from html import escape
from zlib import crc32

from django import template
from django.core.cache import cache
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe

from blog.models import PostcardPage
from blog.postcards import Card
from blog.postcards.drawing import FRONT_MARKS, FRONT_UNITS, actors, front_colours
from editorial.marks.svg import REACH, svg

register = template.Library()

A_WEEK = 7 * 24 * 3600
#: From so many characters on, a statement is set in the next smaller step.
STEPS = ((700, "longest"), (330, "longer"), (210, "long"), (110, "middling"))


@register.filter
def card_of(postcard: PostcardPage) -> Card:
    return postcard.card()


@register.filter
def step(statement: str) -> str:
    """Which step of the type scale a statement takes on the back; characters of full width count twice."""
    size = sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in statement)
    return next((name for least, name in STEPS if size > least), "short")


@register.filter
def paragraphs(statement: str) -> list[str]:
    """The lines a writer parted; each finds its own direction."""
    return [line.strip() for line in statement.splitlines() if line.strip()]


@register.simple_tag
def drawn_front(card: Card) -> SafeString:
    """The marks of the topics as SVG; the greeting is text of the page, so that any script can be read."""
    key = f"front:2:{card.number % 6}:{crc32(repr(card.grains).encode())}"
    return mark_safe(cache.get_or_set(key, lambda: _front(card), A_WEEK))


@register.filter
def is_dark(card: Card) -> bool:
    """Whether a drawn front is dark, and what is printed on it light."""
    return bool(card.number % 2)


def _front(card: Card) -> str:
    wide, high = FRONT_UNITS
    grains = actors(card)
    marks = []
    for k, (x, y, radius) in enumerate(FRONT_MARKS[card.number % len(FRONT_MARKS)]):
        side = radius * 100 / REACH
        corner = f'<svg x="{x - side / 2:.1f}" y="{y - side / 2:.1f}" '
        marks.append(svg(grains[k % len(grains)].turned(53 * k), max(1, round(side))).replace("<svg ", corner, 1))
    # Where a caption takes from the height, the picture loses it at the top: below stands the greeting.
    return (
        f'<svg class="drawn" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}" aria-hidden="true" '
        f'preserveAspectRatio="xMidYMax slice">'
        f'<rect width="{wide}" height="{high}" fill="{front_colours(card)[0]}"/>{"".join(marks)}</svg>'
    )


@register.simple_tag
def postmark(postcard: PostcardPage) -> SafeString:
    """Two rings, five waves, the place and the day; what it says stands beside it in words."""
    card = postcard.card()
    town = card.town
    day = date_format(postcard.day, "SHORT_DATE_FORMAT")
    waves = "".join(
        f'<path d="M{97 - abs(row) * 4} {50 + row * 16}q9 -8 18 0t18 0t18 0t18 0t18 0t18 0"/>'
        for row in range(-2, 3)
    )
    size = min(17.0, 112 / max(1, _width(town)))
    words = (
        f'<text x="50" y="48" font-size="{size:.1f}">{escape(town)}</text>' if town else ""
    ) + f'<text x="50" y="64" font-size="12.5">{escape(day)}</text>'
    return mark_safe(
        f'<svg class="postmark" viewBox="0 0 204 100" aria-hidden="true">'
        f'<g transform="rotate({card.postmark_angle} 50 50)"><g class="postmark__lines">'
        f'<circle cx="50" cy="50" r="48"/><circle cx="50" cy="50" r="42.5"/>{waves}</g>'
        f'<g class="postmark__words">{words}</g></g></svg>'
    )


def _width(text: str) -> float:
    """Roughly, in shares of an average letter."""
    return sum(1.8 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
