"""What readers' pollen says about a topic moves when the editors merge it into another."""

from django.db import transaction

from editorial.models import Topic
from pollen.models import Interest
from subscribers.models import TopicChoice

from .gains import days_between, decayed


@transaction.atomic
def move_interests(source: Topic, target: Topic) -> None:
    """A reader with both keeps their sum: each part decayed to the later of the two moments, then added.

    Nothing is gained or lost by that, since all interests decay with the same half-lives.
    """
    # In the order in which folding takes them, so that neither waits for the other in a circle.
    rows = Interest.objects.select_for_update().filter(topic__in=[source, target])
    rows = rows.order_by("subscriber_id", "topic_id")
    kept = {row.subscriber_id: row for row in rows if row.topic_id == target.pk}
    added, gone = [], []
    for row in rows:
        if row.topic_id == source.pk and row.subscriber_id in kept:
            _add(kept[row.subscriber_id], row)
            added.append(kept[row.subscriber_id])
            gone.append(row.pk)
    Interest.objects.bulk_update(added, ["acute", "lasting", "as_of"], batch_size=200)
    for start in range(0, len(gone), 500):
        Interest.objects.filter(pk__in=gone[start : start + 500]).delete()
    Interest.objects.filter(topic=source).update(topic=target)
    # Whoever removed one of the two from their profile does not get it back under another name.
    # True before the choices themselves have moved as well as after it.
    removed = TopicChoice.objects.filter(topic__in=[source, target], stance=TopicChoice.Stance.REMOVED)
    Interest.objects.filter(topic=target, subscriber__in=removed.values("subscriber")).delete()


def _add(kept: Interest, other: Interest) -> None:
    as_of = max(kept.as_of, other.as_of)
    mine = decayed(kept.acute, kept.lasting, days_between(kept.as_of, as_of))
    theirs = decayed(other.acute, other.lasting, days_between(other.as_of, as_of))
    kept.acute, kept.lasting, kept.as_of = mine[0] + theirs[0], mine[1] + theirs[1], as_of
