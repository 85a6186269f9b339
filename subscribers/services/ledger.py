"""Adding to the consent ledger: each event is linked to its subject's chain, and the state follows at once."""

from collections.abc import Iterable, Sequence
from operator import attrgetter
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import OuterRef, Subquery

from subscribers.models import ConsentEvent, ConsentState

from . import bulk

# Declarations of one subject wait for one another (consent.lock). Two meet at one place of a chain only at the
# moment when a reader's row comes or goes between them: a handful of tries is plenty.
TRIES = 5
BATCH = 2000

_STATE_FIELDS = ["kind", "wording", "at", "event", "position"]


@transaction.atomic
def append(event: ConsentEvent) -> ConsentEvent:
    """Adds the next link to this subject's chain and brings the state up to it.

    Two writers that meet at the same place are told apart by the constraint of the database: the later one reads
    the new end of the chain and tries again.
    """
    for left in reversed(range(TRIES)):
        ends = ConsentEvent.objects.filter(subject=event.subject).order_by("-position")
        _link(event, ends.only("position", "hash").first())
        try:
            with transaction.atomic():
                event.save(force_insert=True)
            break
        except IntegrityError:
            if not left:
                raise
    write_states([event])
    return event


@transaction.atomic
def append_many(events: Sequence[ConsentEvent]) -> None:
    """Adds many events, in the given order, in a handful of queries.

    The caller holds the rows of the subjects, or has just made them: nobody else may be adding to their chains.
    """
    ends = _ends({event.subject for event in events})
    for event in events:
        _link(event, ends.get(event.subject))
        ends[event.subject] = event
    ConsentEvent.objects.bulk_create(events, batch_size=BATCH)
    write_states(events)


_EVENT = ("subject", "position", "purpose_id", "kind", "wording_id", "at", "evidence", "previous", "hash")
_STATE = ("subject", "purpose_id", "kind", "wording_id", "at", "event_id", "position")


@transaction.atomic
def append_first(events: Sequence[ConsentEvent]) -> None:
    """Adds the first events of subjects who were made in this transaction, at most one a purpose: nobody can have
    a chain or a state of theirs, so none is looked for."""
    ends: dict[UUID, ConsentEvent] = {}
    for event in events:
        _link(event, ends.get(event.subject))
        ends[event.subject] = event
    keys = bulk.insert_rows(ConsentEvent, _EVENT, list(map(attrgetter(*_EVENT), events)))
    for event, key in zip(events, keys, strict=True):
        event.pk = key
    states = attrgetter(*(name if name != "event_id" else "pk" for name in _STATE))
    bulk.insert_rows(ConsentState, _STATE, list(map(states, events)))


def write_states(events: Sequence[ConsentEvent]) -> None:
    """Brings the states up to these events, which stand in the order of their chains."""
    last = {(event.subject, event.purpose_id): event for event in events}
    ConsentState.objects.bulk_create(
        [
            ConsentState(
                subject=event.subject,
                purpose_id=event.purpose_id,
                kind=event.kind,
                wording_id=event.wording_id,
                at=event.at,
                event_id=event.pk,
                position=event.position,
            )
            for event in last.values()
        ],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["subject", "purpose"],
        update_fields=_STATE_FIELDS,
    )


def _link(event: ConsentEvent, last: ConsentEvent | None) -> None:
    event.position = last.position + 1 if last else 1
    event.previous = last.hash if last else ""
    event.hash = event.sealed()


def _ends(subjects: Iterable[UUID]) -> dict[UUID, ConsentEvent]:
    """The last event of each of these subjects that has one."""
    of_subject = ConsentEvent.objects.filter(subject=OuterRef("subject")).order_by("-position")
    found = ConsentEvent.objects.filter(subject__in=subjects, pk=Subquery(of_subject.values("pk")[:1]))
    return {event.subject: event for event in found}
