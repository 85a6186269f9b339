"""A mail server on this machine that keeps what it gets."""

import asyncio
import logging
import socket
from collections import Counter
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller

# Each command of each letter would be a line in the report of a failed test.
logging.getLogger("mail.log").setLevel(logging.ERROR)


class Sink:
    """`delay`: seconds that each message takes."""

    def __init__(self, delay: float = 0.0) -> None:
        self.delay = delay
        self.letters: list[tuple[str, EmailMessage]] = []

    async def handle_DATA(self, server, session, envelope):
        self.letters.append((envelope.rcpt_tos[0], message_from_bytes(envelope.content, policy=policy.default)))
        await asyncio.sleep(self.delay)
        return "250 OK"

    @property
    def letters_per_reader(self) -> Counter[str]:
        return Counter(recipient for recipient, _message in self.letters)

    def start(self) -> Controller:
        controller = Controller(self, hostname="127.0.0.1", port=free_port())
        controller.start()
        return controller


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
