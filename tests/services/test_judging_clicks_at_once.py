"""Two judges at the same moment, on a database that really does two things at once."""

from datetime import timedelta
from threading import Barrier, Thread

from django.db import connection
from django.utils import timezone

from newsletters.models import ClickCount, Delivery, HeldClick
from newsletters.services import clicks
from pollen.models import Grain
from pollen.services import gathering
from tests.factories import EditionFactory, StoryPageFactory, SubscriberFactory

READERS = 12
JUDGES = 4


def test_many_judges_at_once_count_each_click_once(newsletter):
    story = StoryPageFactory()
    edition = EditionFactory(newsletter=newsletter)
    then = timezone.now() - timedelta(minutes=5)
    for number in range(READERS):
        reader = SubscriberFactory(email=f"reader{number}@example.org", consents=["brief", "pollen"])
        delivery = Delivery.objects.create(edition=edition, subscriber=reader, state="sent")
        HeldClick.objects.create(delivery=delivery, readable=story, at=then)
    begin, complaints = Barrier(JUDGES), []

    def judge():
        try:
            begin.wait()
            clicks.judge()
        except Exception as error:
            complaints.append(error)
        finally:
            connection.close()

    threads = [Thread(target=judge) for _judge in range(JUDGES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # What one judge met busy is left for the next time.
    clicks.judge()
    assert not complaints
    assert ClickCount.objects.get().count == READERS
    assert Grain.objects.count() == READERS
    assert not HeldClick.objects.exists()


def test_a_reading_that_is_reported_and_a_judgement_do_not_wait_for_each_other(newsletter):
    """Both note grains of the same reader. Taken in different orders, their locks would stop both."""
    pages = [StoryPageFactory() for _page in range(8)]
    edition = EditionFactory(newsletter=newsletter)
    reader = SubscriberFactory(email="ada@example.org", consents=["brief", "pollen"])
    delivery = Delivery.objects.create(edition=edition, subscriber=reader, state="sent")
    begin, complaints = Barrier(2), []

    def reading():
        try:
            begin.wait()
            for page in pages * 5:
                gathering.record(reader, page, Grain.Kind.READ)
        except Exception as error:
            complaints.append(error)
        finally:
            connection.close()

    def judging():
        try:
            begin.wait()
            for number, page in enumerate(pages):
                then = timezone.now() - timedelta(minutes=5 + number)
                HeldClick.objects.create(delivery=delivery, readable=page, at=then)
                clicks.judge()
        except Exception as error:
            complaints.append(error)
        finally:
            connection.close()

    threads = [Thread(target=reading), Thread(target=judging)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    clicks.judge()
    assert not complaints
    assert ClickCount.objects.get().count == len(pages)
