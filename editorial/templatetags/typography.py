"""German typesetting that writers should not have to think about: spaces that hold, soft hyphens, dates."""

import re
from datetime import date
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

HOLD = "\N{NO-BREAK SPACE}"
SOFT_HYPHEN = "\N{SOFT HYPHEN}"

# A number and what it counts, an abbreviation and its number, and abbreviations of two letters stay together.
_UNIT = re.compile(r"(?<=\d) (?=(?:€|%|CHF|Euro|Franken|Uhr|Prozent|Minuten|minutes|MB|kB)(?!\w))")
_NUMBERED = re.compile(r"(?<![\w-])(S\.|Nr\.|Nº|§§?|Art\.|Abs\.|Bd\.|Heft|Seite|Folge|Zeile) (?=\d)")
_ABBREVIATION = re.compile(r"(?<!\w)([zdusZ]\.) (?=[aBhhUÄ]\.)")
_MONTHS = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
_DAY = re.compile(rf"(?<=\d\.) (?=(?:{_MONTHS}))")

# Where very long German compounds may break, without a dictionary: after their suffixes and before these parts.
_LONG_WORD = re.compile(r"\w{16,}")
_PARTS = (
    "abteilung|analyse|anbieter|auswahl|befragung|beratung|beziehung|bindung|erfahrung|ergebnis|erklärung|gesellschaft|"
    "gesetz|grundverordnung|verordnung|kommunikation|konformität|management|marketing|prozess|qualität|service|software|strategie|"
    "system|verwaltung|verzeichnis|zufriedenheit"
)
_JOINT = re.compile(
    rf"(?:ungs|heits|keits|schafts|tions|itäts|ment)(?=[a-zäöüß]{{4,}})|(?<=\w{{4}})(?={_PARTS})", re.IGNORECASE
)
_TAGS = re.compile(r"(<[^>]*>)")


@register.filter
def typeset(text: Any) -> SafeString:
    """The text with no-break spaces in «5 €», «S. 4», «§ 25», «z. B.» and «9. November».

    Very long words get soft hyphens, since not every browser can hyphenate. Markup stays as it is.
    """
    parts = _TAGS.split(str(conditional_escape(text)))
    parts[::2] = [_set(part) for part in parts[::2]]
    return mark_safe("".join(parts))


def _set(text: str) -> str:
    """One piece of text between two tags."""
    text = _UNIT.sub(HOLD, text.replace("№ ", "Nº "))
    text = _NUMBERED.sub(rf"\1{HOLD}", text)
    text = _DAY.sub(HOLD, _ABBREVIATION.sub(rf"\1{HOLD}", text))
    text = _LONG_WORD.sub(lambda word: _JOINT.sub(rf"\g<0>{SOFT_HYPHEN}", word[0]), text)
    return text.replace(SOFT_HYPHEN * 2, SOFT_HYPHEN)


@register.filter
def day(value: date | None) -> str:
    """«9. November 2026», with spaces that hold."""
    return date_format(value, "DATE_FORMAT").replace(" ", HOLD, 1) if value else ""


@register.filter
def clock(seconds: int | None) -> str:
    """Seconds as «12:05» or «1:02:05», as players show them."""
    if seconds is None:
        return ""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


@register.filter
def quoted(text: str) -> str:
    """The text in German quotes, unless it brings its own."""
    return text if text.startswith(("„", "»", "“", '"')) else f"„{text}“"
