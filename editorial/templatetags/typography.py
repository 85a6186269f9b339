"""What templates ask of the typesetter, and how dates and times are written."""

from datetime import date
from functools import lru_cache
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from editorial.clock import written
from editorial.quotes import in_quotes
from editorial.typesetting import HOLD, SOFT_HYPHEN, has_very_long_word, typeset_html

__all__ = ["HOLD", "SOFT_HYPHEN", "clock", "day", "long_words", "quoted", "typeset"]

register = template.Library()

# In characters. Texts that are set again and again are shorter; longer ones would only fill the memory.
LONGEST_REMEMBERED = 4000


@register.filter
def typeset(text: Any, language: str = "") -> SafeString:
    """The text with German or English quotes, dashes, and spaces that hold in «5 €», «S. 4», «z. B.», «5. Mai».

    Very long words get soft hyphens, since not every browser can hyphenate. Markup stays as it is.
    """
    escaped = str(conditional_escape(text))
    if len(escaped) > LONGEST_REMEMBERED:
        return mark_safe(typeset_html(escaped, language))
    return mark_safe(_typeset(escaped, language, get_language()))


@lru_cache(maxsize=2048)
def _typeset(text: str, language: str, active: str | None) -> str:
    """The same texts are set on page after page; where no language is named, the active one counts."""
    return typeset_html(text, language)


@register.filter
def long_words(headline: str) -> str:
    """The class of a headline that must be hyphenated on every screen."""
    return "long-words" if has_very_long_word(headline) else ""


@register.filter
def day(value: date | None) -> str:
    """«9. November 2026», with spaces that hold."""
    return date_format(value, "DATE_FORMAT").replace(" ", HOLD) if value else ""


@register.filter
def clock(seconds: int | None) -> str:
    """Seconds as «12:05» or «1:02:05», as players show them."""
    return "" if seconds is None else written(int(seconds))


@register.filter
def quoted(text: str) -> str:
    """The text in the quotes of the active language, unless it brings its own."""
    return text if text.startswith(("„", "»", "“", '"')) else in_quotes(text)
