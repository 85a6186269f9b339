"""What a mailbox must be able to do."""

from datetime import datetime
from typing import Protocol

# So much of a message is read: its headers and its words, but not what somebody attached.
MOST_OCTETS = 256 * 1024


class NotUsable(Exception):
    """The address of the mailbox cannot be understood or opened; says what to do, and never the password."""


class Gone(Exception):
    """The message was taken away meanwhile, by somebody who reads the same mailbox."""


class Box(Protocol):
    def keys(self, most: int) -> list[str]:
        """The messages that came in, oldest first, this many at most."""

    def read(self, key: str) -> bytes:
        """The beginning of a message, MOST_OCTETS at most. Raises Gone."""

    def move(self, key: str, folder: str) -> None:
        """Puts a message into a folder beside the inbox, which is made if need be. Raises Gone."""

    def forget(self, folder: str, before: datetime) -> None:
        """Deletes what was put into this folder, or came, before that moment."""
