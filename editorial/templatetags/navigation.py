"""The frame around every page: where one can go, and in which languages."""

from typing import Any

from django import template
from django.conf import settings
from django.urls import translate_url
from django.utils.translation import get_language
from wagtail.models import Page, Site

register = template.Library()


@register.simple_tag(takes_context=True)
def site_rooms(context: template.Context) -> list[Page]:
    """The live rooms below the home page: the magazine first, then in the order in which it names its rooms.

    Rooms of one kind keep the order of the page tree.
    """
    request = context.get("request")
    site = Site.find_for_request(request) if request else None
    if site is None:
        return []
    kinds = site.root_page.specific_class.allowed_subpage_models()
    rooms = site.root_page.get_children().live()
    return sorted(
        rooms, key=lambda room: kinds.index(room.specific_class) if room.specific_class in kinds else len(kinds)
    )


@register.simple_tag(takes_context=True)
def languages(context: template.Context) -> list[dict[str, Any]]:
    """This page in every language of the site: code, name, address, and whether it is the one shown."""
    request = context.get("request")
    path = request.get_full_path() if request else "/"
    return [
        {"code": code, "name": name, "url": translate_url(path, code), "current": code == get_language()}
        for code, name in settings.LANGUAGES
    ]
