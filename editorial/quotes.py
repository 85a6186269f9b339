"""Quotes within quotes."""

_INNER = str.maketrans({"„": "‚", "“": "‘", "”": "’", "»": "›", "«": "‹"})


def nested_quotes(text: str) -> str:
    """The text as it stands inside quotes: its own double quotes become single ones."""
    return text.translate(_INNER)
