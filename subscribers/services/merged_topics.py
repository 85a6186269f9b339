"""What readers said about a topic moves when the editors merge it into another."""

from django.db import transaction

from editorial.models import Topic
from subscribers.models import SignUp, TopicChoice

Stance = TopicChoice.Stance
RESERVE = (Stance.WANTED, Stance.LESS, Stance.REMOVED, Stance.REFUSED)


@transaction.atomic
def move_choices(source: Topic, target: Topic) -> None:
    """Where a reader said different things of the two, the more reserved one stands: a doubt is no yes."""
    rows = TopicChoice.objects.select_for_update().filter(topic__in=[source, target]).order_by("pk")
    kept = {row.subscriber_id: row for row in rows if row.topic_id == target.pk}
    for row in rows:
        if row.topic_id == target.pk or row.subscriber_id not in kept:
            continue
        other = kept[row.subscriber_id]
        if RESERVE.index(Stance(row.stance)) > RESERVE.index(Stance(other.stance)):
            other.stance, other.at = row.stance, row.at
            other.save(update_fields=["stance", "at"])
        row.delete()
    TopicChoice.objects.filter(topic=source).update(topic=target)


@transaction.atomic
def move_sign_ups(source: Topic, target: Topic) -> None:
    """Sign-ups that wait for their confirmation keep what was ticked."""
    ticked = SignUp.topics.through.objects.select_for_update()
    both = ticked.filter(topic=target).values_list("signup_id", flat=True)
    ticked.filter(topic=source, signup_id__in=list(both)).delete()
    ticked.filter(topic=source).update(topic=target)
