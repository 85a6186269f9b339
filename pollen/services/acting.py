"""What a recognised reader says about a text below it: to be kept for later, passed on, not their topic.

Each is one transaction under the reader's lock, as every declaration. Nothing is done where the pollen consent
does not stand: then the answer is False or None.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from editorial.models import ReadablePage, Topic
from pollen.models import Grain
from subscribers.models import Subscriber, TopicChoice
from subscribers.services import consent, preferences

from . import corrections, gathering

REFUSED = TopicChoice.Stance.REFUSED
# What was done can be taken back for so long.
UNDO_FOR = timedelta(minutes=30)


@dataclass(frozen=True)
class Refusal:
    """A topic that was refused below a text, and what its reader had said about it before (empty: nothing)."""

    topic: Topic
    before: str

    @property
    def stood(self) -> bool:
        """Undoing it leaves the topic refused; it takes back the note alone."""
        return self.before == REFUSED


@transaction.atomic
def save(subscriber: Subscriber, readable: ReadablePage) -> bool:
    return _note(subscriber, readable, Grain.Kind.SAVED)


def do_not_save(subscriber: Subscriber, readable: ReadablePage) -> bool:
    return corrections.lay_aside_no_longer(subscriber, readable.original_id)


@transaction.atomic
def share(subscriber: Subscriber, readable: ReadablePage) -> bool:
    return _note(subscriber, readable, Grain.Kind.SHARED)


@transaction.atomic
def refuse(subscriber: Subscriber, readable: ReadablePage, topic: Topic) -> Refusal | None:
    """Notes that this text was refused, and lets no more of this topic come."""
    if not _note(subscriber, readable, Grain.Kind.REFUSED):
        return None
    refusal = Refusal(topic, _said_before(subscriber, readable, topic))
    corrections.say(subscriber, topic, REFUSED)
    return refusal


def _said_before(subscriber: Subscriber, readable: ReadablePage, topic: Topic) -> str:
    """Whoever presses twice has said nothing before: the note of the first press is as old as the refusal. One
    that is older than that, or than what can be undone, was made elsewhere and stands."""
    said = subscriber.topic_choices.filter(topic=topic).first()
    if said is None or said.stance != REFUSED:
        return said.stance if said else ""
    notes = subscriber.grains.filter(readable=readable.original_id, kind=Grain.Kind.REFUSED)
    pressed_twice = said.at > timezone.now() - UNDO_FOR and notes.filter(at__lte=said.at).exists()
    return "" if pressed_twice else said.stance


@transaction.atomic
def take_back_refusal(subscriber: Subscriber, readable: ReadablePage, refusal: Refusal) -> bool:
    """Lets hold again what was said before. The note goes, too, unless another topic of the text stays refused."""
    if not corrections.say(subscriber, refusal.topic, refusal.before):
        return False
    topics = Topic.objects.filter(readables=readable.original_id).exclude(pk=refusal.topic.pk)
    if not subscriber.topic_choices.filter(topic__in=topics, stance=REFUSED).exists():
        subscriber.grains.filter(readable=readable.original_id, kind=Grain.Kind.REFUSED).delete()
    return True


def _note(subscriber: Subscriber, readable: ReadablePage, kind: Grain.Kind) -> bool:
    """Takes the reader's lock, which lasts until the transaction of the caller ends."""
    consent.lock(subscriber.subject)
    if gathering.record(subscriber, readable, kind) is None:
        return False
    preferences.gave_a_sign(subscriber.subject)
    return True
