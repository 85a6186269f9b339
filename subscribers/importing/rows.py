"""One row of the file, read by the mapping: an address, its state there, and the proof of its consent."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from .addresses import quickly
from .formats import Field
from .mapping import Columns
from .moments import read_moment
from .states import State, state_of, yes_or_no

LONGEST_NAME = 120
LONGEST_SOURCE = 500
LONGEST_WORDING = 4000
# What a proof needs (GDPR Art. 7(1)): when, where, and to which text.
_COMPLETE = (Field.DATE.value, Field.SOURCE.value, Field.WORDING.value)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")
_ENGLISH = ("en", "eng", "englisch")
# An apostrophe before one of these keeps a spreadsheet from taking the cell for a formula (reports.py writes it).
_KEPT_FROM_FORMULAS = tuple(f"'{sign}" for sign in "=+-@")


@dataclass(frozen=True)
class Rules:
    """What holds for every row: the mapping, and what staff said for the whole file."""

    columns: Columns
    # How many columns the head has; in a CSV file each row must have them all, else its cells may have moved.
    width: int
    every_cell: bool
    program: str
    # No consent was given after this day (ISO 8601).
    latest: str
    source: str = ""
    wording: str = ""
    # Of rows that say nothing about it.
    state: State = State.SUBSCRIBED


@dataclass(slots=True)
class Row:
    """`error` says in words why it is rejected. `missing` names what the proof lacks; with nothing missing,
    `proof` is what the ledger is to hold of it."""

    number: int
    email: str = ""
    name: str = ""
    language: str = "de"
    state: State = State.SUBSCRIBED
    proof: dict[str, Any] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    error: str = ""


def read_row(number: int, cells: Sequence[str], rules: Rules) -> Row:
    row = Row(number)
    if len(cells) < rules.width and (rules.every_cell or len(cells) <= rules.columns.email):
        row.error = _too_few(len(cells), rules.width)
        return row
    if len(cells) > rules.width and any(cell.strip() for cell in cells[rules.width :]):
        row.error = _("%(there)s columns instead of %(wanted)s: probably a text without its quotation marks.") % {
            "there": len(cells),
            "wanted": rules.width,
        }
        return row
    row.email = address_of(cells, rules.columns)
    if not row.email:
        row.error = _no_address(cells[rules.columns.email])
        return row
    row.error = _read_state(row, cells, rules)
    if not row.error and row.state == State.SUBSCRIBED:
        _read_person(row, cells, rules.columns)
        row.error = _read_proof(row, cells, rules)
    return row


def address_of(cells: Sequence[str], columns: Columns) -> str:
    """Normalised; empty if there is none."""
    if len(cells) <= columns.email:
        return ""
    cell = cells[columns.email]
    return quickly(cell[1:] if cell.startswith(_KEPT_FROM_FORMULAS) else cell)


def left_address(cells: Sequence[str], rules: Rules) -> str:
    """The address of a row that says its reader has left, bounced or complained; else empty."""
    row = Row(0)
    if _read_state(row, cells, rules) or row.state < State.LEFT:
        return ""
    return address_of(cells, rules.columns)


def _too_few(there: int, wanted: int) -> str:
    return _("Only %(there)s of %(wanted)s columns.") % {"there": there, "wanted": wanted}


def _no_address(cell: str) -> str:
    if not cell.strip():
        return _("The mail address is missing.")
    local_part, at, _domain = cell.strip().rpartition("@")
    if at and not local_part.isascii():
        return _("Addresses with umlauts or other special letters before the @ cannot be written to.")
    return _("This is no mail address.")


def _cell(cells: Sequence[str], columns: Columns, kind: str) -> str:
    number = columns.one.get(kind)
    return cells[number].strip() if number is not None and number < len(cells) else ""


def _read_state(row: Row, cells: Sequence[str], rules: Rules) -> str:
    said = False
    state = State.SUBSCRIBED
    for number, kind in rules.columns.states:
        word = cells[number].strip() if number < len(cells) else ""
        if not word:
            continue
        found = _state(kind, word, rules.program)
        if found is None:
            return _("The state “%(word)s” is not known here.") % {"word": word[:40]}
        said = said or kind in (Field.STATE, Field.WANTS, Field.REFUSES) or found != State.SUBSCRIBED
        state = max(state, found)
    row.state = state if said else rules.state
    return ""


def _state(kind: str, word: str, program: str) -> State | None:
    if kind == Field.STATE:
        return state_of(word, program)
    if kind == Field.LEFT:
        return State.LEFT
    if kind == Field.BOUNCED:
        return State.BOUNCED
    answer = yes_or_no(word)
    if answer is None:
        return None
    return State.SUBSCRIBED if answer == (kind == Field.WANTS) else State.LEFT


def _read_person(row: Row, cells: Sequence[str], columns: Columns) -> None:
    name = _cell(cells, columns, Field.NAME)
    if not name:
        parts = (_cell(cells, columns, Field.FIRST_NAME), _cell(cells, columns, Field.LAST_NAME))
        name = " ".join(part for part in parts if part)
    row.name = _CONTROLS.sub(" ", name)[:LONGEST_NAME].strip()
    if _cell(cells, columns, Field.LANGUAGE).lower().startswith(_ENGLISH):
        row.language = "en"


def _read_proof(row: Row, cells: Sequence[str], rules: Rules) -> str:
    """Fills the proof, or says why the row is rejected: what a file says wrongly is mended there, not guessed."""
    proof: dict[str, Any] = {}
    for kind in (Field.REQUESTED, Field.DATE):
        if text := _cell(cells, rules.columns, kind):
            try:
                proof[kind.value] = read_moment(text)
            except ValueError:
                return _("“%(text)s” is no day: please write 2024-05-31 or 31.05.2024.") % {"text": text[:40]}
            if proof[kind.value][:10] > rules.latest:
                return _("The day %(text)s lies in the future.") % {"text": text[:40]}
    of_the_file = []
    for kind, general, longest in (
        (Field.SOURCE, rules.source, LONGEST_SOURCE),
        (Field.WORDING, rules.wording, LONGEST_WORDING),
    ):
        text = _cell(cells, rules.columns, kind)
        if not text and general:
            of_the_file.append(kind.value)
            text = general
        if len(text) > longest:
            return _("The text in “%(field)s” is too long.") % {"field": kind.label}
        if text:
            proof[kind.value] = text.replace("\0", "")
    row.missing = tuple(kind for kind in _COMPLETE if kind not in proof)
    if of_the_file:
        proof["of_the_file"] = of_the_file
    row.proof = proof
    return ""
