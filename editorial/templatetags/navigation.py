"""The frame around every page: where one can go, and in which languages."""

from typing import Any

from django import template
from django.conf import settings
from django.urls import translate_url
from django.utils.translation import get_language
from wagtail.models import Page, Site

from editorial.freshness import remembered
from editorial.languages import language_of

register = template.Library()


@register.simple_tag(takes_context=True)
def site_rooms(context: template.Context) -> list[Page]:
    """The live rooms below the home page: the magazine first, then in the order in which it names its rooms.

    Rooms of one kind keep the order of the page tree. A room without a translation is shown as it is.
    """
    request = context.get("request")
    site = Site.find_for_request(request) if request else None
    return remembered(("rooms", site.pk, get_language()), lambda: _rooms_of(site)) if site else []


def _rooms_of(site: Site) -> list[Page]:
    home = site.root_page.specific
    kinds = home.allowed_subpage_models()
    rooms = list(home.get_children().live())
    if language_of(home) != get_language():
        rooms = [room.localized for room in rooms]
    return sorted(
        rooms, key=lambda room: kinds.index(room.specific_class) if room.specific_class in kinds else len(kinds)
    )


@register.simple_tag(takes_context=True)
def languages(context: template.Context) -> list[dict[str, Any]]:
    """This page in every language of the site: code, name, address, whether it is the one shown, and whether it is
    a translation. A page without one has an address in the other language all the same, and says so there."""
    request, page = context.get("request"), context.get("page")
    is_page = isinstance(page, Page) and page.pk
    # Of a list or of results the query is part; a page is the same whatever stands behind its address.
    path = (request.path if is_page else request.get_full_path()) if request else "/"
    translated = translations(page) if is_page else {}
    return [
        {
            "code": code,
            "name": name,
            "url": translated[code].url if code in translated else translate_url(path, code),
            "current": code == get_language(),
            "translated": code in translated or not isinstance(page, Page),
        }
        for code, name in settings.LANGUAGES
    ]


def translations(page: Page) -> dict[str, Page]:
    """The published versions of a page by language code, itself included."""
    twins = Page.objects.filter(translation_key=page.translation_key).live()
    return remembered(("twins", page.translation_key), lambda: {language_of(twin): twin for twin in twins})


@register.filter
def foreign_language(page: Any) -> str:
    """The language code of a page that is not in the language of the frame around it; otherwise nothing."""
    if not getattr(page, "locale_id", None):
        return ""
    code = language_of(page)
    return "" if code == get_language() else code
