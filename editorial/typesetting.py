"""Typesetting that writers should not have to think about: quotes, dashes, spaces that hold, joints of long words.

Works on HTML or on escaped plain text. Never touches tags, code, or addresses; a second run changes nothing.
"""

import re
from itertools import pairwise

from django.utils.translation import get_language

HOLD = "\N{NO-BREAK SPACE}"
NARROW = "\N{NARROW NO-BREAK SPACE}"
SOFT_HYPHEN = "\N{SOFT HYPHEN}"
JOINER = "\N{WORD JOINER}"
MOST_ROUNDS = 4

# What stays as it is: code and the like with their content, every other tag, and addresses in running text.
_KEPT = re.compile(
    r"(<(?P<name>code|pre|kbd|samp|script|style|textarea)\b.*?</(?P=name)\s*>|<!--.*?-->|<[^>]*>"
    r"|(?:https?://|www\.)[^\s<]+|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+)",
    re.DOTALL | re.IGNORECASE,
)
# Tags inside a line; every other tag ends it, and with it an open quotation.
_INLINE = re.compile(r"</?(?:a|abbr|b|bdi|br|cite|em|i|mark|q|s|small|span|strong|sub|sup|u|wbr)\b", re.IGNORECASE)

_UNITS = (
    "€|\\$|£|%|‰|°C|CHF|EUR|USD|Euro|Franken|Cent|Prozent|Uhr|Minuten?|minutes?|Stunden?|hours?|Seiten?|pages?|"
    "Mio\\.|Mrd\\.|Tsd\\.|Millionen|Milliarden|million|billion|kB|MB|GB|TB|kWh|km|cm|mm|m|kg|g|t|ml|l|h"
)
_MONTHS = (
    "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|"
    "January|February|March|May|June|July|October|December"
)
_NUMBERED = (
    r"S\.|Nr\.|Nº|No\.|§§?|Art\.|Abs\.|Kap\.|Abb\.|Tab\.|Ziff\.|Rn\.|Bd\.|Heft|Seite|Folge|Zeile|Kapitel|"
    r"Issue|issue|page|chapter|pp?\.|vol\.|fig\.|€|CHF|EUR|\$"
)
_ABBREVIATIONS = (
    "z. B.|d. h.|u. a.|i. d. R.|o. ä.|o. Ä.|u. Ä.|u. U.|s. o.|s. u.|z. T.|v. a.|u. v. m.|m. E.|i. A.|e. V.|"
    "n. Chr.|v. Chr."
)

_ABBREVIATION = re.compile(
    "(?<![\\w.])(?:"
    + "|".join(
        re.escape(word).replace("\\ ", f"[ {HOLD}{NARROW}]?")
        for word in sorted(_ABBREVIATIONS.split("|"), key=len)[::-1]
    )
    + ")",
    re.IGNORECASE,
)
_GAP = re.compile(rf"\.[ {HOLD}{NARROW}]?(?=\w)")

#: Each pattern and what takes its place, in the order in which they are applied.
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile("№ "), "Nº "),
    (re.compile(r"(?<!\.)\.\.\.(?!\.)"), "…"),
    (re.compile(r"(?<=\w) …"), f"{HOLD}…"),
    # A dash between words never begins a line.
    (re.compile(rf"(?<=[^\s{HOLD}])[ {HOLD}](?:--?|–)(?= )"), f"{HOLD}–"),
    # From number to number: of pages, and of whatever has a unit.
    (re.compile(rf"(?<![\w-])(S\.|pp?\.|Seiten?|pages?)[ {HOLD}](\d+)-(?=\d)"), rf"\1{HOLD}\2–"),
    (re.compile(rf"(?<![\w.,-])(\d[\d.,]*)-(?=\d[\d.,]*[ {HOLD}](?:{_UNITS})(?!\w))"), r"\1–"),
    (re.compile(rf"(?<=\d) (?=(?:{_UNITS})(?!\w))"), HOLD),
    (re.compile(rf"(?<![\w-])({_NUMBERED}) (?=\d)"), rf"\1{HOLD}"),
    # 12 000, but not the digits of a telephone number, which begin with a zero or stand in other groups.
    (re.compile(r"(?<![\d.,/+-])(?<!\d )([1-9]\d{0,2})((?: \d{3})+)(?![\d ]*\d|[.,]\d{3})"), r"\1<\2>"),
    # «E-Mail», «C-307/22» and «-Merkmale» are not torn apart after the hyphen.
    (re.compile(rf"(?<![\w{JOINER}-])(\w?-)(?=\w)"), rf"\1{JOINER}"),
    (re.compile(rf"(?<=\d\.) (?=(?:{_MONTHS})(?!\w))"), HOLD),
    (re.compile(rf"(?<![\w])((?:{_MONTHS})) (?=\d{{1,2}}(?:,|\b(?!\.\d)))"), rf"\1{HOLD}"),
    # A title and its name, initials and their name.
    (re.compile(r"(?<![\w.])(Dr\.|Prof\.|Herrn?|Frau|St\.|Mr\.?|Mrs\.?|Ms\.?) (?=[A-ZÄÖÜ])"), rf"\1{HOLD}"),
    (re.compile(r"(?<![\w.])([A-ZÄÖÜ]\.) (?=[A-ZÄÖÜ])"), rf"\1{HOLD}"),
)
_THOUSANDS = re.compile(r"<((?: \d{3})+)>")

