"""The file from one end to the other before anything is decided, and its rows by the chunk."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.utils.translation import activate, get_language

from .once import Seen
from .reading import NumberedRow, Reading, rows
from .rows import Row, Rules, left_address, read_row

_STEP = 5000


@dataclass
class Survey:
    rows: int
    seen: Seen
    left: Seen


def survey(path: Path, reading: Reading, rules: Rules, done: int, tick: Callable[[], None]) -> Survey:
    """How many rows there are, whose address any of them calls unsubscribed, and which addresses the first `done`
    rows held. Raises Unreadable before anything is written, however far down the file is damaged.

    `tick` is called now and then, to say that the worker lives.
    """
    found = Survey(0, Seen(), Seen())
    for batch in chunks(path, reading, 0, _STEP):
        tick()
        over = [read_row(number, cells, rules) for number, cells in batch[: max(done - found.rows, 0)]]
        _add(found.seen, [(row.email, row.number) for row in over if row.email and not row.error])
        if rules.columns.states:
            gone = ((left_address(cells, rules), number) for number, cells in batch)
            _add(found.left, [(address, number) for address, number in gone if address])
        found.rows += len(batch)
    return found


def _add(seen: Seen, numbered: list[tuple[str, int]]) -> None:
    before = seen.rows_of([address for address, _number in numbered])
    new: dict[str, int] = {}
    for (address, number), known in zip(numbered, before, strict=True):
        if not known:
            new.setdefault(address, number)
    seen.add(new.items())


def chunks(path: Path, reading: Reading, done: int, size: int) -> Iterator[list[NumberedRow]]:
    """The rows after the first `done`."""
    left = islice(rows(path, reading), done, None)
    while chunk := list(islice(left, size)):
        yield chunk


@dataclass(frozen=True)
class Chunk:
    """Rows as they stand in the file, and as the mapping reads them."""

    cells: list[NumberedRow]
    rows: list[Row]


def read_ahead(path: Path, reading: Reading, rules: Rules, done: int, size: int) -> Iterator[Chunk]:
    """The rows after the first `done`. A thread reads the next chunk while the database is busy with this one."""
    read = (
        Chunk(cells, [read_row(number, row, rules) for number, row in cells])
        for cells in chunks(path, reading, done, size)
    )
    with ThreadPoolExecutor(1, initializer=activate, initargs=(get_language(),)) as thread:
        coming = thread.submit(next, read, None)
        while chunk := coming.result():
            coming = thread.submit(next, read, None)
            yield chunk
