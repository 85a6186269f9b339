"""A list of readers as a file: which encoding, which delimiter, and its rows one at a time."""

import codecs
import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from . import spreadsheets
from .addresses import quickly
from .unreadable import Unreadable

# A number as the spreadsheet shows it beside the row, and the cells as text.
NumberedRow = tuple[int, list[str]]

DELIMITERS = ",;\t|"
MOST_COLUMNS = 200
_SAMPLE = 256 * 1024
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
# What text may hold below the space: tab, line feed, form feed, carriage return, and the end mark of DOS.
_TEXT_CONTROLS = {"\t", "\n", "\x0b", "\x0c", "\r", "\x1a"}


@dataclass(frozen=True)
class Reading:
    """How a file is to be read, found out once. `first` is the number of the first row with a reader in it."""

    kind: str
    encoding: str = ""
    delimiter: str = ","
    # MailPoet writes \" for a quotation mark within quotation marks.
    backslashes: bool = False
    first: int = 2
    columns: tuple[str, ...] = ()

    def stored(self) -> dict[str, Any]:
        return asdict(self)


def stored_reading(said: dict[str, Any]) -> Reading:
    return Reading(**{**said, "columns": tuple(said["columns"])})


def recognise(path: Path) -> Reading:
    """Raises Unreadable, with a sentence that says what to do, if this is no list with mail addresses in it."""
    if not path.stat().st_size:
        raise Unreadable(_("The file is empty."))
    if spreadsheets.is_zip(path):
        return _headed(path, Reading("xlsx"))
    with path.open("rb") as file:
        if file.read(4) == _OLD_EXCEL:
            raise Unreadable(_("This is a file of an old Excel. Please save it there as .xlsx or .csv."))
    encoding = encoding_of(path)
    sample = _beginning(path, encoding)
    rubbish = sum(char < " " and char not in _TEXT_CONTROLS for char in sample)
    if rubbish * 1000 > len(sample):
        raise Unreadable(_("This is no list. Please upload a CSV or XLSX file."))
    lines = sample.splitlines(keepends=True)
    named = lines[0].strip().lower() if lines else ""
    if named.startswith("sep=") and len(named) == 5:
        # Excel writes this line for itself.
        return _headed(path, Reading("csv", encoding, named[4], first=3))
    delimiter = _delimiter(lines)
    backslashes = not _parses(lines, delimiter, None) and _parses(lines, delimiter, "\\")
    return _headed(path, Reading("csv", encoding, delimiter, backslashes))


def rows(path: Path, reading: Reading) -> Iterator[NumberedRow]:
    """The rows below the head; empty ones are left out, their numbers too."""
    for number, cells in _numbered(path, reading):
        if number >= reading.first and any(cells):
            yield number, cells


def _numbered(path: Path, reading: Reading) -> Iterator[NumberedRow]:
    if reading.kind == "xlsx":
        return spreadsheets.numbered_rows(path, MOST_COLUMNS)
    return _csv_rows(path, reading)


def _csv_rows(path: Path, reading: Reading) -> Iterator[NumberedRow]:
    number = 0
    with path.open(encoding=reading.encoding, newline="") as file:
        reader = csv.reader(
            file,
            delimiter=reading.delimiter,
            escapechar="\\" if reading.backslashes else None,
            # A quotation mark that is never closed would otherwise swallow the rest of the file in silence.
            strict=True,
        )
        try:
            for number, cells in enumerate(reader, 1):
                yield number, cells
        except (csv.Error, UnicodeError) as error:
            raise Unreadable(
                _(
                    "Row %(row)s cannot be read: a quotation mark seems to be out of place, or the file is "
                    "damaged. Please mend it and upload it again."
                )
                % {"row": number + 1}
            ) from error


def encoding_of(path: Path) -> str:
    """By its byte order mark, else UTF-8 if the whole file is, else what Excel writes under Windows."""
    with path.open("rb") as file:
        start = file.read(_SAMPLE)
    for mark, name in _MARKS:
        if start.startswith(mark):
            return name if _decodes(path, name) else _refuse()
    if b"\0" in start:
        return _without_mark(start, path)
    return next((name for name in ("utf-8", "cp1252") if _decodes(path, name)), "") or _refuse()


def _without_mark(start: bytes, path: Path) -> str:
    """UTF-16 without its mark has a zero in nearly every second byte; anything else with zeros is no text."""
    pairs = max(len(start) // 2, 1)
    for name, zeros in (("utf-16-le", start[1::2]), ("utf-16-be", start[::2])):
        if zeros.count(0) > 0.6 * pairs and _decodes(path, name):
            return name
    return _refuse()


def _refuse() -> str:
    raise Unreadable(_("This is no list. Please upload a CSV or XLSX file."))


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _beginning(path: Path, encoding: str) -> str:
    """Whole lines only, unless the first one is longer than the sample."""
    with path.open(encoding=encoding, newline="") as file:
        text = file.read(_SAMPLE)
        if len(text) == _SAMPLE:
            text = text[: text.rfind("\n") + 1] or text
    return text


def _delimiter(lines: list[str]) -> str:
    """The one that cuts most rows, the head among them, into the same number of columns."""

    def fitness(delimiter: str) -> tuple[float, int]:
        try:
            widths = [len(row) for row in islice(csv.reader(lines, delimiter=delimiter), 50) if row]
        except csv.Error:
            return 0, 0
        common = Counter(widths).most_common(1)[0][0] if widths else 0
        if common < 2 or widths[0] != common:
            return 0, 0
        return widths.count(common) / len(widths), common

    return max(DELIMITERS, key=fitness)


def _parses(lines: list[str], delimiter: str, escape: str | None) -> bool:
    try:
        return bool(list(csv.reader(lines, delimiter=delimiter, escapechar=escape, strict=True)))
    except csv.Error:
        return False


def _headed(path: Path, reading: Reading) -> Reading:
    """With the names of the columns. A list that begins with an address at once has no head."""
    beginning = list(islice(_numbered(path, reading), 100))
    filled = [(number, cells) for number, cells in beginning if any(cell.strip() for cell in cells)]
    filled = [(number, cells) for number, cells in filled if number >= reading.first - 1]
    if not filled:
        raise Unreadable(_("The file holds no rows."))
    number, head = filled[0]
    if max(len(cells) for _number, cells in filled) > MOST_COLUMNS:
        raise Unreadable(_("More than %(most)s columns: this is no list of readers.") % {"most": MOST_COLUMNS})
    headless = any(quickly(cell) for cell in head)
    if not headless and len(filled) == 1:
        raise Unreadable(_("The file has a head, but no rows."))
    if not any("@" in cell for _number, cells in filled for cell in cells):
        raise Unreadable(_("No column of this file holds mail addresses."))
    columns = [""] * len(head) if headless else [cell.strip() for cell in head]
    while len(columns) > 1 and not columns[-1] and not _used(filled[1:], len(columns) - 1):
        columns.pop()
    changed = {**reading.stored(), "columns": tuple(columns), "first": number if headless else number + 1}
    return Reading(**changed)


def _used(filled: Iterable[NumberedRow], column: int) -> bool:
    return any(len(cells) > column and cells[column].strip() for _number, cells in filled)
