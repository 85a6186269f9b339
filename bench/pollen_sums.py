"""What the interests must be, computed a second time in plain Python from all grains. Runs inside the house."""

import json
from collections import defaultdict
from datetime import datetime
from math import sqrt

from django.utils import timezone


def compare() -> None:
    """Prints as JSON how many interests there are, which should be there, and the largest difference."""
    from pollen.models import Grain, Interest

    now = timezone.now()
    expected = sums(now)
    found = {
        (row.subscriber_id, row.topic_id): (
            row.acute * faded(row.as_of, now, acute=True),
            row.lasting * faded(row.as_of, now, acute=False),
        )
        for row in Interest.objects.all()
    }
    off = [
        abs(mine - theirs)
        for pair in expected.keys() | found.keys()
        for mine, theirs in zip(expected.get(pair, (0, 0)), found.get(pair, (0, 0)), strict=True)
    ]
    said = {"interests": len(found), "expected": len(expected), "off": max(off, default=0)}
    print(json.dumps({**said, "unfolded": Grain.objects.unfolded().count(), "grains": Grain.objects.count()}))


def faded(since: datetime, now: datetime, acute: bool) -> float:
    from pollen.weights import ACUTE_HALF_LIFE, LASTING_HALF_LIFE

    days = (now - since).total_seconds() / 86_400
    return float(0.5 ** (days / (ACUTE_HALF_LIFE if acute else LASTING_HALF_LIFE)))


def sums(now: datetime) -> dict[tuple[int, int], tuple[float, float]]:
    from editorial.models import ReadablePage, Topic
    from pollen.models import Grain
    from pollen.weights import PARENT_SHARE

    above = {topic.pk: topic.parent_id for topic in Topic.objects.all()}
    about = defaultdict(list)
    for row in ReadablePage.topics.through.objects.all():
        about[row.readablepage_id].append(row.topic_id)
    found: dict[tuple[int, int], tuple[float, float]] = defaultdict(lambda: (0.0, 0.0))
    for grain in Grain.objects.all():
        for topic in about[grain.readable_id]:
            weight = grain.weight / sqrt(len(about[grain.readable_id]))
            while topic:
                acute, lasting = found[grain.subscriber_id, topic]
                found[grain.subscriber_id, topic] = (
                    acute + weight * faded(grain.at, now, acute=True),
                    lasting + weight * faded(grain.at, now, acute=False),
                )
                topic, weight = above[topic], weight * PARENT_SHARE
    return dict(found)
