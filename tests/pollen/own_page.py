"""What tests of «Mein Blütenstaub» do and ask again and again."""

from pollen.models import Grain
from pollen.services import folding, gathering, overview


def read(subscriber, story, kind=Grain.Kind.READ):
    grain = gathering.record(subscriber, story, kind)
    folding.fold()
    return grain


def stances(subscriber):
    return {choice.topic.label_de: choice.stance for choice in subscriber.topic_choices.all()}


def topics_of_letters(subscriber):
    """What counts, as the page shows it."""
    return [belief.topic.label_de for belief in overview.of(subscriber).flowers]
