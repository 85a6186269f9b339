"""Which topics gain from a reading: those of the text, those above them, and none that the reader removed."""

from datetime import UTC, datetime

import pytest

from editorial.models import Topic
from editorial.services import merging
from pollen.models import Grain, Interest
from pollen.services import folding, gathering
from pollen.weights import PARENT_SHARE
from subscribers.models import TopicChoice
from tests.factories import StoryPageFactory, SubscriberFactory, TopicFactory

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
Stance = TopicChoice.Stance


# --- Topics above ------------------------------------------------------------------------------------


@pytest.fixture
def tree(home):
    """Recht > Verträge > Kündigung."""
    top = TopicFactory(label_de="Recht")
    middle = TopicFactory(label_de="Verträge", parent=top)
    return top, middle, TopicFactory(label_de="Kündigung", parent=middle)


def lasting(subscriber):
    rows = Interest.objects.filter(subscriber=subscriber).values_list("topic__label_de", "lasting")
    return {topic: pytest.approx(sum_, rel=1e-12) for topic, sum_ in rows}


def read_now(subscriber, topics):
    gathering.record(subscriber, StoryPageFactory(topics=topics), Grain.Kind.READ, NOW)
    folding.fold(now=NOW)


def test_topics_above_receive_a_share_and_a_share_of_the_share(ada, tree):
    read_now(ada, ["Kündigung"])
    assert lasting(ada) == {"Kündigung": 1, "Verträge": PARENT_SHARE, "Recht": PARENT_SHARE**2}


def test_a_topic_above_two_of_a_text_receives_from_both(ada, tree):
    TopicFactory(label_de="Widerruf", parent=tree[1])
    read_now(ada, ["Kündigung", "Widerruf", "Recht"])
    one = 3**-0.5
    assert lasting(ada) == {
        "Kündigung": one,
        "Widerruf": one,
        "Verträge": 2 * PARENT_SHARE * one,
        "Recht": (1 + 2 * PARENT_SHARE**2) * one,
    }


def test_topics_in_a_circle_end_somewhere(ada, tree):
    top, _middle, low = tree
    Topic.objects.filter(pk=top.pk).update(parent=low)
    read_now(ada, ["Kündigung"])
    assert lasting(ada) == {"Kündigung": 1, "Verträge": PARENT_SHARE, "Recht": PARENT_SHARE**2}


# --- What a reader said ------------------------------------------------------------------------------


@pytest.mark.parametrize("stance", [Stance.REMOVED, Stance.REFUSED])
def test_a_removed_topic_does_not_grow_back_by_reading(ada, bruno, tree, stance):
    TopicChoice.objects.create(subscriber=ada, topic=tree[1], stance=stance)
    read_now(ada, ["Kündigung", "Verträge"])
    half = 2**-0.5
    assert lasting(ada) == {"Kündigung": half, "Recht": half * PARENT_SHARE**2}


@pytest.mark.parametrize("stance", [Stance.REMOVED, Stance.REFUSED])
def test_a_removed_topic_hands_nothing_up_either(ada, tree, stance):
    TopicChoice.objects.create(subscriber=ada, topic=tree[2], stance=stance)
    read_now(ada, ["Kündigung"])
    assert lasting(ada) == {}


@pytest.mark.parametrize("stance", [Stance.WANTED, Stance.LESS])
def test_other_choices_leave_reading_as_it_is(ada, tree, stance):
    TopicChoice.objects.create(subscriber=ada, topic=tree[0], stance=stance)
    read_now(ada, ["Recht"])
    assert lasting(ada) == {"Recht": 1}


def test_what_one_reader_removed_grows_for_another(ada, tree, newsletter):
    dora = SubscriberFactory(email="dora@example.org", consents=["pollen"])
    TopicChoice.objects.create(subscriber=ada, topic=tree[0], stance=Stance.REMOVED)
    page = StoryPageFactory(topics=["Recht"])
    for reader in (ada, dora):
        gathering.record(reader, page, Grain.Kind.READ, NOW)
    folding.fold(now=NOW)
    assert (lasting(ada), lasting(dora)) == ({}, {"Recht": 1})


@pytest.mark.parametrize("removed", ["Recht", "Verträge"])
def test_a_removed_topic_does_not_come_back_by_merging(ada, home, removed):
    topics = {name: TopicFactory(label_de=name) for name in ("Recht", "Verträge")}
    other = ({*topics} - {removed}).pop()
    read_now(ada, [other])
    TopicChoice.objects.create(subscriber=ada, topic=topics[removed], stance=Stance.REMOVED)
    merging.merge(topics["Recht"], topics["Verträge"])
    assert not Interest.objects.exists()


def test_a_refused_text_is_kept_away_and_says_nothing_of_its_topics(ada, tree):
    page = StoryPageFactory(topics=["Recht"])
    assert gathering.record(ada, page, Grain.Kind.REFUSED)
    assert folding.fold() == 1
    assert not Interest.objects.exists()
