"""What a reader may refuse without giving reasons, and take back: profiling (GDPR Art. 21(2)), use (Art. 18)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from subscribers.models import ConsentEvent, ConsentState, Purpose, Subscriber, Wording

from . import consent
from .preferences import FORM, gave_a_sign


class WordingChanged(Exception):
    """The text that was agreed to is not the one in force any more."""


def profiling() -> Purpose | None:
    """The purpose that a profile is kept for; None in a house that never had one."""
    return Purpose.objects.filter(kind=Purpose.Kind.POLLEN).first()


def objected_at(subject: UUID) -> datetime | None:
    """Since when an objection to profiling stands."""
    states = ConsentState.objects.filter(subject=subject, purpose__kind=Purpose.Kind.POLLEN)
    objections = states.filter(kind=ConsentEvent.Kind.OBJECTED)
    return objections.values_list("at", flat=True).first()


@transaction.atomic
def object_to_profiling(subject: UUID) -> None:
    """At once: what was noted and concluded is deleted, and letters go on as the editors made them for everybody.

    An objection that stands is not entered again, however often the button is pressed.
    """
    consent.lock(subject)
    purpose = profiling()
    if purpose and not objected_at(subject):
        consent.object_to(subject, purpose, form=FORM)
    gave_a_sign(subject)


@transaction.atomic
def end_objection(subject: UUID, wording_id: int) -> None:
    """Only a new consent ends an objection, to the very text that stood beside the button.

    Raises WordingChanged if that is not the text in force.
    """
    consent.lock(subject)
    wording = Wording.objects.filter(pk=wording_id, purpose__kind=Purpose.Kind.POLLEN).first()
    if wording is None or wording != wording.purpose.wording(wording.language):
        raise WordingChanged
    if objected_at(subject):
        consent.grant(subject, wording, form=FORM)
    gave_a_sign(subject)


def restrict(subject: UUID) -> None:
    """Letters go on; everything else that was agreed to rests until the reader ends it (`consent.stands`)."""
    Subscriber.objects.filter(subject=subject, restricted_at=None).update(restricted_at=timezone.now())
    gave_a_sign(subject)


def end_restriction(subject: UUID) -> None:
    Subscriber.objects.filter(subject=subject).update(restricted_at=None)
    gave_a_sign(subject)
