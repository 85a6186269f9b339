"""After a restored backup: whoever was erased since it was made is erased again (GDPR Art. 17, Art. 32(1)(c)).

The lines of the file go into an index of their own on the disk, so that a file of any length needs little memory;
then each address in the database is hashed once and looked up.
"""

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from uuid import UUID

from subscribers import personal_data
from subscribers.models import Subscriber, SuppressedAddress

from . import erasure, erasure_notes, suppression
from .erasure_notes import Note

BATCH = 1000
VIA = "replay"


@dataclass
class Report:
    """What a replay found and did; with a dry run, what it would have done."""

    lines: int = 0
    unreadable: int = 0
    strange_keys: set[str] = field(default_factory=set)
    readers: int = 0
    strangers: int = 0
    suppressed: int = 0


class _Index:
    """Digest -> moment of the last erasure, in a temporary folder that goes when the index is closed."""

    def __init__(self, folder: str) -> None:
        self.db = sqlite3.connect(str(Path(folder) / "erasures.sqlite3"), isolation_level=None)
        self.db.execute("PRAGMA journal_mode=OFF")
        self.db.execute("CREATE TABLE note (digest BLOB PRIMARY KEY, at TEXT, key TEXT, of TEXT, reason TEXT)")

    def close(self) -> None:
        self.db.close()

    def add(self, notes: Sequence[Note]) -> None:
        rows = [
            (bytes.fromhex(note.digest), note.at.isoformat(), note.key, note.of, note.reason) for note in notes
        ]
        self.db.execute("BEGIN")
        # The lines stand in the order of time: the last one of an address counts.
        self.db.executemany("INSERT OR REPLACE INTO note VALUES (?, ?, ?, ?, ?)", rows)
        self.db.execute("COMMIT")

    def erased_at(self, *said: str) -> datetime | None:
        """The last moment at which any of these was erased: mail addresses, or what stands for a pseudonym."""
        wanted = _hashed(said)
        marks = ", ".join("?" * len(wanted))
        found = self.db.execute(f"SELECT at FROM note WHERE digest IN ({marks})", wanted)  # noqa: S608
        return max((datetime.fromisoformat(at) for (at,) in found), default=None)

    def came_back(self, address: str) -> None:
        """This address is not to be put on the suppression list again."""
        self.db.executemany("DELETE FROM note WHERE digest = ?", [(digest,) for digest in _hashed([address])])

    def entries(self) -> Iterator[SuppressedAddress]:
        """What the suppression list must hold."""
        for digest, key, at, reason in self.db.execute(
            "SELECT digest, key, at, reason FROM note WHERE of = ?", [erasure_notes.ADDRESS]
        ):
            yield SuppressedAddress(digest=digest.hex(), key=key, at=datetime.fromisoformat(at), reason=reason)


def _hashed(said: Iterable[str]) -> list[bytes]:
    return [bytes.fromhex(digest) for one in said for digest, _key in suppression.digests(one)]


def replay(path: Path, dry_run: bool = False) -> Report:
    """Erases again, without a second mail. May be run any number of times. Raises OSError.

    Readers who came back by a double opt-in of their own after their erasure stay, and so does what a stranger
    asked for after theirs.
    """
    report = Report()
    with tempfile.TemporaryDirectory() as folder, closing(_Index(folder)) as index:
        _read(path, index, report)
        _erase_readers(index, report, dry_run)
        _erase_strangers(index, report, dry_run)
        _suppress(index, report, dry_run)
    return report


def _read(path: Path, index: _Index, report: Report) -> None:
    known = suppression.key_names()
    notes = erasure_notes.read(path)
    while batch := list(islice(notes, BATCH)):
        readable = [note for note in batch if note]
        report.lines += len(readable)
        report.unreadable += len(batch) - len(readable)
        report.strange_keys |= {note.key for note in readable} - known
        index.add(readable)


def _erase_readers(index: _Index, report: Report, dry_run: bool) -> None:
    for pk, email, subject, confirmed_at in _readers():
        at = index.erased_at(email, erasure_notes.of_subject(subject))
        if at is None:
            continue
        if confirmed_at >= at:
            index.came_back(email)
            continue
        report.readers += 1
        if not dry_run:
            erasure.erase(Subscriber(pk=pk), via=VIA, receipt=False, noted=False)


def _readers() -> Iterator[tuple[int, str, UUID, datetime]]:
    """All readers in steps, since some of them are deleted on the way."""
    last = 0
    readers = Subscriber.objects.order_by("pk").values_list("pk", "email", "subject", "confirmed_at")
    while step := list(readers.filter(pk__gt=last)[:BATCH]):
        yield from step
        last = step[-1][0]


def _erase_strangers(index: _Index, report: Report, dry_run: bool) -> None:
    """Addresses that wait somewhere without a reader: an unconfirmed sign-up, something sent in."""
    for address in sorted(_strangers(index)):
        report.strangers += 1
        if not dry_run:
            erasure.erase_address(address, via=VIA, receipt=False, noted=False)


def _strangers(index: _Index) -> set[str]:
    """Only what was erased is remembered here, and that is little: most of it went with a reader just now."""
    found = set()
    for holding in personal_data.holdings():
        for address, known_since in holding.addresses() if holding.addresses else ():
            at = index.erased_at(address)
            if at and known_since < at and not Subscriber.objects.with_address(address).exists():
                found.add(address)
    return found


def _suppress(index: _Index, report: Report, dry_run: bool) -> None:
    """Makes the entries of the suppression list anew, except of those who came back."""
    entries = index.entries()
    while batch := list(islice(entries, BATCH)):
        known = SuppressedAddress.objects.filter(digest__in=[entry.digest for entry in batch])
        there = set(known.values_list("digest", flat=True))
        missing = [entry for entry in batch if entry.digest not in there]
        report.suppressed += len(missing)
        if not dry_run:
            SuppressedAddress.objects.bulk_create(missing, ignore_conflicts=True)
