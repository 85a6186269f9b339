"""From an event on the web or in a letter to a grain: only with the pollen consent."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from editorial.models import ReadablePage
from pollen.models import Grain, Interest, Suggestion
from pollen.weights import FINISHED_SHARE, READ_SHARE_OF_PAGE, READ_SHARE_OF_TIME
from subscribers.models import Purpose, Subscriber
from subscribers.services import consent

from . import noting


def record(
    subscriber: Subscriber, readable: ReadablePage, kind: Grain.Kind, at: datetime | None = None
) -> Grain | None:
    """Keeps one grain a day, kind and readable; a translation counts as its original.

    The grain of that day and kind, whether it is new or not. None if the reader did not agree to pollen, and if
    the day already holds a step that says more (weights.STEPS).
    """
    at = at or timezone.now()
    original = readable.original_id
    new = noting.note(subscriber.subject, original, kind, at)
    if not new and not consent.stands(subscriber.subject, Purpose.POLLEN):
        return None
    of_the_day = Grain.objects.filter(readable=original, kind=kind, day=timezone.localdate(at))
    return of_the_day.filter(subscriber=subscriber).first()


def kind_of_visit(expected_seconds: float, seconds: float, depth: float, heard: float = 0.0) -> Grain.Kind:
    """What a visit was: `seconds` the page was visible, `depth` the share of it that was seen, `heard` the share
    of its recording that was played (both 0–1)."""
    if heard >= FINISHED_SHARE:
        return Grain.Kind.FINISHED
    long_enough = seconds >= READ_SHARE_OF_TIME * expected_seconds
    return Grain.Kind.READ if long_enough and depth >= READ_SHARE_OF_PAGE else Grain.Kind.VISIT


def forget(subject: UUID) -> None:
    """Deletes all that was gathered of a reader who withdrew the pollen consent (GDPR Art. 17(1)(b))."""
    for subscriber in Subscriber.objects.filter(subject=subject):
        subscriber.grains.all().delete()
        subscriber.interests.all().delete()
        subscriber.suggestions.all().delete()


def expire() -> int:
    """Deletes the grains that are past their time and already folded, and what was suggested in that time; the
    profile does not change.

    Where a reader had the use of their data restricted, nothing is deleted over their head (GDPR Art. 18(2)).
    """
    deleted, _per_model = over().delete()
    suggestions, _per_model = old_suggestions().delete()
    return deleted + suggestions


def over() -> QuerySet[Grain]:
    """The grains that expire() deletes: folded ones, and those that a long pause kept from it."""
    done = Q(folded=True) | Q(subscriber__pollen_paused_at__isnull=False)
    return Grain.objects.expired().filter(done, subscriber__restricted_at=None)


def old_suggestions() -> QuerySet[Suggestion]:
    """The suggestions that expire() deletes."""
    since = timezone.now() - timedelta(days=settings.GRAIN_EXPIRES_DAYS)
    return Suggestion.objects.filter(at__lt=since, subscriber__restricted_at=None)


def forget_without_consent() -> int:
    """Deletes what was gathered of all whose pollen consent does not stand; returns how many rows.

    A withdrawal does so at once. This is the net below it, for what a restored backup has brought back. A consent
    that merely rests (GDPR Art. 18) keeps what there is.
    """
    return sum(rows.delete()[0] for rows in without_consent())


def without_consent() -> list[QuerySet[Any]]:
    """Grains, interests and suggestions that no consent permits."""
    granting = Subscriber.objects.granting(Purpose.POLLEN).values("pk")
    return [model._default_manager.exclude(subscriber__in=granting) for model in (Grain, Interest, Suggestion)]
