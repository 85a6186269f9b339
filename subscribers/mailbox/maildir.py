import mailbox
from datetime import datetime
from pathlib import Path

from .boxes import MOST_OCTETS, Gone, NotUsable


class MaildirBox:
    """A Maildir on this machine: a file a message, in new/ or cur/; folders begin with a dot (Maildir++)."""

    def __init__(self, path: Path) -> None:
        try:
            self.maildir = mailbox.Maildir(path, create=False)
        except mailbox.NoSuchMailboxError as error:
            raise NotUsable("There is no Maildir at the path that MAILBOX_URL names.") from error
        self.path = path

    def keys(self, most: int) -> list[str]:
        files = [file for name in ("new", "cur") for file in (self.path / name).glob("[!.]*")]
        # Names begin with the second of delivery.
        return [str(file.relative_to(self.path)) for file in sorted(files, key=lambda file: file.name)[:most]]

    def read(self, key: str) -> bytes:
        try:
            with (self.path / key).open("rb") as file:
                return file.read(MOST_OCTETS)
        except FileNotFoundError as error:
            raise Gone from error

    def move(self, key: str, folder: str) -> None:
        self.maildir.add_folder(folder)
        file = self.path / key
        unique = file.name.partition(":")[0]
        try:
            file.rename(self._folder(folder) / "cur" / f"{unique}:2,S")
        except FileNotFoundError as error:
            raise Gone from error

    def forget(self, folder: str, before: datetime) -> None:
        for file in (self._folder(folder) / "cur").glob("*"):
            # A file that is moved keeps the moment of its content and gets a new one of its place.
            if file.stat().st_ctime < before.timestamp():
                file.unlink(missing_ok=True)

    def _folder(self, folder: str) -> Path:
        return self.path / f".{folder}"
