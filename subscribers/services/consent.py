"""Grant, withdraw, ask: the only ways to and from the consent ledger."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from subscribers.models import ConsentEvent, ConsentState, Purpose, Subscriber, Wording
from subscribers.signals import consent_withdrawn

from . import ledger

Kind = ConsentEvent.Kind


def lock(subject: UUID) -> None:
    """Holds this reader's row until the transaction ends.

    Whoever declares something takes this lock, and so does whoever acts upon a consent: it then comes wholly
    before the declaration or wholly after it. Of somebody who was erased there is no row; on PostgreSQL a lock on
    the pseudonym takes its place (SQLite lets only one write at a time anyway).
    """
    rows = list(Subscriber.objects.select_for_update().filter(subject=subject).values_list("pk"))
    if not rows and connection.vendor == "postgresql":
        key = int.from_bytes(subject.bytes[:8], "big", signed=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


@transaction.atomic
def grant(subject: UUID, wording: Wording, /, at: datetime | None = None, **evidence: Any) -> ConsentEvent:
    """Enters that this person agreed to this exact wording.

    The evidence may have a "wording" of its own: what an imported list says that somebody agreed to.
    """
    lock(subject)
    return _enter(subject, wording.purpose_id, Kind.GRANTED, evidence, wording, at)


@transaction.atomic
def withdraw(
    subject: UUID, purpose: Purpose, kind: ConsentEvent.Kind = Kind.WITHDRAWN, **evidence: Any
) -> ConsentEvent | None:
    """Enters a withdrawal (GDPR Art. 7(3)); None if nothing stood that could be withdrawn.

    `kind` may also be EXPIRED, when the program ends a consent by a rule, or OBJECTED (Art. 21(2)).
    The withdrawal and what others do because of it (signals.py) are one: if a receiver fails, nothing was
    entered, the request ends in an error, and repeating it does the whole.
    """
    lock(subject)
    if not _grants(subject, purpose):
        return None
    event = _enter(subject, purpose.pk, kind, evidence)
    consent_withdrawn.send(Purpose, subject=subject, purpose=purpose)
    return event


@transaction.atomic
def object_to(subject: UUID, purpose: Purpose, **evidence: Any) -> ConsentEvent:
    """Enters an objection (GDPR Art. 21(2)), whether or not a consent stood."""
    lock(subject)
    event = _enter(subject, purpose.pk, Kind.OBJECTED, evidence)
    consent_withdrawn.send(Purpose, subject=subject, purpose=purpose)
    return event


def _enter(
    subject: UUID,
    purpose_id: int,
    kind: ConsentEvent.Kind,
    evidence: dict[str, Any],
    wording: Wording | None = None,
    at: datetime | None = None,
) -> ConsentEvent:
    event = ConsentEvent(subject=subject, purpose_id=purpose_id, kind=kind, wording=wording, evidence=evidence)
    event.at = at or event.at
    return ledger.append(event)


def stands(subject: UUID, purpose: Purpose | str) -> bool:
    """Whether this person's consent stands now and may be acted upon. Unknown means no.

    What was agreed to beyond the letters themselves rests while the processing is restricted (GDPR Art. 18), and
    pollen while its reader has it pause.
    """
    if not _grants(subject, purpose):
        return False
    if _is_newsletter(purpose):
        return True
    resting = Q(restricted_at__isnull=False)
    if Purpose.POLLEN in (purpose, getattr(purpose, "key", None)):
        resting |= Q(pollen_paused_at__isnull=False)
    return not Subscriber.objects.filter(resting, subject=subject).exists()


def _grants(subject: UUID, purpose: Purpose | str) -> bool:
    states = ConsentState.objects.standing().filter(subject=subject)
    states = states.filter(purpose__key=purpose) if isinstance(purpose, str) else states.filter(purpose=purpose)
    return states.exists()


def _is_newsletter(purpose: Purpose | str) -> bool:
    if isinstance(purpose, str):
        return Purpose.objects.newsletters().filter(key=purpose).exists()
    return purpose.kind == Purpose.Kind.NEWSLETTER


def standing_purposes(subject: UUID) -> set[int]:
    """The ids of the purposes to which this person's consent stands, resting ones included."""
    return set(ConsentState.objects.filter(subject=subject).standing().values_list("purpose_id", flat=True))


def consenting_ids(subscriber_ids: Iterable[int], purpose: Purpose | str) -> set[int]:
    """Of these subscribers those whose consent stands, in one query."""
    subscribers = Subscriber.objects.filter(pk__in=list(subscriber_ids)).consenting(purpose)
    return set(subscribers.values_list("pk", flat=True))
