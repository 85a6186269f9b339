"""What the templates of the typesetter are told about a card."""

from dataclasses import replace

from .card import Card
from .drawing import POSTMARK_INK, front_colours
from .fonts import missing
from .scripts import Entry, entries
from .typesetting import Values

#: Far more characters than a sharing picture shows; the rest need not be measured.
SHARED = 1500


def printed_values(card: Card) -> Values:
    """For card.typ, without pictures: a layer of text alone."""
    return {
        **_shared(card),
        "images": False,
        "title": card.title or card.place or card.house,
        "alt": card.alt or card.greeting or card.title,
        "front": "front.jpg",
        "back": "back.png",
        "statement": entries(card.statement, card.language),
        "caption": entries(card.caption, card.language, 50),
        **{name: entries(getattr(card, name), card.language, 18) for name in ("sender", "place", "date")},
        "imprint": _imprint(card),
    }


def sharing_values(card: Card, front: tuple[float, float, float, float], postmark: tuple[float, float]) -> Values:
    """For sharing.typ: ``front`` is the corner and the size of the picture side, ``postmark`` a centre, in pixels.

    A text with a character that no font has is left out rather than shown with holes.
    """
    names = ("statement", "sender", "place", "greeting")
    left_out: Values = {name: "" for name in names if missing(getattr(card, name))}
    card = replace(card, **{"statement": card.statement[:SHARED], **left_out})
    signed = " · ".join(part for part in (card.sender, card.place) if part)
    return {
        **_shared(card),
        "statement": entries(card.statement, card.language),
        "signed": entries(signed, card.language, 18),
        "imprint": entries(card.house, card.language),
        **dict(zip(("front_x", "front_y", "front_w", "front_h"), front, strict=True)),
        **dict(zip(("postmark_x", "postmark_y"), postmark, strict=True)),
    }


def _shared(card: Card) -> Values:
    return {
        "lang": card.language,
        "greeting": [] if card.picture else entries(card.greeting, card.language, 26),
        "greeting_ink": front_colours(card)[1],
        "angle": card.postmark_angle,
        "postmark_place": entries(card.town, card.language),
        "postmark_date": entries(card.postmark_date, card.language),
        "postmark_ink": POSTMARK_INK,
    }


def _imprint(card: Card) -> list[Entry]:
    return entries("\n".join(part for part in (card.house, card.credit) if part), card.language, 26)
