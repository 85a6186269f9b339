"""The words that stand in an editing form at this moment, saved or not."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable

from editorial.services.suggesting import WEIGHTS, plain

# In the names of Wagtail's stream forms: what says something about a block instead of being in it.
_ABOUT_BLOCKS = ("-id", "-type", "-order", "-deleted", "-count", "-image", "-document", "-url", "-level")
_DELETED = re.compile(r"(.+-\d+)-deleted")
# The commonest little words of each language: a page of either has dozens of its own and hardly one of the other.
_SMALL = {"de": {"der", "die", "das", "und", "nicht", "ist", "ein"}, "en": {"the", "and", "of", "is", "to", "not"}}


def texts_from_form(fields: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Field to words, as the suggestions read them; `fields` are the names and values of the form of a page.

    Blocks that were taken out are still in the form and are left out here.
    """
    fields = list(fields)
    gone = tuple(f"{match[1]}-" for name, value in fields if value and (match := _DELETED.fullmatch(name)))
    texts: dict[str, list[str]] = defaultdict(list)
    for name, value in fields:
        if name in WEIGHTS:
            texts[name].append(plain(value))
        elif "-value" in name and not name.endswith(_ABOUT_BLOCKS) and not name.startswith(gone):
            texts["body"].append(_words(value))
    return {name: "\n".join(lines) for name, lines in texts.items()}


def language_in(texts: Iterable[str]) -> str:
    """German or English, by the small words; German if in doubt."""
    words = re.findall(r"\w+", " ".join(texts).casefold())
    seen = {code: sum(word in small for word in words) for code, small in _SMALL.items()}
    return "en" if seen["en"] > seen["de"] else "de"


def _words(value: str) -> str:
    """Rich text arrives as the editor's own JSON: blocks with a text each."""
    if value.startswith("{"):
        try:
            content = json.loads(value)
        except ValueError:
            return plain(value)
        if isinstance(content, dict) and isinstance(content.get("blocks"), list):
            return "\n".join(
                str(block.get("text") or "") for block in content["blocks"] if isinstance(block, dict)
            )
    return plain(value)
