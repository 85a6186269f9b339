"""A small IMAP server (as much of IMAP4rev1, RFC 3501, as a reader of a mailbox needs) on a port of its own.

Its folders are lists of messages in memory. `abilities` says which extensions it has: without MOVE and UIDPLUS it
is as old as they come.
"""

import re
import socketserver
import threading
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import quote

from django.utils import timezone

USER, PASSWORD = "bounces@example.org", 'it\'s "quoted"'


@dataclass
class Message:
    uid: int
    raw: bytes
    flags: set[str] = field(default_factory=set)
    came: date = field(default_factory=timezone.localdate)


class ImapServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, abilities=("MOVE", "UIDPLUS"), below_the_inbox=False):
        super().__init__(("127.0.0.1", 0), Session)
        self.abilities, self.below_the_inbox = abilities, below_the_inbox
        self.folders: dict[str, list[Message]] = {"INBOX": []}
        self.refused: set[int] = set()
        self.uids = 0

    def __enter__(self):
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_error):
        self.shutdown()
        self.server_close()

    def url(self, password=PASSWORD):
        return f"imap://{quote(USER)}:{quote(password)}@127.0.0.1:{self.server_address[1]}/INBOX"

    def receive(self, raw, folder="INBOX", **fields):
        self.uids += 1
        self.folders.setdefault(folder, []).append(Message(self.uids, raw, **fields))
        return self.uids

    def subjects(self, folder):
        messages = [message for message in self.folders.get(folder, []) if "\\Deleted" not in message.flags]
        return [re.search(rb"^Subject: (.*?)\r?$", message.raw, re.M)[1].decode() for message in messages]


class Session(socketserver.StreamRequestHandler):
    def handle(self):
        self.folder = None
        self.say(f"* OK [CAPABILITY {self.capabilities()}] ready")
        while line := self.rfile.readline():
            tag, command, *rest = line.decode().strip().split(" ", 2)
            arguments = rest[0] if rest else ""
            answer = getattr(self, f"do_{command.lower()}")(arguments)
            self.say(f"{tag} {answer}")
            if command.upper() == "LOGOUT":
                return

    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())

    def capabilities(self):
        return " ".join(["IMAP4rev1", *self.server.abilities])

    def do_capability(self, _arguments):
        self.say(f"* CAPABILITY {self.capabilities()}")
        return "OK done"

    def do_login(self, arguments):
        user, _space, password = arguments.partition(" ")
        known = unquoted(user) == USER and unquoted(password) == PASSWORD
        return "OK welcome" if known else f"NO the password {arguments} is wrong"

    def do_select(self, arguments):
        if unquoted(arguments) not in self.server.folders:
            return "NO no such folder"
        self.folder = self.server.folders[unquoted(arguments)]
        self.say(f"* {len(self.folder)} EXISTS")
        return "OK [READ-WRITE] selected"

    def do_create(self, arguments):
        name = unquoted(arguments)
        if name in self.server.folders or (self.server.below_the_inbox and not name.startswith("INBOX.")):
            return "NO cannot"
        self.server.folders[name] = []
        return "OK made"

    def do_status(self, arguments):
        name = unquoted(arguments.rpartition(" ")[0])
        if name not in self.server.folders:
            return "NO no such folder"
        self.say(f'* STATUS "{name}" (MESSAGES {len(self.server.folders[name])})')
        return "OK done"

    def do_list(self, _arguments):
        self.say('* LIST (\\Noselect) "." ""')
        return "OK done"

    def do_logout(self, _arguments):
        self.say("* BYE")
        return "OK bye"

    def do_uid(self, arguments):
        command, _space, rest = arguments.partition(" ")
        return getattr(self, f"uid_{command.lower()}")(rest)

    def uid_search(self, arguments):
        before = re.search(r"BEFORE (\d+)-(\w{3})-(\d{4})", arguments)
        found = [message for message in self.folder if "\\Deleted" not in message.flags]
        if before:
            months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
            day = date(int(before[3]), months.index(before[2]) + 1, int(before[1]))
            found = [message for message in found if message.came < day]
        self.say("* SEARCH " + " ".join(str(message.uid) for message in found))
        return "OK done"

    def uid_fetch(self, arguments):
        uid, most = re.fullmatch(r"(\d+) \(BODY\.PEEK\[\]<0\.(\d+)>\)", arguments).groups()
        for place, message in enumerate(self.folder, 1):
            if message.uid == int(uid):
                part = message.raw[: int(most)]
                self.wfile.write(f"* {place} FETCH (UID {uid} BODY[]<0> {{{len(part)}}}\r\n".encode())
                self.wfile.write(part + b")\r\n")
        return "OK done"

    def uid_move(self, arguments):
        answer = self.uid_copy(arguments)
        if answer.startswith("OK"):
            self.folder[:] = [message for message in self.folder if message.uid != int(arguments.split()[0])]
        return answer

    def uid_copy(self, arguments):
        uid, _space, name = arguments.partition(" ")
        if int(uid) in self.server.refused or unquoted(name) not in self.server.folders:
            return "NO [TRYCREATE] cannot"
        for message in list(self.folder):
            if message.uid == int(uid):
                self.server.receive(message.raw, unquoted(name))
        return "OK done"

    def uid_store(self, arguments):
        uids, _flags = arguments.split(" ", 1)
        for message in self.folder:
            if str(message.uid) in uids.split(","):
                message.flags.add("\\Deleted")
        return "OK done"

    def uid_expunge(self, arguments):
        uids = arguments.split(",")
        self.folder[:] = [message for message in self.folder if str(message.uid) not in uids]
        return "OK done"


def unquoted(argument):
    quoted = re.fullmatch(r'"(.*)"', argument.strip())
    return re.sub(r"\\(.)", r"\1", quoted[1]) if quoted else argument.strip()
