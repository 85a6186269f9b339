"""Marks of topics and what is made of them, as inline SVG without a style or a script."""

from django import template
from django.core.cache import cache
from django.utils.safestring import SafeString, mark_safe

from editorial.freshness import remembered
from editorial.marks import Grain, house_mark, svg
from editorial.models import Topic

register = template.Library()

A_WEEK = 7 * 24 * 3600


@register.simple_tag
def mark(topic: Topic, size: int = 20, title: str | None = None) -> SafeString:
    """The mark of a topic, `size` CSS pixels wide; beside its label it needs no title."""
    return drawn(topic.grain, f"{topic.slug}:{topic.mark_seed}", size, title)


@register.simple_tag
def brand_mark(size: int = 28) -> SafeString:
    """The mark of the house: the one grain in the yellow of pollen itself."""
    return drawn(house_mark(), "brand", size, None)


def drawn(what: Grain, name: str, size: int, title: str | None) -> SafeString:
    """The SVG of a grain, kept for a week: drawing a large one takes milliseconds."""
    key = f"mark:1:{name}:{size}"
    if title is not None:
        return mark_safe(svg(what, size, title))
    return mark_safe(remembered(key, lambda: cache.get_or_set(key, lambda: svg(what, size), A_WEEK)))
