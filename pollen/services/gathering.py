"""From an event on the web or in a letter to a grain: only with the pollen consent."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from editorial.models import ReadablePage
from pollen.models import Grain, Interest
from pollen.weights import READ_SHARE_OF_PAGE, READ_SHARE_OF_TIME, WEIGHTS
from subscribers.models import Purpose, Subscriber
from subscribers.services import consent


@transaction.atomic
def record(
    subscriber: Subscriber, readable: ReadablePage, kind: Grain.Kind, at: datetime | None = None
) -> Grain | None:
    """Keeps one grain a day, kind and readable; a translation counts as its original.

    None if the reader did not agree to pollen.

    The lock lets a withdrawal come before the question or after the grain, which it then deletes.
    """
    at = at or timezone.now()
    consent.lock(subscriber.subject)
    if not consent.stands(subscriber.subject, Purpose.POLLEN):
        return None
    grain, _made = Grain.objects.get_or_create(
        subscriber=subscriber,
        readable_id=readable.original_id,
        kind=kind,
        day=timezone.localdate(at),
        defaults={"weight": WEIGHTS[kind], "at": at},
    )
    return grain


def kind_of_visit(readable: ReadablePage, seconds: float, depth: float) -> Grain.Kind:
    """Whether a visit was a reading: `seconds` it was visible, `depth` the share of it that was seen (0–1)."""
    long_enough = seconds >= READ_SHARE_OF_TIME * readable.expected_reading_seconds
    return Grain.Kind.READ if long_enough and depth >= READ_SHARE_OF_PAGE else Grain.Kind.VISIT


def forget(subject: UUID) -> None:
    """Deletes grains and interests of a reader who withdrew the pollen consent (GDPR Art. 17(1)(b))."""
    for subscriber in Subscriber.objects.filter(subject=subject):
        subscriber.grains.all().delete()
        subscriber.interests.all().delete()


def expire() -> int:
    """Deletes the grains that are past their time and already folded; the profile does not change.

    Where a reader had the use of their data restricted, nothing is deleted over their head (GDPR Art. 18(2)).
    """
    deleted, _per_model = over().delete()
    return deleted


def over() -> QuerySet[Grain]:
    """What expire() deletes."""
    return Grain.objects.expired().filter(folded=True, subscriber__restricted_at=None)


def forget_without_consent() -> int:
    """Deletes grains and interests of all whose pollen consent does not stand; returns how many.

    A withdrawal does so at once. This is the net below it, for what a restored backup has brought back. A consent
    that merely rests (GDPR Art. 18) keeps what there is.
    """
    granting = Subscriber.objects.granting(Purpose.POLLEN).values("pk")
    grains, _per_model = Grain.objects.exclude(subscriber__in=granting).delete()
    interests, _per_model = Interest.objects.exclude(subscriber__in=granting).delete()
    return grains + interests
