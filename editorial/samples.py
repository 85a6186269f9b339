"""What the block chooser shows of each block before it is chosen: short, and in the editor's language."""

from typing import Any

from django.utils.translation import gettext as _

Value = dict[str, Any]


def paragraph() -> str:
    return _(
        "<p>On Monday a reader calls who wants to know one thing only: who reads her letter? "
        "<b>Somebody does.</b> And somebody writes back.</p>"
    )


def heading() -> Value:
    return {"text": _("Who reads the letters"), "level": "h2"}


def picture() -> Value:
    return {
        "alternative_text": _("A table with letters, half of them opened"),
        "caption": _("<p>What arrives on a Monday.</p>"),
        "credit": _("The editors"),
    }


def quote() -> Value:
    return {"text": _("I did not expect an answer. That is why I kept it."), "attribution": _("A reader")}


def question() -> Value:
    return {
        "question": _("How many letters do you answer in a day?"),
        "answer": _("<p>As many as I can read properly. Eleven, on a good day.</p>"),
    }


def further_reading() -> Value:
    return {
        "items": [
            _("<p><i>The Second Letter</i>, a small book on answering, Husum 2024</p>"),
            _("<p>Our story about row nine, in issue 2.26</p>"),
        ]
    }


def lesson() -> Value:
    return {"text": _("<p>Answer the first letter of every week by hand. You will hear what the others mean.</p>")}


def verdict() -> Value:
    return {
        "points": [
            _("<p>Ask who else reads what you type in.</p>"),
            _("<p>Try how long it takes to get everything out again.</p>"),
        ],
        "verdict": _("<p>Good for a small house, if one person minds it.</p>"),
    }


def chapter() -> Value:
    return {"seconds": 95, "title": _("Why the first letter is the hardest"), "url": ""}


def turn() -> Value:
    return {
        "speaker": _("Guest"),
        "seconds": 95,
        "text": _("<p>I put it on the table and walked around it for a day.</p>"),
    }
