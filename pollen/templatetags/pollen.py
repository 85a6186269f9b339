from typing import Any

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html

from editorial.models import ReadablePage
from pollen import recognition

register = template.Library()


@register.simple_tag(takes_context=True)
def pollen_script(context: dict[str, Any]) -> str:
    """The script that reports a reading; nothing at all for a reader who is not recognised."""
    request, page = context.get("request"), context.get("page")
    if request is None or getattr(request, "is_preview", False) or not isinstance(page, ReadablePage):
        return ""
    if recognition.recognise(request) is None:
        return ""
    return format_html(
        '<script src="{}" data-page="{}" data-to="{}" defer></script>',
        static("js/pollen.js"),
        page.pk,
        reverse("pollen:beacon"),
    )
