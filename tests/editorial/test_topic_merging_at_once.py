"""Merging while others work on the same topics. Only PostgreSQL lets two transactions write at a time."""

from datetime import timedelta
from threading import Event, Thread

import pytest
from django.db import connection
from django.utils import timezone

from editorial.models import Topic
from editorial.services import merging
from editorial.signals import topic_merged
from pollen.models import Grain, Interest
from pollen.services import folding, gathering
from tests import factories
from tests.ground import empty_ledger, lay_ground

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="One writer at a time"),
]


@pytest.fixture(autouse=True)
def _ground(transactional_db):
    lay_ground()
    yield
    empty_ledger()


def beside(work):
    """Runs in a connection of its own; what it raised is in the list."""
    raised = []

    def run():
        try:
            work()
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    return thread, raised


def test_two_mergings_of_the_same_two_topics_leave_one(home):
    one, other = factories.TopicFactory(label_de="Treue"), factories.TopicFactory(label_de="Bindung")
    pairs = [beside(lambda: merging.merge(one, other)), beside(lambda: merging.merge(other, one))]
    for thread, _raised in pairs:
        thread.join()
    assert Topic.objects.count() == 1
    [refused] = [error for _thread, raised in pairs for error in raised]
    assert isinstance(refused, merging.CannotMerge)


def test_a_folding_that_meets_a_merging_loses_no_grain(newsletter):
    reader = factories.SubscriberFactory(email="ada@example.org", consents=["brief", "pollen"])
    source, target = factories.TopicFactory(label_de="Treue"), factories.TopicFactory(label_de="Bindung")
    Interest.objects.create(subscriber=reader, topic=source, acute=1, lasting=1, as_of=timezone.now())
    story = factories.StoryPageFactory(topics=[source])
    gathering.record(reader, story, Grain.Kind.READ, timezone.now() - timedelta(minutes=1))
    moved, folding_began = Event(), Event()

    def wait(**_):
        # Interests have changed over in this transaction; the folding still sees the topic they had.
        moved.set()
        folding_began.wait(5)

    topic_merged.connect(wait)
    try:
        merging_thread, not_merged = beside(lambda: merging.merge(source, target))
        moved.wait(5)
        folding_thread, not_folded = beside(folding.fold)
        folding_thread.join(1)
        folding_began.set()
        merging_thread.join()
        folding_thread.join()
    finally:
        topic_merged.disconnect(wait)
    assert not not_merged
    if not_folded:
        assert Grain.objects.unfolded().count() == 1
        folding.fold()
    [interest] = Interest.objects.all()
    assert interest.topic == target
    assert interest.lasting == pytest.approx(2, rel=1e-2)
