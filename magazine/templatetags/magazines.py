"""What templates ask about the magazine: its colour, its sections, its drawn covers."""

from typing import Any

from django import template
from wagtail.models import Page

from editorial.freshness import remembered
from editorial.marks.colour import COLOURS
from magazine import cover_image, section_view
from magazine.models import IssuePage, MagazinePage, Section

register = template.Library()

PLAIN = "accent-plain"


@register.simple_tag
def accent_class(page: Any) -> str:
    """The class that gives a page, or a part of one, the accent of the magazine it belongs to.

    A section belongs to no page; it wears the colour of the first magazine.
    """
    if isinstance(page, MagazinePage):
        return _known(page.accent)
    if not (isinstance(page, Section) or (isinstance(page, Page) and page.path)):
        return PLAIN
    # All pages below one room share its colour.
    room = page.path[: 3 * Page.steplen] if isinstance(page, Page) else ""
    return _known(remembered(("accent", room), lambda: _accent_of(page)))


def _accent_of(page: Page | Section) -> str | None:
    is_page = isinstance(page, Page)
    magazines = MagazinePage.objects.ancestor_of(page) if is_page else MagazinePage.objects.live().order_by("path")
    found: str | None = magazines.values_list("accent", flat=True).first()
    return found


def _known(name: str | None) -> str:
    return f"accent-{name}" if name in {colour.name for colour in COLOURS} else PLAIN


@register.simple_tag
def sections_in_use() -> list[Section]:
    """Those in which something was published, each with its number of articles as ``count``."""
    return section_view.sections_in_use()


@register.simple_tag
def cover_url(issue: IssuePage) -> str:
    """The address of the drawn cover as a small picture."""
    return cover_image.cover_url(issue)
