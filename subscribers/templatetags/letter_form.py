"""The short sign-up form below other pages: the same for everybody, so that the page can be kept whole."""

from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from editorial.freshness import remembered
from editorial.models import ReadablePage
from subscribers.models import Wording
from subscribers.services import form_guard, places
from subscribers.services.offered import newsletters_on_offer

register = template.Library()

# Their pages are about one person, and the address of most is the key to it: it must not become a form's place.
PERSONAL = {"subscribers", "pollen", "newsletters"}
# The preview of a wording shows the form with a draft in it; beside it, the one in force would only confuse.
PREVIEWS = {"wordings"}


@register.inclusion_tag("subscribers/includes/letter_form.html", takes_context=True)
def letter_form(context: template.Context, part: str) -> dict[str, Any]:
    """{% letter_form "end" %} below a text, {% letter_form "footer" %} below every page.

    Below a text, where the form has just stood, the one in the footer is folded up.
    """
    request = context.get("request")
    if request is None or not _has_room_for_it(request):
        return {}
    return {
        "wordings": _wordings(),
        "part": part,
        "folded": part == "footer" and isinstance(context.get("page"), ReadablePage),
        "token": form_guard.token_of_the_hour(),
        "place": places.seal(request.path, f"letter-{part}"),
    }


def _wordings() -> list[Wording]:
    language = get_language() or settings.LANGUAGE_CODE
    return remembered(("letter form", language), lambda: newsletters_on_offer(language))


def _has_room_for_it(request: HttpRequest) -> bool:
    """Not on personal pages, nor beside a form that works without a cookie (views/privately.py)."""
    match = request.resolver_match
    return match is None or not (
        match.app_name in PERSONAL | PREVIEWS or getattr(match.func, "csrf_exempt", False)
    )
