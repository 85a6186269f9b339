"""One attempt at a mail whose row notes what became of it: for every mail but the letters of an edition.

Whoever sends claims the row first, by an update that only one worker wins. What a claim is, and whether one that a
dead worker left behind ends, is the row's own affair.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from enum import Enum, auto
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone

from subscribers import mail

log = logging.getLogger(__name__)

# Longer than one mail can take (EMAIL_TIMEOUT holds for each of a dozen steps): after that its worker is dead.
CLAIM = timedelta(minutes=10)
FIRST_WAIT = timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=12)


# What passes by itself, or as soon as the publisher completes the imprint.
_PASSING = (mail.MailDeferred, mail.ImprintIncomplete)


class Fate(Enum):
    """What became of a mail."""

    LEFT = auto()
    #: For good; what follows is the caller's to note.
    REFUSED = auto()
    #: The row is due again later.
    WAITS = auto()


def wait_after(attempts: int) -> timedelta:
    """How long to wait after this attempt, if there were so many before it: twice as long each time."""
    # Twelve doublings are beyond the longest wait, and no power of two overflows.
    return min(FIRST_WAIT * 2 ** min(attempts, 12), LONGEST_WAIT)


def attempt(
    send: Callable[[], object],
    mine: QuerySet[Any],
    attempts: int,
    name: str,
    passing: tuple[type[Exception], ...] = _PASSING,
    **back: Any,
) -> Fate:
    """Sends, and puts the row off if the mail could not be handed over; `attempts` is how many there were before.

    `mine` is the claimed row, and no row any more if another worker has claimed it meanwhile; `back` are further
    values that give the claim back. `name` stands in the log and names no person. What is not among the `passing`
    errors puts the row off as well, and is raised.
    """
    try:
        send()
    except mail.MailRefused as error:
        log.warning("The mail %s was refused for good: %s", name, error)
        mine.update(attempts=F("attempts") + 1)
        return Fate.REFUSED
    except passing as error:
        log.info("The mail %s waits: %s", name, error or type(error).__name__)
        _put_off(mine, attempts, back)
        return Fate.WAITS
    except Exception:
        _put_off(mine, attempts, back)
        raise
    return Fate.LEFT


def _put_off(mine: QuerySet[Any], attempts: int, back: dict[str, Any]) -> None:
    mine.update(attempts=F("attempts") + 1, due_at=timezone.now() + wait_after(attempts), **back)
