"""What the typesetter does for writers, and what it never touches."""

import re
from itertools import product
from time import process_time

import pytest
from django.utils.safestring import mark_safe
from django.utils.translation import override

from editorial.templatetags.typography import quoted, typeset
from editorial.typesetting import HOLD, JOINER, NARROW, SOFT_HYPHEN, typeset_html


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("5 € | 5 CHF", "5~€ | 5~CHF"),
        ("10 % von 12 000 Lesern", "10~% von 12_000 Lesern"),
        ("siehe S. 4 und § 25, Nr. 3", "siehe S.~4 und §~25, Nr.~3"),
        ("z. B. und z.B., d. h., u. a., i.d.R.", "z._B. und z._B., d._h., u._a., i._d._R."),
        ("am 5. Mai um 7 Uhr", "am 5.~Mai um 7~Uhr"),
        ("Frau Dr. Meyer und J. S. Bach", "Frau~Dr.~Meyer und J.~S.~Bach"),
        ("Heft 2, Folge 12", "Heft~2, Folge~12"),
        ("May 5, 2026", "May~5, 2026"),
    ],
)
def test_spaces_hold_what_belongs_together(typed, set_):
    assert typeset_html(typed).replace(HOLD, "~").replace(NARROW, "_") == set_


def test_telephone_numbers_are_no_thousands():
    assert NARROW not in typeset_html("Rufen Sie an: 04841 123 456, 030 123 456")


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("Er sagte: \"Moin\", und 'später'.", "Er sagte: „Moin“, und ‚später‘."),
        ("Das war's, Captain's Dinner", "Das war’s, Captain’s Dinner"),
        ('Die "<i>Zählung</i>" und "<b>gut"</b>', "Die „<i>Zählung</i>“ und „<b>gut“</b>"),
        ('<p>Ein 27" Monitor ist groß.</p>', '<p>Ein 27" Monitor ist groß.</p>'),
        ('She said "it is the end" and left.', "She said “it is the end” and left."),
        ("„Schon gesetzt“ und »so auch«", "„Schon gesetzt“ und »so auch«"),
    ],
)
def test_straight_quotes_become_those_of_the_language(typed, set_):
    assert typeset_html(typed) == set_


def test_a_language_that_is_named_counts_more_than_the_words():
    assert typeset_html('"Moin"', "en") == "“Moin”"
    assert typeset_html('"Moin"', "de") == "„Moin“"


def test_where_the_words_say_nothing_the_page_decides():
    assert typeset_html('"Husum"') == "„Husum“"
    with override("en"):
        assert typeset_html('"Husum"') == "“Husum”"


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("immer - und -- nie", "immer~– und~– nie"),
        ("S. 4-6, um 10-12 Uhr", "S.~4–6, um 10–12~Uhr"),
        ("und so weiter ...", "und so weiter~…"),
        ("Urteil C-307/22 zur E-Mail", "Urteil C-^307/22 zur E-^Mail"),
        ("am 2016-11-09", "am 2016-11-09"),
    ],
)
def test_dashes_hyphens_and_dots(typed, set_):
    assert typeset_html(typed).replace(HOLD, "~").replace(JOINER, "^") == set_


@pytest.mark.parametrize(
    "kept",
    [
        '<a href="/a--b/?q=S. 4">',
        '<code>"5 €" ... z.B.</code>',
        '<pre>a - b "c"</pre>',
        "https://pollenpost.example/a--b?q=z.B.",
        "www.pollenpost.example/e-mail",
        "e-mail@pollenpost.example",
        "<!-- 5 € -->",
    ],
)
def test_tags_code_and_addresses_are_never_touched(kept):
    assert kept in typeset_html(f"Das ist {kept} und mehr")


def test_plain_text_is_escaped_and_its_quotes_are_set_all_the_same():
    assert typeset('"fett" <b>') == "„fett“ &lt;b&gt;"
    assert typeset(mark_safe("<b>fett</b>")) == "<b>fett</b>"


PIECES = [
    '"',
    "'",
    "5 €",
    "z. B.",
    "<i>",
    "</i>",
    "</p><p>",
    " - ",
    "...",
    "Dr. M",
    "E-Mail",
    "12 000",
    "Kundenbeziehungs",
]


@pytest.mark.parametrize("first", PIECES)
def test_setting_twice_changes_nothing_and_no_word_is_lost(first):
    invisible = re.compile(f"[{HOLD}{NARROW}{JOINER}{SOFT_HYPHEN}\\s]")
    letters = re.compile(r"[^\w<>/]")
    for rest in product(PIECES, repeat=2):
        for glue in ("", " ", "a"):
            typed = glue.join([first, *rest])
            once = typeset_html(typed)
            assert typeset_html(once) == once, typed
            assert letters.sub("", invisible.sub("", once)) == letters.sub("", invisible.sub("", typed)), typed


def test_long_compounds_may_break_at_their_joints():
    broken = typeset("Kundenbeziehungsmanagementstrategie").split(SOFT_HYPHEN)
    assert broken == ["Kunden", "beziehungs", "management", "strategie"]
    assert typeset("Vertrauen") == "Vertrauen"


def test_quotes_are_german_unless_the_text_brings_its_own():
    assert quoted("Moin.") == "„Moin.“"
    assert quoted("»Moin.«") == "»Moin.«"


@pytest.mark.parametrize("text", ["a" * 200_000, "a." * 100_000, "a'" * 100_000, "a@" * 100_000])
def test_no_text_takes_longer_than_its_length(text):
    """Anybody can have a text typeset, in the preview of what they send in."""
    began = process_time()
    typeset_html(text, "de")
    assert process_time() - began < 2
