"""What stands in pages for recognised readers: nothing personal, since one kept page serves all of them."""

from math import ceil
from typing import Any

from django import template
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode

from editorial.models import ReadablePage
from editorial.templatetags.readables import shown_topics
from pollen import page_token, recognition
from pollen.weights import FINISHED_SHARE, READ_SHARE_OF_PAGE, READ_SHARE_OF_TIME
from subscribers.models import Purpose, Subscriber
from subscribers.services import consent

register = template.Library()


@register.simple_tag(takes_context=True)
def pollen_script(context: dict[str, Any]) -> str:
    """The script that reports a reading; nothing at all for a reader who is not recognised."""
    token = _token(context)
    if not token:
        return ""
    seconds = ceil(READ_SHARE_OF_TIME * context["page"].expected_reading_seconds)
    return format_html(
        '<script src="{}" data-page="{}" data-to="{}" data-read="{} {}" data-finished="{}" defer></script>',
        static("js/pollen.js"),
        token,
        reverse("pollen:beacon"),
        # Not in the numbers of a language: a script reads them.
        str(seconds),
        str(READ_SHARE_OF_PAGE),
        str(FINISHED_SHARE),
    )


@register.inclusion_tag("pollen/includes/actions.html", takes_context=True)
def pollen_actions(context: dict[str, Any]) -> dict[str, Any]:
    """What a recognised reader can say about the text above: later, pass it on, not my topic."""
    token = _token(context)
    page = context.get("page")
    return {"token": token, "readable": page, "topics": shown_topics(page) if token and page else []}


@register.simple_tag(takes_context=True)
def next_reading_slot(context: dict[str, Any]) -> str:
    """Tells the script where to ask what to put in place of the list that is made for everybody."""
    token = _token(context)
    if not token:
        return ""
    return format_html(' data-next="{}?{}"', reverse("pollen:next_reading"), urlencode({"page": token}))


@register.simple_tag(takes_context=True)
def this_device(context: dict[str, Any], subscriber: Subscriber) -> dict[str, Any]:
    """Whether this device is remembered, for the preference page. Offered only while pollen may be gathered."""
    request: HttpRequest = context["request"]
    known = recognition.remembered(request)
    return {
        "offered": consent.stands(subscriber.subject, Purpose.POLLEN),
        "says_no": recognition.says_no(request),
        "known": known if known and known.subject == subscriber.subject else None,
        "done": request.GET.get("device", ""),
    }


def _token(context: dict[str, Any]) -> str:
    """What the page says of itself, signed; empty where no reader is recognised or nothing may be noted."""
    request, page = context.get("request"), context.get("page")
    if request is None or getattr(request, "is_preview", False) or not isinstance(page, ReadablePage):
        return ""
    if recognition.recognise(request) is None:
        return ""
    if not hasattr(request, "_pollen_token"):
        # What somebody reads behind a door must not come to light in their profile.
        open_to_all = ReadablePage.objects.open_to_all().filter(pk=page.pk).exists()
        request._pollen_token = page_token.for_page(page) if open_to_all else ""
    token: str = request._pollen_token
    return token
