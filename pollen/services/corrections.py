"""What a reader changes in their own profile (GDPR Art. 16): at once, and it holds whatever is read later.

What each word means stands in docs/decisions/0039. Each function is one transaction under the reader's lock, may
be repeated, and says whether it was done: without a consent there is no profile to correct, and while the use of
the data is restricted (Art. 18) nobody changes it.
"""

from django.db import transaction
from django.utils import timezone

from editorial.models import Topic
from pollen.models import Grain, Interest
from pollen.signals import profile_forgotten
from subscribers.models import Purpose, Subscriber, TopicChoice
from subscribers.services import consent, preferences

from . import gathering

Stance = TopicChoice.Stance


def changeable(subscriber: Subscriber) -> bool:
    """A profile that its reader has pause may be corrected; it is theirs all the same."""
    return Subscriber.objects.granting(Purpose.POLLEN).filter(pk=subscriber.pk, restricted_at=None).exists()


def _may_change(subscriber: Subscriber) -> bool:
    """Takes the reader's lock."""
    consent.lock(subscriber.subject)
    if not changeable(subscriber):
        return False
    preferences.gave_a_sign(subscriber.subject)
    return True


@transaction.atomic
def say(subscriber: Subscriber, topic: Topic, stance: str) -> bool:
    """Sets what the reader says about a topic; an empty stance takes it back.

    With REMOVED the interest goes as well, and folding lets none grow in its place.
    """
    if not _may_change(subscriber):
        return False
    preferences.choose_topics(subscriber, {topic: stance})
    if stance == Stance.REMOVED:
        Interest.objects.filter(subscriber=subscriber, topic=topic).delete()
    return True


@transaction.atomic
def pause(subscriber: Subscriber) -> bool:
    """From now on nothing is noted and nothing chosen from the profile, which fades as ever."""
    if not _may_change(subscriber):
        return False
    Subscriber.objects.filter(pk=subscriber.pk, pollen_paused_at=None).update(pollen_paused_at=timezone.now())
    return True


@transaction.atomic
def end_pause(subscriber: Subscriber) -> bool:
    if not _may_change(subscriber):
        return False
    Subscriber.objects.filter(pk=subscriber.pk).update(pollen_paused_at=None)
    return True


@transaction.atomic
def start_anew(subscriber: Subscriber, choices_too: bool = False) -> bool:
    """Deletes what was noted and concluded; with `choices_too` also what the reader said about topics.

    Rooms above that know of the reader's clicks are told (signals.py). The consent stands: what is read from now
    on counts again.
    """
    if not _may_change(subscriber):
        return False
    gathering.forget(subscriber.subject)
    profile_forgotten.send(Subscriber, subject=subscriber.subject)
    if choices_too:
        subscriber.topic_choices.all().delete()
    return True


@transaction.atomic
def delete_note(subscriber: Subscriber, grain: int) -> bool:
    """Deletes one note, and what was suggested below its text: that, too, says that the reader was there.

    What it has added to the interests fades by itself (docs/decisions/0039).
    """
    if not _may_change(subscriber):
        return False
    for note in Grain.objects.filter(subscriber=subscriber, pk=grain):
        subscriber.suggestions.filter(below=note.readable_id).delete()
        note.delete()
    return True


@transaction.atomic
def lay_aside_no_longer(subscriber: Subscriber, readable: int) -> bool:
    """Takes a text from the list of what was saved for later."""
    if not _may_change(subscriber):
        return False
    Grain.objects.filter(subscriber=subscriber, readable=readable, kind=Grain.Kind.SAVED).delete()
    return True
