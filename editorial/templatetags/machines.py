"""What the head of a page tells programs: versions in other languages, the picture to share, structured data."""

import json
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page

from editorial import sharing, structured_data
from editorial.languages import language_of
from editorial.models import ReadablePage
from editorial.templatetags.navigation import translations

register = template.Library()

# As Open Graph writes languages.
OG_LOCALES = {"de": "de_DE", "en": "en_GB"}
# In a script element these could end it or begin a comment (HTML § 4.12.1.3).
ESCAPES = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&"}


@register.simple_tag
def get_versions(page: Page) -> list[dict[str, str]]:
    """The published versions of a page, itself included: code and complete address."""
    if not (isinstance(page, Page) and page.pk):
        return []
    return [{"code": code, "url": twin.full_url or ""} for code, twin in sorted(translations(page).items())]


@register.filter
def og_locale(page: Page) -> str:
    code = language_of(page)
    return OG_LOCALES.get(code, code)


@register.simple_tag
def sharing_image(page: Page) -> sharing.SharingImage | None:
    """Of published texts only: the picture of a draft has no address."""
    return sharing.sharing_image(page) if isinstance(page, ReadablePage) and page.pk and page.live else None


@register.simple_tag(takes_context=True, name="structured_data")
def structured_data_script(context: dict[str, Any], page: Page) -> SafeString:
    """The description of the page as a data block, which no policy against scripts concerns."""
    settings = context.get("settings")
    publisher = settings["editorial"]["PublisherSettings"] if settings else None
    described = structured_data.describe(page, publisher) if page.pk else None
    if described is None:
        return mark_safe("")
    written = json.dumps(described, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(written))
