"""Grains, withdrawals and foldings at the same moment, on a database that really does several things at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from django.db import connection, transaction
from django.db.models import Sum

from pollen.models import Grain, Interest
from pollen.services import acting, folding, noting
from pollen.services.planned import Planned
from subscribers.models import Purpose
from subscribers.services import consent
from tests.factories import StoryPageFactory, SubscriberFactory

Kind = Grain.Kind
# Seconds: long enough for somebody who need not wait to be done.
A_MOMENT = 0.5
SOON = 10


@pytest.fixture
def story(home):
    return StoryPageFactory(topics=["Recht"])


@pytest.fixture
def pollen(ada):
    return Purpose.objects.get(key=Purpose.POLLEN)


@pytest.fixture
def pool():
    with ThreadPoolExecutor(4) as pool:
        yield pool


@pytest.fixture(params=["planned", "each time anew"])
def plans(request, monkeypatch):
    """A pooler between us and the database may keep no plans; everything holds there as well."""
    if request.param != "planned":
        monkeypatch.setattr(Planned, "execute", lambda *_: False)


def beside(pool, work, *arguments):
    """In a connection of its own."""

    def at_work():
        try:
            return work(*arguments)
        finally:
            connection.close()

    return pool.submit(at_work)


def waits(future):
    try:
        future.result(A_MOMENT)
    except TimeoutError:
        return True
    return False


def note(reader, story, kind=Kind.READ):
    return noting.note(reader.subject, story.pk, kind)


def test_a_beacon_that_meets_a_withdrawal_comes_after_it(ada, pollen, story, pool, plans):
    with transaction.atomic():
        consent.withdraw(ada.subject, pollen)
        noted = beside(pool, note, ada, story)
        assert waits(noted)
    assert noted.result(SOON) is False
    assert not Grain.objects.exists()


def test_a_beacon_that_meets_a_new_consent_counts(bruno, pollen, story, pool, plans):
    with transaction.atomic():
        consent.grant(bruno.subject, pollen.wording("de"))
        noted = beside(pool, note, bruno, story)
        assert waits(noted)
    assert noted.result(SOON) is True


def test_a_withdrawal_that_meets_a_beacon_deletes_its_grain(ada, pollen, story, pool):
    with transaction.atomic():
        assert note(ada, story)
        withdrawn = beside(pool, consent.withdraw, ada.subject, pollen)
        assert waits(withdrawn)
    withdrawn.result(SOON)
    assert not Grain.objects.exists()


def test_beacons_and_withdrawals_in_a_throng_leave_nothing_behind(ada, pollen, pool, home, plans):
    stories = [StoryPageFactory() for _ in range(40)]
    over = Event()

    def read_on():
        while not over.is_set():
            for story in stories:
                note(ada, story)

    reading = [beside(pool, read_on) for _ in range(2)]
    folding_on = beside(pool, lambda: [folding.fold(most=10) for _ in iter(over.is_set, True)])
    try:
        for _round in range(15):
            with transaction.atomic():
                consent.withdraw(ada.subject, pollen)
            assert not Grain.objects.exists()
            assert not Interest.objects.exists()
            consent.grant(ada.subject, pollen.wording("de"))
    finally:
        over.set()
    for work in [*reading, folding_on]:
        work.result(SOON)


def test_a_beacon_does_not_wait_for_a_folding(ada, story, home, pool, plans):
    note(ada, StoryPageFactory(topics=["Recht"]))
    with transaction.atomic():
        assert folding.fold() == 1
        assert not waits(beside(pool, note, ada, story))


def test_two_tabs_that_are_closed_at_once_count_as_one_reading(ada, home, pool, plans):
    stories = [StoryPageFactory() for _ in range(60)]
    ready = Barrier(2)

    def close(kind):
        for story in stories:
            ready.wait(SOON)
            note(ada, story, kind)

    tabs = [beside(pool, close, kind) for kind in (Kind.VISIT, Kind.READ)]
    for tab in tabs:
        tab.result(3 * SOON)
    weights = Grain.objects.values("readable").annotate(total=Sum("weight")).values_list("total", flat=True)
    assert list(weights) == [pytest.approx(1.0)] * len(stories)


def test_a_button_that_meets_a_beacon_of_the_same_reader_is_done_and_the_beacon_after_it(ada, story, pool, plans):
    with transaction.atomic():
        consent.lock(ada.subject)
        noted = beside(pool, note, ada, story)
        assert waits(noted)
        # Whoever waits here has met what waits for them: PostgreSQL would end one of both after a second.
        connection.cursor().execute("SET LOCAL lock_timeout = '500ms'")
        assert acting.save(ada, story)
    assert noted.result(SOON) is True
    assert set(Grain.objects.values_list("kind", flat=True)) == {Kind.READ, Kind.SAVED}


def test_buttons_and_beacons_of_the_same_reader_in_a_throng_lock_nobody_out(ada, home, pool, plans):
    stories = [StoryPageFactory() for _ in range(60)]
    ready = Barrier(4)

    def do(what):
        for story in stories:
            ready.wait(SOON)
            assert what(ada, story)

    at_work = [beside(pool, do, what) for what in (acting.save, acting.share, note, acting.save)]
    for work in at_work:
        work.result(3 * SOON)
    assert Grain.objects.count() == 3 * len(stories)


def test_two_foldings_at_once_count_every_grain_once(newsletter, home, pool):
    readers = [SubscriberFactory(consents=["pollen"]) for _ in range(20)]
    stories = [StoryPageFactory(topics=["Recht"]) for _ in range(10)]
    for reader in readers:
        for story in stories:
            note(reader, story)
    workers = [beside(pool, lambda: [folding.fold(most=15) for _ in range(20)]) for _ in range(3)]
    for work in workers:
        work.result(3 * SOON)
    while folding.fold():
        pass
    found = list(Interest.objects.values_list("lasting", flat=True))
    assert found == [pytest.approx(len(stories), rel=1e-3)] * len(readers)
    assert not Grain.objects.unfolded().exists()
