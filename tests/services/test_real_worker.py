"""The way of an edition with a worker in a process of its own, a real broker, PostgreSQL and SMTP."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from newsletters.models import Delivery, Edition
from pollen.models import Grain
from pollen.services import folding, gathering
from subscribers.services import consent
from tests import factories
from tests.services.sink import Sink
from tests.services.worker import Workers, wait_until

TOPICS = ["Datenschutz", "Kundenwert", "Führung", "Handwerk"]
READERS = 60
State = Delivery.State


@pytest.fixture
def sink():
    return Sink()


@pytest.fixture
def workers(sink, tmp_path):
    assert connection.vendor == "postgresql"
    controller = sink.start()
    workers = Workers(controller.port, tmp_path)
    yield workers
    workers.close()
    controller.stop()


@pytest.fixture
def pages(home):
    return {
        topic: [factories.StoryPageFactory(title=f"{topic} {n}", topics=[topic]) for n in range(3)]
        for topic in TOPICS
    }


@pytest.fixture
def readers(newsletter, pages):
    """Every second agreed to pollen, too, and has read a piece about a topic of theirs."""
    readers = []
    for n in range(READERS):
        consents = ["brief", "pollen"] if n % 2 else ["brief"]
        reader = factories.SubscriberFactory(email=f"reader{n}@example.org", consents=consents)
        gathering.record(reader, pages[TOPICS[n // 2 % len(TOPICS)]][0], Grain.Kind.READ)
        readers.append(reader)
    folding.fold()
    return readers


@pytest.fixture
def edition(newsletter, readers):
    return factories.EditionFactory(
        newsletter=newsletter, state=Edition.State.SCHEDULED, scheduled_for=timezone.now(), free_places=2
    )


def is_sent(edition) -> bool:
    edition.refresh_from_db()
    return edition.state == Edition.State.SENT


def test_every_consenting_reader_gets_exactly_one_letter_of_their_own(edition, readers, sink, workers):
    gone, here = readers[0], readers[1:]
    consent.withdraw(gone.subject, edition.newsletter.purpose)
    workers.start()

    workers.send("newsletters.tasks.dispatch_due_editions")
    wait_until(lambda: is_sent(edition), workers)

    assert sink.letters_per_reader == dict.fromkeys((reader.email for reader in here), 1)
    letters = dict(sink.letters)
    for letter in letters.values():
        # A long header is folded, so it may begin on the next line.
        assert letter["List-Unsubscribe"].strip().startswith("<http")
        assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert len({letter["List-Unsubscribe"] for letter in letters.values()}) == len(here)
    assert len({letter["Message-ID"] for letter in letters.values()}) == len(here)
    first, other = (letters[readers[n].email].get_body(["plain"]).get_content() for n in (1, 3))
    assert "Datenschutz 1" in first
    assert "Kundenwert 1" in other

    for _again in range(2):
        workers.send("newsletters.tasks.dispatch_due_editions")
        workers.send("newsletters.tasks.prepare_edition", edition.pk)
        workers.send("newsletters.tasks.deliver_batch", edition.pk)
        workers.send("newsletters.tasks.sweep_deliveries")
    workers.finish()

    assert len(sink.letters) == len(here)
    assert set(edition.deliveries.values_list("state", flat=True)) == {State.SENT}


def test_a_worker_that_is_killed_leaves_no_reader_with_two_letters(edition, readers, sink, workers):
    sink.delay = 0.1
    workers.start()
    workers.send("newsletters.tasks.dispatch_due_editions")
    wait_until(lambda: len(sink.letters) >= 8, workers)
    workers.kill()
    in_flight = set(edition.deliveries.filter(state=State.SENDING).values_list("pk", flat=True))
    assert in_flight
    assert edition.deliveries.filter(state=State.SENT).exists()

    # An hour later the claims are old, and nobody has been at work since.
    edition.deliveries.filter(claimed_at__isnull=False).update(claimed_at=timezone.now() - timedelta(hours=1))
    sink.delay = 0
    workers.start()
    workers.send("newsletters.tasks.sweep_deliveries")
    wait_until(lambda: is_sent(edition), workers)
    workers.send("newsletters.tasks.sweep_deliveries")
    workers.finish()

    assert set(edition.deliveries.filter(state=State.UNCERTAIN).values_list("pk", flat=True)) == in_flight
    assert edition.deliveries.exclude(pk__in=in_flight).filter(state=State.SENT).count() == READERS - len(
        in_flight
    )
    assert max(sink.letters_per_reader.values()) == 1
    sent = edition.deliveries.filter(state=State.SENT).values_list("subscriber__email", flat=True)
    assert set(sent) <= set(sink.letters_per_reader)
