"""The file that remembers erasures outside the database, so that a restored backup can be made to forget again.

Each line holds the time, the fingerprint of the key, a keyed hash, of what it is, and why. Nothing in it tells
who it was; only whoever has the suppression keys and an address can ask whether it is in there. The hash of the
pseudonym finds a reader in a backup that is older than their last change of address.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from subscribers.models import Subscriber, SuppressedAddress

from . import suppression

ADDRESS, SUBJECT = "address", "subject"


@dataclass(frozen=True)
class Note:
    at: datetime
    key: str
    digest: str
    of: str
    reason: str

    def __str__(self) -> str:
        return f"{self.at.isoformat()} {self.key} {self.digest} {self.of} {self.reason}"


def of_subject(subject: UUID) -> str:
    """What is hashed in place of an address; none has a space in it, so the two are never taken for each other."""
    return f"subject {subject.hex}"


def write(subscriber: Subscriber, reason: SuppressedAddress.Reason) -> None:
    """Appends the lines of this reader and waits until they are on the disk. Raises OSError if that fails.

    Of somebody who was no reader there is an address alone.
    """
    now = timezone.now()
    said = {ADDRESS: subscriber.email}
    if subscriber.pk:
        said[SUBJECT] = of_subject(subscriber.subject)
    notes = [
        Note(now, key, digest, of, reason.value)
        for of, what in said.items()
        for digest, key in suppression.digests(what)[:1]
    ]
    _append(Path(settings.ERASURES_FILE), "".join(f"{note}\n" for note in notes).encode())


def _append(path: Path, lines: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    is_new = not path.exists()
    handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.fchmod(handle, 0o600)
        # A line that was torn off by a power cut must not swallow the next one.
        os.write(handle, lines if _ends_whole(handle) else b"\n" + lines)
        os.fsync(handle)
    finally:
        os.close(handle)
    if is_new:
        _sync_folder(path.parent)


def _ends_whole(handle: int) -> bool:
    size = os.fstat(handle).st_size
    return size == 0 or os.pread(handle, 1, size - 1) == b"\n"


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read(path: Path) -> Iterator[Note | None]:
    """The lines of the file, one at a time; None for one that cannot be read. Raises OSError."""
    with path.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            if line.strip():
                yield _note(line.split())


def _note(words: list[str]) -> Note | None:
    try:
        at, key, digest, of, reason = words
        if of not in (ADDRESS, SUBJECT) or len(bytes.fromhex(digest)) != 32:
            return None
        moment = datetime.fromisoformat(at)
        return Note(moment, key, digest, of, SuppressedAddress.Reason(reason).value) if moment.tzinfo else None
    except ValueError:
        return None
