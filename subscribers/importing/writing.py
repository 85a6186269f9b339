"""Brings the decisions about one chunk into the database, in the transaction of whoever calls."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError
from django.db.models import Max

from subscribers.models import (
    AskedAddress,
    ConsentEvent,
    ConsentState,
    Purpose,
    SignUp,
    Subscriber,
    SuppressedAddress,
    Wording,
)
from subscribers.services import bulk, ledger

from .deciding import Decision
from .outcomes import Outcome
from .states import State

# The form that a sign-up or a consent names, where the forms of the site name their page.
FORM = "import"


@dataclass(frozen=True)
class Letterhead:
    """How the people of this file are addressed and asked. `wordings` by language, in force when the run began."""

    run: int
    form_of_address: str
    wordings: dict[str, list[Wording]]


def write(decisions: Sequence[Decision], head: Letterhead, now: datetime, ask_from: datetime) -> datetime:
    """Returns the moment from which the next mail may be sent.

    Raises IntegrityError if somebody else has entered one of these addresses meanwhile, or a reader has declared
    something: then nothing was written, and the chunk is to be decided anew.
    """
    readers = _make_readers([each for each in decisions if each.outcome == Outcome.IMPORTED], head, now)
    ledger.append_first(_events(decisions, readers, head, now))
    here = {each.row.email: each.subject for each in decisions if each.subject and each.adds}
    _hold({each.subject: each.adds for each in decisions if each.subject and each.adds})
    ledger.append_many(_events(decisions, here, head, now))
    _suppress([each for each in decisions if each.suppress], now)
    return _ask([each for each in decisions if each.outcome == Outcome.ASKED], head, now, ask_from)


def _events(
    decisions: Sequence[Decision], subjects: dict[str, UUID], head: Letterhead, now: datetime
) -> list[ConsentEvent]:
    """Of the people whose address is among the subjects."""
    return [
        ConsentEvent(
            subject=subject,
            purpose_id=purpose.pk,
            kind=ConsentEvent.Kind.IMPORTED.value,
            at=now,
            evidence=_evidence(each, head.run),
        )
        for each in decisions
        if each.adds and (subject := subjects.get(each.row.email))
        for purpose in each.adds
    ]


def _make_readers(decisions: list[Decision], head: Letterhead, now: datetime) -> dict[str, UUID]:
    """Address -> pseudonym. The silence of an imported reader is counted from the import on."""
    subjects = {each.row.email: uuid4() for each in decisions}
    bulk.insert_rows(
        Subscriber,
        ("email", "name", "language", "form_of_address", "subject", "confirmed_at", "last_sign_at"),
        [
            (
                each.row.email,
                each.row.name,
                each.row.language,
                head.form_of_address,
                subjects[each.row.email],
                now,
                now,
            )
            for each in decisions
        ],
    )
    return subjects


def _hold(adds: dict[UUID, tuple[Purpose, ...]]) -> None:
    """Locks the rows of readers who are here already, in one order for everybody.

    Raises IntegrityError if one of them has gone, has restricted the use of their data or has declared something
    about these purposes since the chunk was decided.
    """
    if not adds:
        return
    locked = Subscriber.objects.select_for_update().filter(subject__in=adds, restricted_at=None).order_by("pk")
    there = list(locked.values_list("subject", flat=True))
    declared = ConsentState.objects.filter(subject__in=there).values_list("subject", "purpose_id")
    overtaken = any(purpose in {one.pk for one in adds[subject]} for subject, purpose in declared)
    if overtaken or len(there) < len(adds):
        raise IntegrityError("Readers have declared something while their rows were decided.")


def _evidence(decision: Decision, run: int) -> dict[str, Any]:
    return {"form": FORM, "import": run, "row": decision.row.number, **decision.row.proof}


def _suppress(decisions: list[Decision], now: datetime) -> None:
    reasons = {
        State.BOUNCED: SuppressedAddress.Reason.BOUNCED,
        State.COMPLAINED: SuppressedAddress.Reason.COMPLAINED,
    }
    SuppressedAddress.objects.bulk_create(
        [
            SuppressedAddress(digest=each.digest[0], key=each.digest[1], reason=reasons[each.row.state], at=now)
            for each in decisions
        ],
        ignore_conflicts=True,
        batch_size=bulk.BATCH,
    )


def first_ask(now: datetime) -> datetime:
    """When the first mail of a run may be sent: after those that earlier imports have lined up."""
    waiting = SignUp.objects.filter(form=FORM, mailed_at=None, refused_at=None)
    last = waiting.aggregate(last=Max("due_at"))["last"]
    return max(now, last + _pause()) if last else now


def _pause() -> timedelta:
    return timedelta(minutes=1) / settings.IMPORT_ASKS_A_MINUTE


def _ask(decisions: list[Decision], head: Letterhead, now: datetime, ask_from: datetime) -> datetime:
    """Lines up one mail for each, so many a minute; beat sends what is due.

    A sign-up counts as requested when its turn has come: it expires so many days after its mail, not after the
    import.
    """
    if not decisions:
        return ask_from
    bulk.insert_rows(AskedAddress, ("digest", "key", "at"), [(*each.digest, now) for each in decisions])
    pause = _pause()
    turns = [ask_from + pause * number for number in range(len(decisions))]
    signups = bulk.insert_rows(
        SignUp,
        ("email", "name", "language", "evidence", "requested_at", "due_at", "form_of_address", "form"),
        [
            (
                each.row.email,
                each.row.name,
                each.row.language,
                _evidence(each, head.run),
                turn,
                turn,
                head.form_of_address,
                FORM,
            )
            for each, turn in zip(decisions, turns, strict=True)
        ],
    )
    asked_for = [
        (signup, wording.pk)
        for signup, each in zip(signups, decisions, strict=True)
        for wording in head.wordings[each.row.language]
    ]
    bulk.insert_rows(SignUp.wordings.through, ("signup_id", "wording_id"), asked_for)
    return turns[-1] + pause
