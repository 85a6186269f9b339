"""In which language a page is, without a query for each page."""

from typing import Any

from wagtail.models import Locale, TranslatableMixin

# Locale id to language code. A locale keeps its code for ever; one that is new is looked up when it is met.
_codes: dict[int, str] = {}


def language_of(page: TranslatableMixin | Any) -> str:
    """The language code of a page, such as "de"."""
    if page.locale_id not in _codes:
        _codes.update(Locale.objects.values_list("pk", "language_code"))
    return _codes[page.locale_id]
