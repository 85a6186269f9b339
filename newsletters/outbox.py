"""The outbox: where mail goes while no mail server is named. A folder with one .eml file a message."""

import itertools
import os
import re
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.utils import getaddresses
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage as DjangoMessage

_counter = itertools.count()
_NAME = re.compile(r"\d+-\d+-\d+")


class OutboxBackend(BaseEmailBackend):
    """Django's mail backend that writes each message whole or not at all into settings.OUTBOX_DIR."""

    def send_messages(self, email_messages: Sequence[DjangoMessage]) -> int:
        folder = Path(settings.OUTBOX_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{time.time_ns()}-{os.getpid()}-{next(_counter)}"
            unfinished = folder / f"{name}.part"
            unfinished.write_bytes(message.message().as_bytes(linesep="\r\n"))
            unfinished.rename(folder / f"{name}.eml")
        return len(email_messages)


@dataclass(frozen=True)
class Mail:
    """One message of the outbox, read back. `name` is its file's name without the ending."""

    name: str
    message: EmailMessage

    @property
    def html(self) -> str:
        return self._part("html")

    @property
    def text(self) -> str:
        return self._part("plain")

    def _part(self, kind: str) -> str:
        body = self.message.get_body(preferencelist=(kind,))
        return body.get_content() if body else ""

    @property
    def headers(self) -> list[tuple[str, str]]:
        return [(name, str(value)) for name, value in self.message.items()]


def in_use() -> bool:
    return settings.EMAIL_BACKEND.endswith("OutboxBackend")


def names() -> list[str]:
    """The names of all mails, newest first."""
    return sorted((path.stem for path in Path(settings.OUTBOX_DIR).glob("*.eml")), reverse=True)


def forget(address: str) -> int:
    """Deletes every mail to this address from the folder; how many there were."""
    folder, count = Path(settings.OUTBOX_DIR), 0
    for path in [*folder.glob("*.eml"), *folder.glob("*.part")]:
        # Somebody else may have emptied the outbox meanwhile.
        with suppress(FileNotFoundError):
            if address.lower() in _recipients(path):
                path.unlink()
                count += 1
    return count


def _recipients(path: Path) -> set[str]:
    with path.open("rb") as file:
        headers = BytesHeaderParser(policy=policy.compat32).parse(file)
    fields = [str(value) for name in ("To", "Cc") for value in headers.get_all(name, [])]
    return {found.lower() for _name, found in getaddresses(fields)}


def read(name: str) -> Mail:
    """Raises FileNotFoundError for a name that is not in the outbox, whatever it looks like."""
    if not _NAME.fullmatch(name):
        raise FileNotFoundError(name)
    raw = (Path(settings.OUTBOX_DIR) / f"{name}.eml").read_bytes()
    return Mail(name, message_from_bytes(raw, policy=policy.default))
