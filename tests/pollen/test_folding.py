"""From grains to interests: the sums are exact, whatever the order, and each grain is in them once."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
import time_machine
from django.utils import timezone

from pollen.models import Grain, Interest
from pollen.services import folding, gains, gathering
from pollen.tasks import fold_grains
from pollen.weights import ACUTE_HALF_LIFE, LASTING_HALF_LIFE, WEIGHTS
from subscribers.models import Purpose, Subscriber
from subscribers.services import consent
from tests.factories import StoryPageFactory

NOW = datetime(2026, 6, 1, 12, 0, 0, 123456, tzinfo=UTC)


@pytest.fixture
def story(home):
    return StoryPageFactory(topics=["Kundenwert", "Vertrauen"])


def read(subscriber, page, days_ago=0.0):
    return gathering.record(subscriber, page, Grain.Kind.READ, timezone.now() - timedelta(days=days_ago))


def test_a_reading_is_shared_among_the_topics_of_the_text(ada, story):
    read(ada, story)
    assert folding.fold() == 1
    interests = Interest.objects.filter(subscriber=ada)
    assert {interest.topic.label_de for interest in interests} == {"Kundenwert", "Vertrauen"}
    assert [interest.lasting for interest in interests] == pytest.approx([0.5**0.5] * 2, rel=1e-3)


def test_a_grain_is_counted_once_however_often_the_task_runs(ada, story):
    read(ada, story)
    assert [folding.fold(), folding.fold(), folding.fold()] == [1, 0, 0]
    assert Interest.objects.first().lasting == pytest.approx(0.5**0.5, rel=1e-3)


def test_an_old_reading_has_faded_by_its_half_life(ada, story):
    read(ada, story, days_ago=ACUTE_HALF_LIFE)
    folding.fold()
    interest = Interest.objects.first()
    assert interest.acute == pytest.approx(0.5 * 0.5**0.5, rel=1e-3)
    assert interest.lasting == pytest.approx(0.5 ** (ACUTE_HALF_LIFE / LASTING_HALF_LIFE) * 0.5**0.5, rel=1e-3)


def test_folding_in_two_goes_gives_the_same_as_in_one(ada, home):
    now = timezone.now()
    for n in range(4):
        read(ada, StoryPageFactory(title=f"Text {n}", topics=["Recht"]), days_ago=n)
    folding.fold(most=2, now=now - timedelta(hours=5))
    folding.fold(now=now)
    expected = sum(0.5 ** (n / LASTING_HALF_LIFE) for n in range(4))
    assert Interest.objects.get().lasting == pytest.approx(expected, rel=1e-2)


def test_a_text_without_topics_leaves_no_interest(ada, home):
    read(ada, StoryPageFactory())
    assert folding.fold() == 1
    assert not Interest.objects.exists()


# --- The exact decay ---------------------------------------------------------------------------------


def faded(weight, days):
    """(acute, lasting), in closed form."""
    return weight * 0.5 ** (days / ACUTE_HALF_LIFE), weight * 0.5 ** (days / LASTING_HALF_LIFE)


def exactly(*parts):
    return pytest.approx(tuple(map(sum, zip(*parts, strict=True))), rel=1e-12)


def sums(subscriber, now=NOW):
    """By the names of topics (acute, lasting) as they are at that moment."""
    rows = Interest.objects.filter(subscriber=subscriber).select_related("topic")
    return {
        row.topic.label_de: gains.decayed(row.acute, row.lasting, gains.days_between(row.as_of, now))
        for row in rows
    }


@pytest.fixture
def days_ago(ada, home):
    """A reading of a text about law, so many days before NOW."""

    def read(days, kind=Grain.Kind.READ):
        page = StoryPageFactory(topics=["Recht"])
        return gathering.record(ada, page, kind, NOW - timedelta(days=days))

    return read


def test_two_readings_at_different_times_fade_by_the_formula(ada, days_ago):
    days_ago(10.25)
    days_ago(1.5)
    folding.fold(now=NOW)
    row = Interest.objects.get()
    assert (row.acute, row.lasting) == exactly(faded(1, 10.25), faded(1, 1.5))
    assert row.as_of == NOW


def test_what_was_folded_fades_until_the_next_is_added(ada, days_ago):
    days_ago(20)
    folding.fold(now=NOW - timedelta(days=19, microseconds=7))
    days_ago(3)
    folding.fold(now=NOW - timedelta(days=2))
    assert sums(ada)["Recht"] == exactly(faded(1, 20), faded(1, 3))


def test_a_moment_without_a_fraction_of_a_second_is_exact_as_well(ada, days_ago):
    whole = NOW.replace(microsecond=0)
    days_ago(20)
    folding.fold(now=whole - timedelta(days=10))
    days_ago(12)
    folding.fold(now=whole)
    fraction = 123456e-6 / 86_400
    assert sums(ada, whole)["Recht"] == exactly(faded(1, 20 - fraction), faded(1, 12 - fraction))


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
def test_the_order_in_which_grains_are_folded_does_not_matter(ada, days_ago, order):
    grains = [days_ago(40), days_ago(5.5, Grain.Kind.CLICK), days_ago(0.25, Grain.Kind.SHARED)]
    Grain.objects.update(folded=True)
    for step, which in enumerate(order):
        Grain.objects.filter(pk=grains[which].pk).update(folded=False)
        folding.fold(now=NOW + timedelta(hours=step))
    later = NOW + timedelta(hours=2)
    weights = [WEIGHTS[grain.kind] for grain in grains]
    expected = [faded(w, d + 2 / 24) for w, d in zip(weights, (40, 5.5, 0.25), strict=True)]
    assert sums(ada, later)["Recht"] == exactly(*expected)


def test_a_folding_with_an_earlier_moment_lets_nothing_grow(ada, days_ago):
    """Two workers whose clocks differ, or a grain that waited long: the later moment stays."""
    days_ago(4)
    folding.fold(now=NOW)
    days_ago(9)
    folding.fold(now=NOW - timedelta(days=3))
    row = Interest.objects.get()
    assert row.as_of == NOW
    assert (row.acute, row.lasting) == exactly(faded(1, 4), faded(1, 9))


def test_a_grain_from_the_future_counts_as_one_of_now(ada, days_ago):
    days_ago(-1)
    folding.fold(now=NOW)
    assert sums(ada)["Recht"] == exactly(faded(1, 0))


def test_a_visit_that_became_a_reading_counts_as_one_reading(ada, home):
    page = StoryPageFactory(topics=["Recht"])
    gathering.record(ada, page, Grain.Kind.VISIT, NOW)
    folding.fold(now=NOW)
    gathering.record(ada, page, Grain.Kind.READ, NOW)
    gathering.record(ada, page, Grain.Kind.VISIT, NOW)
    folding.fold(now=NOW)
    assert sums(ada)["Recht"] == exactly(faded(1, 0))


def test_raw_grains_expire_without_changing_the_profile(ada, days_ago, settings):
    for days in (100, 95, 3):
        days_ago(days)
    folding.fold(now=NOW)
    before = list(Interest.objects.values())
    with time_machine.travel(NOW):
        assert gathering.expire() == 2
        folding.fold()
    assert list(Interest.objects.values()) == before


# --- Exactly once ------------------------------------------------------------------------------------


def test_a_folding_that_dies_in_the_middle_has_not_begun(ada, days_ago, monkeypatch):
    days_ago(1)
    with monkeypatch.context() as patch:
        patch.setattr(Grain.objects, "filter", lambda **_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            folding.fold(now=NOW)
    assert not Interest.objects.exists()
    assert Grain.objects.unfolded().count() == 1
    assert folding.fold(now=NOW) == 1
    assert sums(ada)["Recht"] == exactly(faded(1, 1))


def test_the_task_folds_all_that_waits(ada, days_ago, monkeypatch):
    monkeypatch.setattr(folding, "MOST", 2)
    monkeypatch.setattr(folding.fold, "__defaults__", (2, None))
    for days in range(5):
        days_ago(days)
    fold_grains()
    assert not Grain.objects.unfolded().exists()


@pytest.mark.parametrize("field", ["restricted_at", "pollen_paused_at"])
def test_grains_of_a_reader_who_rests_wait_and_count_later(ada, days_ago, field):
    days_ago(1)
    Subscriber.objects.update(**{field: NOW})
    assert folding.fold(now=NOW) == 0
    assert Grain.objects.unfolded().count() == 1
    Subscriber.objects.update(**{field: None})
    assert folding.fold(now=NOW) == 1
    assert sums(ada)["Recht"] == exactly(faded(1, 1))


def test_a_withdrawal_stops_and_deletes_at_once(ada, days_ago):
    days_ago(2)
    folding.fold(now=NOW)
    days_ago(1)
    consent.withdraw(ada.subject, Purpose.objects.get(key=Purpose.POLLEN))
    assert not Interest.objects.exists()
    assert not Grain.objects.exists()
    assert days_ago(0) is None
    assert folding.fold(now=NOW) == 0
