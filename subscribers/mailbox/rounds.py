"""Reading the mailbox: each message once, and none that stops the rest."""

import imaplib
import logging
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from . import unsubscribing
from .boxes import Box, Gone, NotUsable
from .opening import open_box

log = logging.getLogger(__name__)

HANDLED, UNKNOWN = "Pollenpost-Handled", "Pollenpost-Unknown"
# What was handled is kept for so long, should somebody ask what became of a mail.
KEPT = timedelta(days=30)
MOST_MESSAGES = 200
MOST_SECONDS = 40

# Each says whether the message was its business; the first that says yes is the last that is asked.
HANDLERS: list[Callable[[EmailMessage], bool]] = [unsubscribing.handle]


def read_mailbox() -> Counter[str]:
    """One pass over what has come; how many messages went into which folder. Does nothing without a mailbox.

    A message is moved when it was handled: one that a pass breaks off at is met again, and asks for nothing new.
    """
    filed: Counter[str] = Counter()
    if not settings.MAILBOX_URL:
        return filed
    try:
        with open_box(settings.MAILBOX_URL) as box:
            _read(box, filed)
            box.forget(HANDLED, timezone.now() - KEPT)
    except NotUsable as error:
        log.error("The mailbox cannot be read. %s", error)
    except (OSError, imaplib.IMAP4.error) as error:
        log.warning("The mailbox could not be read to the end: %s", type(error).__name__)
    if filed:
        log.info("Mailbox: %s handled, %s unknown.", filed[HANDLED], filed[UNKNOWN])
    return filed


def _read(box: Box, filed: Counter[str]) -> None:
    end = time.monotonic() + MOST_SECONDS
    for key in box.keys(MOST_MESSAGES):
        if time.monotonic() > end:
            return
        try:
            folder = HANDLED if _handle(box.read(key)) else UNKNOWN
            box.move(key, folder)
        except Gone:
            continue
        except imaplib.IMAP4.abort:
            # The connection is lost; the rest waits for the next pass.
            raise
        except (OSError, imaplib.IMAP4.error) as error:
            log.warning("A message in the mailbox could not be read or moved: %s", type(error).__name__)
            continue
        filed[folder] += 1


def _handle(raw: bytes) -> bool:
    """A message that nobody can read is nobody's business; it is put aside like one that nobody knows."""
    try:
        message = message_from_bytes(raw, policy=policy.default)
        return any(handle(message) for handle in HANDLERS)
    except DatabaseError:
        # Says nothing about the message, which stays where it is for the next pass.
        raise
    except Exception as error:
        log.warning("A message in the mailbox could not be understood: %s", type(error).__name__)
        return False
