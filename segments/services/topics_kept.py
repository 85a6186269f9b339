"""What the editors' list of topics learns of readers, a number each; and the log of exports after a merging."""

from collections.abc import Iterable, Mapping

from django.core.cache import cache

from editorial.models import Topic
from segments.models import Export

from .interests import segments_of

# Counting goes through every interest of every reader; a list of topics may be some minutes old.
KEPT_SECONDS = 300
_KEY = "segments:interested:{}"


def interested(topics: Iterable[Topic]) -> Mapping[int, int]:
    """How many readers are interested in each topic: the members of its segment."""
    topics = list(topics)
    keys = {topic.pk: _KEY.format(topic.pk) for topic in topics}
    known = cache.get_many(keys.values())
    missing = [topic for topic in topics if keys[topic.pk] not in known]
    if missing:
        counted = {keys[segment.topic.pk]: segment.count for segment in segments_of(missing)}
        cache.set_many(counted, KEPT_SECONDS)
        known |= counted
    return {pk: known[key] for pk, key in keys.items()}


def move_exports(source: Topic, target: Topic) -> None:
    """The log of what left the house goes on under the name that the topic has now."""
    Export.objects.filter(topic=source).update(topic=target)
    cache.delete_many([_KEY.format(source.pk), _KEY.format(target.pk)])
