"""Which kind of mailbox an address means."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

from .boxes import Box, NotUsable
from .imap import ImapBox
from .maildir import MaildirBox

HOW_TO_NAME_ONE = "MAILBOX_URL must be maildir:///path, imap://user:password@host/INBOX or the same with imaps."


def may_be_one(url: str) -> bool:
    parts = urlsplit(url)
    return (
        bool(parts.path)
        if parts.scheme == "maildir"
        else parts.scheme in ("imap", "imaps") and bool(parts.hostname)
    )


@contextmanager
def open_box(url: str) -> Iterator[Box]:
    """maildir:///path, imap://user:password@host:143/INBOX or imaps://…; raises NotUsable."""
    if not may_be_one(url):
        raise NotUsable(HOW_TO_NAME_ONE)
    parts = urlsplit(url)
    if parts.scheme == "maildir":
        yield MaildirBox(Path(unquote(parts.path)))
        return
    box = ImapBox.connect(
        parts.hostname or "",
        parts.port,
        tls=parts.scheme == "imaps",
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        inbox=unquote(parts.path.strip("/")) or "INBOX",
    )
    try:
        yield box
    finally:
        box.close()
