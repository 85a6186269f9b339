"""What the tests of sending share: taking an edition through, and looking at what became of it."""

import re
from datetime import UTC, datetime

import time_machine
from django.utils import timezone

from newsletters.models import Edition
from newsletters.services import digests, sending
from tests.factories import StoryPageFactory


def send(edition):
    for _batch in range(sending.prepare(edition.pk)):
        sending.deliver_batch(edition.pk)
    edition.refresh_from_db()


def states(edition):
    return dict(edition.deliveries.values_list("subscriber__email", "state"))


def at(day, hour=8, month=6):
    """A moment of 2026 in Berlin's summer time, from two o'clock on."""
    return time_machine.travel(datetime(2026, month, day, hour - 2, tzinfo=UTC), tick=False)


def send_digests():
    """What beat and the worker do when the digests' hour has come; the digests that were made."""
    made = [Edition.objects.get(pk=pk) for pk in digests.make_due()]
    for pk in sending.start_due():
        send(Edition.objects.get(pk=pk))
    return made


def story(title):
    """A story that is published today, whatever day that is."""
    return StoryPageFactory(title=title, published_on=timezone.localdate())


def letters(outbox, address):
    return [letter for letter in outbox if letter.to == [address]]


def titles(letter):
    """The headlines of a letter, in its order."""
    return re.findall(r"^-{20,}\n.*\n(.+)$", letter.body, re.M)


def change(reader, **fields):
    for name, value in fields.items():
        setattr(reader, name, value)
    reader.save()
