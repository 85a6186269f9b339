"""Whether a card can be printed, and what to tell its author if not."""

from dataclasses import replace
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .card import Card
from .fonts import missing
from .typesetting import fits
from .wording import printed_values

#: So many different characters are named in a message.
NAMED = 8
#: More characters than any card holds are counted and not measured: a letter of a hundred pages takes no minutes.
MEASURED = 4000


class Problem(NamedTuple):
    """A field of the card and a sentence for whoever filled it in."""

    field: str
    sentence: str


class Unprintable(ValueError):
    """A card that cannot be printed; ``problems`` says why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(" ".join(problem.sentence for problem in problems))
        self.problems = problems


class PostcardTooLong(Unprintable):
    """Even in the smallest type that one can read, a text does not fit its place on the card."""


def problems(statement: str, sender: str = "", place: str = "", caption: str = "") -> list[str]:
    """Sentences for the author: characters that no font has, texts that are too long. Empty: it can be printed."""
    card = Card(statement=statement, sender=sender, place=place, caption=caption)
    return [problem.sentence for problem in found_problems(card)]


def found_problems(card: Card) -> list[Problem]:
    return unknown_characters(card) or too_long(card)


def printable_or_error(card: Card) -> None:
    if unknown := unknown_characters(card):
        raise Unprintable(unknown)
    if long := too_long(card):
        raise PostcardTooLong(long)


def unknown_characters(card: Card) -> list[Problem]:
    fields = ("statement", "sender", "place", "caption", "credit")
    found = [(field, missing(getattr(card, field))) for field in fields]
    return [Problem(field, _unknown(characters)) for field, characters in found if characters]


def _unknown(characters: list[str]) -> str:
    named = ", ".join(f"{c} (U+{ord(c):04X})" for c in characters[:NAMED])
    return ngettext(
        "No font of this site has %(count)s of the characters, so the card cannot be printed: %(characters)s",
        "No font of this site has %(count)s of the characters, so the card cannot be printed: %(characters)s",
        len(characters),
    ) % {"characters": named + (" …" if len(characters) > NAMED else ""), "count": len(characters)}


def too_long(card: Card) -> list[Problem]:
    """What does not fit, even at the smallest size."""
    measured = replace(card, statement=card.statement[:MEASURED])
    over = {name: fit.over for name, fit in fits("card.typ", printed_values(measured)).items() if fit.over}
    sentences = {
        "statement": _too_many(over.get("statement", 0) + max(0, len(card.statement) - MEASURED)),
        "sender": _("The sender’s name is too long for its line on the card."),
        "place": _("The place is too long for its line on the card."),
        "caption": _("The caption is too long for the strip below the picture."),
    }
    return [Problem(field, sentence) for field, sentence in sentences.items() if field in over]


def _too_many(count: int) -> str:
    """Tens from 20 on: where a line breaks decides about the last few."""
    count = count if count < 20 else -(-count // 10) * 10
    return ngettext(
        "The text is too long for a card, by about %(count)s character. Please shorten it.",
        "The text is too long for a card, by about %(count)s characters. Please shorten it.",
        count,
    ) % {"count": count}
