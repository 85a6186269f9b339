"""Grant, withdraw, ask: the only ways to and from the consent ledger."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction

from subscribers.models import ConsentEvent, Purpose, Subscriber, Wording
from subscribers.signals import consent_withdrawn


def lock(subject: UUID) -> None:
    """Holds this reader's row until the transaction ends.

    Whoever declares something takes this lock, and so does whoever acts upon a consent: it then comes wholly
    before the declaration or wholly after it. Of somebody who was erased there is no row, and nothing to lock.
    """
    list(Subscriber.objects.select_for_update().filter(subject=subject).values_list("pk"))


@transaction.atomic
def grant(subject: UUID, wording: Wording, **evidence: Any) -> ConsentEvent:
    """Enters that this person agreed to this exact wording."""
    lock(subject)
    return ConsentEvent.objects.create(
        subject=subject,
        purpose_id=wording.purpose_id,
        kind=ConsentEvent.Kind.GRANTED,
        wording=wording,
        evidence=evidence,
    )


@transaction.atomic
def withdraw(subject: UUID, purpose: Purpose, **evidence: Any) -> ConsentEvent | None:
    """Enters a withdrawal (GDPR Art. 7(3)); None if nothing stood that could be withdrawn.

    The withdrawal and what others do because of it (signals.py) are one: if a receiver fails, nothing was
    entered, the request ends in an error, and repeating it does the whole.
    """
    lock(subject)
    if not stands(subject, purpose):
        return None
    event = ConsentEvent.objects.create(
        subject=subject, purpose=purpose, kind=ConsentEvent.Kind.WITHDRAWN, evidence=evidence
    )
    consent_withdrawn.send(Purpose, subject=subject, purpose=purpose)
    return event


def stands(subject: UUID, purpose: Purpose | str) -> bool:
    """Whether this person's consent stands now. Unknown means no."""
    events = ConsentEvent.objects.filter(subject=subject)
    events = events.filter(purpose__key=purpose) if isinstance(purpose, str) else events.filter(purpose=purpose)
    latest = events.order_by("-pk").first()
    return latest is not None and latest.kind in ConsentEvent.GRANTING


def standing_purposes(subject: UUID) -> set[int]:
    """The ids of the purposes to which this person's consent stands."""
    return set(ConsentEvent.objects.filter(subject=subject).standing().values_list("purpose_id", flat=True))


def consenting_ids(subscriber_ids: Iterable[int], purpose: Purpose | str) -> set[int]:
    """Of these subscribers those whose consent stands, in one query."""
    subscribers = Subscriber.objects.filter(pk__in=list(subscriber_ids)).consenting(purpose)
    return set(subscribers.values_list("pk", flat=True))
