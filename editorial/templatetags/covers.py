"""Covers and picture sides that nobody uploaded a picture for: drawn from the marks of the topics."""

from collections.abc import Sequence
from html import escape
from zlib import crc32

from django import template
from django.conf import settings
from django.core.cache import cache
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe

from editorial.marks.colour import INK
from editorial.marks.covers import cover_layout
from editorial.marks.genome import Grain, grain
from editorial.marks.lettering import Block, width
from editorial.marks.svg import REACH, svg
from editorial.models import ReadablePage, Topic
from editorial.templatetags.readables import shown_topics

register = template.Library()

COVER = (600, 800)
# Of the name, the headline, the number and the line below it, as `cover_layout` measures them.
COVER_WEIGHTS = (800, 600, 700, 500)
A_WEEK = 7 * 24 * 3600


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