# Where very long German compounds may break, without a dictionary: after their suffixes and before these parts.
_LONG_WORD = re.compile(r"\w{16,}")
_PARTS = (
    "abteilung|analyse|anbieter|auswahl|befragung|beratung|beziehung|bindung|erfahrung|ergebnis|erklärung|gesellschaft|"
    "gesetz|grundverordnung|verordnung|kommunikation|konformität|management|marketing|prozess|qualität|service|"
    "software|strategie|system|verwaltung|verzeichnis|zufriedenheit|versicherung|unternehmen|entwicklung|werbung|"
    "untersuchung|gemeinschaft|wirtschaft|mitarbeiter|vertrieb|plattform|anwendung|bewertung|einwilligung|steuerung|"
    "automatisierung|schutz"
)
#: A headline with such a word does not fit into one line of any page, so it may be broken everywhere.
_VERY_LONG_WORD = re.compile(r"\w{24,}")
_JOINT = re.compile(
    rf"(?:ungs|heits|keits|schafts|tions|itäts|ment)(?=[a-zäöüß]{{4,}})|(?<=\w{{4}})(?={_PARTS})", re.IGNORECASE
)

# Opening and closing marks, double and single.
_QUOTES = {"de": ("„", "“", "‚", "‘"), "en": ("“", "”", "‘", "’")}
_GERMAN = re.compile(r"[äöüß]|\b(?:der|die|das|und|nicht|ein|eine|ist|von|mit|auf|wir|sie|im|zu)\b", re.IGNORECASE)
_ENGLISH = re.compile(r"\b(?:the|and|of|is|to|that|with|it|for|you|we|are|not)\b", re.IGNORECASE)
_STRAIGHT = re.compile("\"|&quot;|&#34;|'|&#x27;|&#39;")
_QUOTED_SINGLY = re.compile(r"\w[^'&]*(?:'|&#)")
_OPENS_AFTER = re.compile(rf"[\s{HOLD}{NARROW}(\[{{/–—„“‚‘»›>-]$")


def typeset_html(text: str, language: str = "") -> str:
    """The text as a careful typesetter would set it. Without a language, it is recognised from its words."""
    parts = _KEPT.split(text)
    # The split yields text, kept piece, name of the kept tag, text, …
    texts, kept = parts[::3], parts[1::3]
    if _STRAIGHT.search("".join(texts)):
        texts = _curled(texts, kept, _QUOTES[_language(language, " ".join(texts))])
    texts = [_set(part) for part in texts]
    return "".join(text + piece for text, piece in zip(texts, [*kept, ""], strict=True))


def has_very_long_word(text: str) -> bool:
    return bool(_VERY_LONG_WORD.search(text))


def _set(text: str) -> str:
    """One piece of text between two tags. What one rule sets may be what another waits for."""
    for _round in range(MOST_ROUNDS):
        before, text = text, _set_once(text)
        if text == before:
            break
    return text


def _set_once(text: str) -> str:
    text = _ABBREVIATION.sub(lambda found: _GAP.sub(f".{NARROW}", found[0]), text)
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    text = _THOUSANDS.sub(lambda found: found[1].replace(" ", NARROW), text)
    text = _LONG_WORD.sub(lambda word: _JOINT.sub(rf"\g<0>{SOFT_HYPHEN}", word[0]), text)
    return text.replace(SOFT_HYPHEN * 2, SOFT_HYPHEN)


def _language(named: str, text: str) -> str:
    """ "de" or "en": as named, as the words tell, or as the page around it is."""
    if named:
        return "en" if named.startswith("en") else "de"
    german, english = len(_GERMAN.findall(text)), len(_ENGLISH.findall(text))
    if german == english:
        return "en" if (get_language() or "").startswith("en") else "de"
    return "de" if german > english else "en"


def _curled(texts: list[str], kept: list[str], marks: tuple[str, str, str, str]) -> list[str]:
    """Straight quotes become those of the language; what stands open is remembered across tags inside a line."""
    curler = _Curler(marks)
    result = []
    for text, piece in zip(texts, [*kept, ""], strict=True):
        result.append(curler.curl(text))
        if piece.startswith("<") and not _INLINE.match(piece):
            curler = _Curler(marks)
    return result


class _Curler:
    """Goes through a line once and knows which quotes are open."""

    def __init__(self, marks: tuple[str, str, str, str]) -> None:
        self.marks = marks
        self.double = self.single = False
        self.before = " "

    def curl(self, text: str) -> str:
        ends = [0, *(end for found in _STRAIGHT.finditer(text) for end in found.span()), len(text)]
        pieces = []
        for number, (start, end) in enumerate(pairwise(ends)):
            piece = text[start:end]
            if number % 2:
                piece = self._mark(piece, text, end)
            pieces.append(piece)
            self.before = piece[-1:] or self.before
        return "".join(pieces)

    def _mark(self, straight: str, text: str, end: int) -> str:
        """What stands for a straight quote that ends there in the text."""
        after = text[end : end + 1]
        opens = bool(_OPENS_AFTER.search(self.before)) and not after.isspace()
        if straight in ('"', "&quot;", "&#34;"):
            return self._double(straight, opens)
        if opens and not self.single and _QUOTED_SINGLY.match(text, end):
            self.single = True
            return self.marks[2]
        if self.single and not after.isalnum():
            self.single = False
            return self.marks[3]
        # Feet and minutes keep their stroke; everything else is an apostrophe.
        return straight if self.before.isdigit() else "’"

    def _double(self, straight: str, opens: bool) -> str:
        if opens and not self.double:
            self.double = True
            return self.marks[0]
        if self.double:
            self.double = False
            return self.marks[1]
        # A closing mark without an opening one, such as the inches of a screen, stays as it was typed.
        return straight
