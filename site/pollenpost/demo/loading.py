"""The demo's contents, in the order in which they need each other. A step whose things are there is left out."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from desk.models import Case
from editorial.models import ReadablePage
from newsletters.models import Edition
from pollenpost.demo import cases, editions, house, pictures, readers, reading
from subscribers.models import Subscriber

Say = Callable[[str], object]
# RFC 2606: nobody can have an address below it, so the demo's letters reach nobody.
DEMO_DOMAIN = "example.org"


class RealReaders(Exception):
    """The database has readers who are not of the demo: nothing is mixed with them or sent to them."""


@dataclass(frozen=True)
class Size:
    readers: int = 300
    pictures: bool = True


@dataclass(frozen=True)
class Step:
    name: str
    there: Callable[[], bool]
    load: Callable[[Size], str]


STEPS = [
    Step("Content", ReadablePage.objects.exists, lambda size: house.load()),
    Step("Pictures", pictures.there, lambda size: pictures.load() if size.pictures else "left out"),
    Step("Readers", Subscriber.objects.exists, lambda size: readers.load(size.readers)),
    Step("Reading history", reading.there, lambda size: reading.load()),
    Step("Cases", Case.objects.exists, lambda size: cases.load()),
    Step("Editions", Edition.objects.exists, lambda size: editions.load()),
]


def is_loaded() -> bool:
    """Whether the last step was done once; what somebody deleted since is not brought back."""
    return STEPS[-1].there()


def load(size: Size, say: Say = lambda line: None) -> None:
    """Raises RealReaders. Each step is one transaction, so that an interrupted run can be continued."""
    if Subscriber.objects.exclude(email__iendswith=f"@{DEMO_DOMAIN}").exists():
        raise RealReaders
    for step in STEPS:
        if step.there():
            say(f"{step.name}: already there, kept")
            continue
        with transaction.atomic():
            done = step.load(size)
        say(f"{step.name}: {done}")
