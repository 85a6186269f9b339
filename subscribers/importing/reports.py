"""What became of the rows, kept on disk for a while: all rows of a trial, the rejected ones of a real run.

A folder holds `rows`, one JSON list a line, and beside it for each outcome (and for "all") a file of 8-byte
offsets into it, so that any page of any outcome is found at once.
"""

import csv
import io
import json
import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from subscribers.services.csv_cells import BYTE_ORDER_MARK, harmless

from .deciding import Decision
from .outcomes import Outcome

ALL = "all"
ROWS = "rows"
_OFFSET = 8


@dataclass(frozen=True)
class Line:
    number: int
    outcome: str
    email: str
    name: str
    reason: str
    # The row as it was read; of rejected ones only.
    cells: list[str]

    @property
    def label(self) -> str:
        return str(Outcome(self.outcome).label)


class Report:
    """The files of one folder, to be added to and read from."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def add(self, decisions: Iterable[Decision], cells: dict[int, list[str]]) -> int:
        """Appends, and returns how many bytes `rows` has now. `cells` by row number, for rejected rows."""
        written: list[bytes] = []
        offsets: dict[str, array[int]] = {}
        with self._open(ROWS) as file:
            place = file.seek(0, io.SEEK_END)
            for each in decisions:
                said = [each.row.number, each.outcome.value, each.row.email, each.row.name, each.reason]
                if each.outcome == Outcome.REJECTED:
                    said.append(cells[each.row.number])
                line = json.dumps(said, ensure_ascii=False).encode(errors="replace") + b"\n"
                for index in (each.outcome.value, ALL):
                    offsets.setdefault(index, array("Q")).append(place)
                written.append(line)
                place += len(line)
            file.write(b"".join(written))
        for index, places in offsets.items():
            with self._open(index) as file:
                file.seek(0, io.SEEK_END)
                file.write(places.tobytes())
        return place

    def cut(self, size: int) -> None:
        """Back to what `rows` was when it had this many bytes: what follows belongs to a chunk that was undone."""
        if self._size(ROWS) > size:
            with self._open(ROWS) as file:
                file.truncate(size)
        for index in (ALL, *Outcome.values):
            count = self.count(index)
            while count and self._places(index, count - 1, 1)[0] >= size:
                count -= 1
            # A process that was killed may have left a part of an offset behind.
            if count * _OFFSET < self._size(index):
                with self._open(index) as file:
                    file.truncate(count * _OFFSET)

    def count(self, index: str = ALL) -> int:
        return self._size(index) // _OFFSET

    def page(self, index: str, start: int, length: int) -> list[Line]:
        if not (self.folder / ROWS).exists():
            return []
        with (self.folder / ROWS).open("rb") as file:
            return [_line_at(file, place) for place in self._places(index, start, length)]

    def lines(self, index: str = ALL) -> Iterator[Line]:
        for start in range(0, self.count(index), 1000):
            yield from self.page(index, start, 1000)

    def _places(self, index: str, start: int, length: int) -> Sequence[int]:
        path = self.folder / index
        if not path.exists():
            return []
        with path.open("rb") as file:
            file.seek(start * _OFFSET)
            read = file.read(length * _OFFSET)
        return array("Q", read[: len(read) // _OFFSET * _OFFSET])

    def _size(self, name: str) -> int:
        path = self.folder / name
        return path.stat().st_size if path.exists() else 0

    def _open(self, name: str) -> BinaryIO:
        path = self.folder / name
        path.touch(mode=0o600)
        return path.open("r+b")

    def remove(self) -> None:
        for name in (ROWS, ALL, *Outcome.values):
            (self.folder / name).unlink(missing_ok=True)


def _line_at(file: BinaryIO, place: int) -> Line:
    file.seek(place)
    return _read(file.readline())


def _read(line: bytes) -> Line:
    number, outcome, email, name, reason, *cells = json.loads(line)
    return Line(number, outcome, email, name, reason, cells[0] if cells else [])


def rejected_csv(report: Report, columns: Sequence[str]) -> Iterator[str]:
    """The lines of a CSV file for Excel: row number and reason first, then the row as it came, to be mended."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    buffer.write(BYTE_ORDER_MARK)
    head = [column or _("Column %(number)s") % {"number": number} for number, column in enumerate(columns, 1)]
    writer.writerow([harmless(cell) for cell in (_("Row"), _("Reason"), *head)])
    yield buffer.getvalue()
    for line in report.lines(Outcome.REJECTED):
        buffer.seek(0)
        buffer.truncate()
        writer.writerow([harmless(cell) for cell in (str(line.number), line.reason, *line.cells)])
        yield buffer.getvalue()


def erase_lines(folder: Path, address: str) -> int:
    """Blanks the lines that name this normalised address, in place, so that no offset moves; says how many."""
    erased = 0
    with _opened(folder) as file:
        for place, line in _naming(file, address):
            number, outcome, *_said = json.loads(line)
            blank = json.dumps([number, outcome, "", "", ""]).encode()
            file.seek(place)
            file.write(blank.ljust(len(line) - 1))
            file.seek(place + len(line))
            erased += 1
    return erased


def find_lines(folder: Path, address: str) -> list[Line]:
    with _opened(folder) as file:
        return [_read(line) for _place, line in _naming(file, address)]


def _opened(folder: Path) -> BinaryIO:
    path = folder / ROWS
    return path.open("r+b") if path.exists() else io.BytesIO()


def _naming(file: BinaryIO, address: str) -> Iterator[tuple[int, bytes]]:
    """(Offset, line) of the lines that name this address, and not only a longer one: ada@example.org is no part of
    canada@example.org."""
    named = re.compile(rf"(?<![\w.+%-]){re.escape(address.strip().lower())}(?![\w-]|\.\w)")
    place = 0
    while line := file.readline():
        if b"@" in line and named.search(line.decode(errors="replace").lower()):
            yield place, line
        place += len(line)
