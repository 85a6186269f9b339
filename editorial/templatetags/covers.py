"""Covers and picture sides that nobody uploaded a picture for: drawn from the marks of the topics."""

from collections.abc import Sequence
from html import escape
from zlib import crc32

from django import template
from django.conf import settings
from django.core.cache import cache
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from editorial.marks.colour import INK, PAPER, mix
from editorial.marks.covers import cover_layout
from editorial.marks.genome import Grain, grain
from editorial.marks.lettering import Block, fit, width
from editorial.marks.svg import REACH, svg
from editorial.models import ReadablePage, Topic
from editorial.templatetags.readables import shown_topics

register = template.Library()

COVER = (600, 800)
PICTURE_SIDE = (600, 424)
# Of the name, the headline, the number and the line below it, as `cover_layout` measures them.
COVER_WEIGHTS = (800, 600, 700, 500)
A_WEEK = 7 * 24 * 3600

# Where marks lie on the picture side of a card: x and y of the centre and the radius, in units of the card.
CARD_MARKS = (
    ((172, 148, 178), (474, 110, 66), (392, 296, 24)),
    ((440, 152, 192), (92, 92, 52), (196, 270, 20)),
    ((286, 166, 148), (542, 282, 60), (70, 62, 34)),
)


@register.simple_tag
def drawn_cover(issue: ReadablePage) -> SafeString:
    """The cover of an issue as SVG, with its number, headline, month and price."""
    topics = shown_topics(issue)
    number, headline = str(issue.listing_label), issue.title
    month = date_format(issue.published_on, "F")
    line = " · ".join(part for part in (month, getattr(issue, "price", "")) if part)
    key = f"cover:2:{issue.pk}:{_fingerprint(number, headline, line, topics)}"
    return mark_safe(
        cache.get_or_set(key, lambda: _cover(number, line, headline, [t.grain for t in topics]), A_WEEK)
    )


@register.simple_tag
def picture_side(postcard: ReadablePage) -> SafeString:
    """The picture side of a postcard as SVG: the marks of its topics, and where it comes from."""
    topics = shown_topics(postcard)
    place = getattr(postcard, "place", "")
    greeting = (_("Greetings from %(place)s") % {"place": place}) if place else postcard.title
    key = f"card:2:{postcard.pk}:{_fingerprint(greeting, topics)}"
    return mark_safe(
        cache.get_or_set(key, lambda: _card(postcard.pk, greeting, [t.grain for t in topics]), A_WEEK)
    )


def _fingerprint(*texts_and_topics: str | Sequence[Topic]) -> int:
    """Tells one state of a picture from another in the cache's key; the same in every process."""
    parts = [
        part if isinstance(part, str) else [(topic.slug, topic.mark_seed) for topic in part]
        for part in texts_and_topics
    ]
    return crc32(repr(parts).encode())


def _cover(number: str, line: str, headline: str, grains: Sequence[Grain]) -> str:
    layout = cover_layout(settings.WAGTAIL_SITE_NAME, number, line, headline, COVER)
    actors = list(grains) or [grain("pollenpost")]
    marks = [
        _placed(actors[k % len(actors)].turned(37 * (k // len(actors))), circle)
        for k, circle in enumerate(layout.marks)
    ]
    texts = [_lines(*text, weight) for text, weight in zip(layout.texts, COVER_WEIGHTS, strict=True)]
    return _picture(COVER, INK, [*marks, *texts], f"{number}: {headline}")


def _card(number: int, greeting: str, grains: Sequence[Grain]) -> str:
    actors = list(grains) or [grain("pollenpost")]
    ground = mix(actors[0].colour.dark, INK, 0.25) if number % 2 else mix(actors[0].colour.fill, PAPER, 0.82)
    ink = PAPER if number % 2 else INK
    marks = [
        _placed(actors[k % len(actors)].turned(53 * k), circle)
        for k, circle in enumerate(CARD_MARKS[number % len(CARD_MARKS)])
    ]
    words = fit(greeting, (544, 74), 36, 20, weight=700)
    text = _lines(words, (28, 400 - words.height), ink, 700)
    return _picture(PICTURE_SIDE, ground, [*marks, text], greeting)


def _picture(size: tuple[int, int], ground: str, parts: Sequence[str], title: str) -> str:
    wide, high = size
    return (
        f'<svg class="drawn" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" '
        f'width="{wide}" height="{high}" '
        f'role="img"><title>{escape(title)}</title><rect width="{wide}" height="{high}" fill="{ground}"/>'
        f"{''.join(parts)}</svg>"
    )


def _placed(what: Grain, circle: tuple[float, float, float]) -> str:
    """A mark with its unit disc on a circle (x, y, radius)."""
    x, y, radius = circle
    side = radius * 100 / REACH
    corner = f'<svg x="{x - side / 2:.1f}" y="{y - side / 2:.1f}" '
    return svg(what, max(1, round(side))).replace("<svg ", corner, 1)


def _lines(block: Block, corner: tuple[float, float], colour: str, weight: int) -> str:
    """Lines at the very widths they were measured with, whatever the browser makes of the font."""
    size = block.font.size
    lines = []
    for number, line in enumerate(block.lines):
        y = corner[1] + size * (0.95 + block.leading * number)
        lines.append(
            f'<text x="{corner[0]:.1f}" y="{y:.1f}" fill="{colour}" font-size="{size}" font-weight="{weight}" '
            f'textLength="{width(line, block.font):.1f}" lengthAdjust="spacingAndGlyphs">{escape(line)}</text>'
        )
    return "".join(lines)
