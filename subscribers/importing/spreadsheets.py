"""XLSX: a folder of XML in a ZIP archive, looked at before anything of it is unpacked."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext as _
from openpyxl import load_workbook  # type: ignore[import-untyped]
from openpyxl.utils.exceptions import InvalidFileException  # type: ignore[import-untyped]

from .unreadable import Unreadable

MEGABYTE = 1024 * 1024
# Unpacked. A sheet is read as it is unpacked; the texts that its cells share lie in memory, about twice as large.
MOST_UNPACKED = 1500 * MEGABYTE
MOST_SHARED = 64 * MEGABYTE
MOST_PARTS = 2000
# XML shrinks by 10 to 30; what shrinks by more than this was made to burst.
MOST_SHRINKAGE = 200
_DAMAGED = (zipfile.BadZipFile, InvalidFileException, ParseError, KeyError, ValueError, OSError, EOFError)


def is_zip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"PK\x03\x04"


def numbered_rows(path: Path, most_columns: int) -> Iterator[tuple[int, list[str]]]:
    """Every row of the first visible sheet, from 1, with the cells as text."""
    with path.open("rb") as file:
        yield from _rows_of(path, file, most_columns)


def _rows_of(path: Path, file: BinaryIO, most_columns: int) -> Iterator[tuple[int, list[str]]]:
    try:
        _look_inside(path)
        # Given as a file: openpyxl would judge a path by its ending.
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except _DAMAGED as error:
        raise _damaged() from error
    try:
        sheet = next((sheet for sheet in book.worksheets if sheet.sheet_state == "visible"), None)
        if sheet is None:
            raise _damaged()
        # Some programs write a wrong size into the sheet; the rows themselves know better.
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
            yield number, _texts(cells[: most_columns + 1])
    except _DAMAGED as error:
        raise _damaged() from error
    finally:
        book.close()


def _texts(cells: tuple[Any, ...]) -> list[str]:
    """Without the empty cells at the end, which a sheet may or may not hold."""
    texts = [as_text(cell) for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def as_text(cell: Any) -> str:
    """As it would stand in a CSV file: dates as ISO 8601, whole numbers without a fraction."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime):
        return (cell.date() if cell.time() == time() else cell.replace(microsecond=0)).isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _look_inside(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        names = {part.filename for part in parts}
        if "xl/workbook.xml" not in names:
            raise Unreadable(_("This ZIP file is no Excel table. Please upload a CSV or XLSX file."))
        shared = sum(part.file_size for part in parts if part.filename.endswith("sharedStrings.xml"))
        bursting = any(part.file_size > MOST_SHRINKAGE * max(part.compress_size, 1024) for part in parts)
        unpacked = sum(part.file_size for part in parts)
        if bursting or len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or shared > MOST_SHARED:
            raise Unreadable(_("This Excel table is too large when unpacked. Please save it as .csv."))
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                with archive.open(part) as file:
                    # Entities, which can grow without end, are declared at the beginning of a document.
                    if b"<!DOCTYPE" in file.read(4096).upper():
                        raise _damaged()


def _damaged() -> Unreadable:
    return Unreadable(_("The Excel table is damaged. Please save it again, or as .csv."))
