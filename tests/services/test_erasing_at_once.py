"""Erasures while readers click, grains are folded and letters leave, on a database that does it all at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

from django.db import IntegrityError, connection

from newsletters.models import Delivery, Edition
from newsletters.services import sending
from pollen.models import Grain, Interest
from pollen.services import folding, gathering
from subscribers.models import Subscriber, SuppressedAddress
from subscribers.services import erasure, verifying
from tests.factories import EditionFactory, StoryPageFactory, SubscriberFactory

READERS = 15


def in_a_thread(work, *arguments):
    """Each thread has a connection of its own."""
    try:
        return work(*arguments)
    finally:
        connection.close()


def test_readers_are_erased_while_everything_goes_on(newsletter, settings, tmp_path, mailoutbox):
    settings.ERASURES_FILE = tmp_path / "erasures.log"
    settings.OUTBOX_DIR = tmp_path / "outbox"
    stories = [StoryPageFactory(topics=["Recht", "Preise"]) for _ in range(3)]
    readers = [SubscriberFactory(consents=["brief", "pollen"]) for _ in range(READERS)]
    edition = EditionFactory(newsletter=newsletter, state=Edition.State.PREPARING, pins=stories)
    sending.prepare(edition.pk)
    over = Event()

    def click():
        while not over.is_set():
            for reader in readers:
                for story in stories:
                    try:
                        gathering.record(reader, story, Grain.Kind.READ)
                    except IntegrityError:
                        raise AssertionError("A grain was recorded of somebody who is gone.") from None

    def fold():
        while not over.is_set():
            folding.fold(most=20)

    def deliver():
        while sending.deliver_batch(edition.pk):
            pass

    with ThreadPoolExecutor(6) as pool:
        busy = [pool.submit(in_a_thread, work) for work in (click, fold, fold, deliver)]
        try:
            erased = list(pool.map(lambda reader: in_a_thread(erasure.erase, reader, "test", False), readers))
        finally:
            over.set()
        for work in busy:
            work.result()
    assert all(said["erased"] for said in erased)
    for model in (Subscriber, Grain, Interest, Delivery):
        assert not model.objects.exists(), model
    assert SuppressedAddress.objects.count() == READERS
    assert len(settings.ERASURES_FILE.read_text().splitlines()) == 2 * READERS
    assert verifying.verify().sound
