from datetime import timedelta

import pytest
from django.utils import timezone

from pollen.models import Grain, Interest
from pollen.services import folding, gathering
from pollen.weights import ACUTE_HALF_LIFE, LASTING_HALF_LIFE
from tests.factories import StoryPageFactory


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
