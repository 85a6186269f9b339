import imaplib
import ssl
from contextlib import suppress
from datetime import datetime
from typing import Any, Self

from .boxes import MOST_OCTETS, Gone, NotUsable

# A password may go to these without encryption, and to no other host.
HERE = {"localhost", "127.0.0.1", "::1"}
TIMEOUT = 30
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


class ImapBox:
    """A mailbox on a server (IMAP4rev1, RFC 3501). Messages are named by their UIDs."""

    def __init__(self, server: imaplib.IMAP4, inbox: str) -> None:
        self.server, self.inbox = server, inbox
        self.folders: dict[str, str] = {}

    @classmethod
    def connect(cls, host: str, port: int | None, *, tls: bool, user: str, password: str, inbox: str) -> Self:
        """Speaks TLS from the beginning (imaps) or, where the server offers it, as soon as it can (imap)."""
        context = ssl.create_default_context()
        server: imaplib.IMAP4
        if tls:
            server = imaplib.IMAP4_SSL(host, port or 993, ssl_context=context, timeout=TIMEOUT)
        else:
            server = imaplib.IMAP4(host, port or 143, timeout=TIMEOUT)
            if "STARTTLS" in server.capabilities:
                server.starttls(context)
            elif host not in HERE:
                server.logout()
                raise NotUsable("The mail server in MAILBOX_URL offers no encryption. Use imaps:// instead.")
        box = cls(server, inbox)
        try:
            server.login(user, password)
            box._select(inbox)
        except imaplib.IMAP4.error as error:
            box.close()
            # What the server answers may repeat what it was told.
            raise NotUsable(
                "The mail server refused the name, the password or the folder in MAILBOX_URL."
            ) from error
        return box

    def close(self) -> None:
        with suppress(OSError, imaplib.IMAP4.error):
            self.server.logout()

    def keys(self, most: int) -> list[str]:
        [found] = self._ask("SEARCH", "UNDELETED")
        return [uid.decode() for uid in (found or b"").split()[:most]]

    def read(self, key: str) -> bytes:
        answer = self._ask("FETCH", key, f"(BODY.PEEK[]<0.{MOST_OCTETS}>)")
        for part in answer:
            if isinstance(part, tuple):
                return bytes(part[1])
        raise Gone

    def move(self, key: str, folder: str) -> None:
        name = self.folders.get(folder) or self._make(folder)
        if "MOVE" in self.server.capabilities:
            self._ask("MOVE", key, _quoted(name))
            return
        self._ask("COPY", key, _quoted(name))
        self._delete(key)

    def forget(self, folder: str, before: datetime) -> None:
        name = self.folders.get(folder) or self._make(folder)
        self._select(name)
        try:
            day = f"{before.day:02}-{_MONTHS[before.month - 1]}-{before.year}"
            [found] = self._ask("SEARCH", "UNDELETED", "BEFORE", day)
            uids = (found or b"").decode().split()
            if uids:
                self._delete(",".join(uids))
        finally:
            self._select(self.inbox)

    def _delete(self, uids: str) -> None:
        """Where the server can, it clears away these and no others (UIDPLUS, RFC 4315); else they stay, marked as
        deleted, until the owner of the mailbox tidies up."""
        self._ask("STORE", uids, "+FLAGS.SILENT", r"(\Deleted)")
        if "UIDPLUS" in self.server.capabilities:
            self._ask("EXPUNGE", uids)

    def _make(self, folder: str) -> str:
        """The folder's name on this server: some keep all folders below the inbox."""
        for name in (folder, f"INBOX{self._delimiter()}{folder}"):
            made, _text = self.server.create(_quoted(name))
            if made == "OK" or self.server.status(_quoted(name), "(MESSAGES)")[0] == "OK":
                self.folders[folder] = name
                return name
        raise NotUsable("The mail server lets no folder be made. Make one by hand, or use another mailbox.")

    def _delimiter(self) -> str:
        _answer, [line, *_more] = self.server.list('""', '""')
        fields = line.split(b'"') if isinstance(line, bytes) else []
        return fields[1].decode() if len(fields) > 1 else "."

    def _select(self, folder: str) -> None:
        answer, _text = self.server.select(_quoted(folder))
        if answer != "OK":
            raise imaplib.IMAP4.error("The folder cannot be opened.")

    def _ask(self, command: str, *arguments: str) -> list[Any]:
        answer, data = self.server.uid(command, *arguments)
        if answer != "OK":
            raise imaplib.IMAP4.error(f"The mail server refused UID {command}.")
        return data


def _quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
