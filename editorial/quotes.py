"""Quotes, and quotes within quotes, in the active language."""

from django.utils.translation import get_language

_INNER = {
    "de": str.maketrans({"„": "‚", "“": "‘", "”": "’", "»": "›", "«": "‹"}),
    "en": str.maketrans({"„": "‘", "“": "‘", "”": "’", "»": "’", "«": "‘"}),
}
_OUTER = {"de": "„{}“", "en": "“{}”"}


def in_quotes(text: str) -> str:
    return _OUTER[_language()].format(text)


def nested_quotes(text: str) -> str:
    """The text as it stands inside quotes: its own double quotes become single ones."""
    return text.translate(_INNER[_language()])


def _language() -> str:
    return "en" if (get_language() or "").startswith("en") else "de"
