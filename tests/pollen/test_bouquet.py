"""The bouquet: as many flowers as topics, areas in proportion, and none hides another."""

import math

import pytest

from editorial.models import Topic
from pollen.services import bouquet
from pollen.services.overview import Belief


def beliefs(*parts):
    """Topics with these (acute, lasting) shares, which are brought to a sum of one."""
    total = sum(acute + lasting for acute, lasting in parts)
    return [
        Belief(
            Topic(pk=i, slug=f"thema-{i}", label_de=f"Thema {i}"),
            acute=acute / total,
            lasting=lasting / total,
            just_now=acute > 0,
            learned=True,
        )
        for i, (acute, lasting) in enumerate(parts, start=1)
    ]


PROFILES = {
    1: [(0, 1)],
    2: [(1, 1), (0, 0.01)],
    3: [(3, 4), (1, 6), (0, 2)],
    8: [(i % 3, 1 + i) for i in range(8)],
    15: [((i % 2) * i, 1 + i * i) for i in range(15)],
    40: [(i % 4 == 0, 1 + (i * 7) % 11) for i in range(40)],
}


@pytest.fixture(params=PROFILES, ids=lambda number: f"{number} topics")
def believed(request):
    return beliefs(*PROFILES[request.param])


def test_there_are_as_many_flowers_as_topics_and_those_that_are_acute_have_one_in_front(believed):
    made = bouquet.bind(believed)
    assert sorted(flower.topic.pk for flower in made.behind) == [belief.topic.pk for belief in believed]
    in_front = sorted(flower.topic.pk for flower in made.in_front)
    assert in_front == [belief.topic.pk for belief in believed if belief.just_now]


def test_areas_are_in_proportion_to_shares_before_and_behind(believed):
    shares = {(belief.topic.pk, False): belief.lasting for belief in believed}
    shares |= {(belief.topic.pk, True): belief.acute for belief in believed}
    scales = [
        math.pi * flower.r**2 / shares[flower.topic.pk, flower.acute] for flower in bouquet.bind(believed).flowers
    ]
    assert max(scales) == pytest.approx(min(scales))


def test_every_flower_stands_inside_the_picture_and_above_the_knot(believed):
    for flower in bouquet.bind(believed).flowers:
        assert flower.r <= flower.x <= bouquet.WIDTH - flower.r
        assert flower.r <= flower.y <= bouquet.KNOT[1] - flower.r


def test_of_every_flower_at_least_its_heart_can_be_seen(believed):
    made = bouquet.bind(believed)
    for behind in made.behind:
        for front in made.in_front:
            away = math.dist((behind.x, behind.y), (front.x, front.y))
            assert away >= min(0.75 * front.r, front.r - behind.r + 1.2 * behind.r), (behind, front)


def test_flowers_of_one_row_hardly_touch(believed):
    made = bouquet.bind(believed)
    for row in (made.behind, made.in_front):
        for i, one in enumerate(row):
            for other in row[i + 1 :]:
                assert math.dist((one.x, one.y), (other.x, other.y)) >= 0.75 * (one.r + other.r)


def test_the_same_profile_is_the_same_bouquet(believed):
    assert bouquet.bind(believed) == bouquet.bind(list(reversed(believed)))


def test_a_single_interest_is_no_sun():
    [flower] = bouquet.bind(beliefs((0, 1))).flowers
    assert flower.r == pytest.approx(bouquet.LARGEST)


def test_of_nothing_no_bouquet_is_made():
    assert bouquet.bind([]).flowers == []
