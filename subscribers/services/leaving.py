"""Leaving a newsletter, or making a pause, by the link in a letter; and what the page after it still offers."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from subscribers.models import ConsentEvent, ConsentState, LeavingReason, Purpose, Subscriber, Wording

from . import consent, rate_limit, suppression, tokens

# What the page writes into the evidence; only a leaving of this kind can be undone.
FORM = "unsubscribe"
ONE_CLICK = "one-click"
BY_MAIL = "mail"


class CannotUndo(Exception):
    """Too late, or somebody declared something else meanwhile: there is no leaving that could be undone."""


def undoing_token(subject: UUID, purpose: Purpose) -> str:
    """For the page that says farewell; empty if the last declaration is no leaving that could be undone."""
    state = ConsentState.objects.filter(subject=subject, purpose=purpose).first()
    return tokens.for_undoing(state) if state and _stood(state) and _reader(subject) else ""


@transaction.atomic
def undo(subject: UUID, purpose: Purpose, position: int) -> None:
    """Enters the grant anew, with the wording that stood. Raises CannotUndo; does nothing if it stands again."""
    consent.lock(subject)
    state = ConsentState.objects.filter(subject=subject, purpose=purpose).first()
    if state and state.stands:
        return
    wording = _stood(state) if state and state.position == position else None
    reader = _reader(subject)
    if wording is None or reader is None or suppression.find(reader.email):
        raise CannotUndo
    consent.grant(subject, wording, form="undo", undoes=position)


def _stood(state: ConsentState) -> Wording | None:
    """The wording of the consent that was withdrawn by the page, not long ago; None in any other case."""
    fresh = state.at > timezone.now() - tokens.UNDO_FOR
    if state.kind != ConsentEvent.Kind.WITHDRAWN or not fresh or state.event.evidence.get("form") != FORM:
        return None
    before = ConsentEvent.objects.filter(
        subject=state.subject,
        purpose=state.purpose_id,
        position__lt=state.position,
        kind__in=ConsentEvent.GRANTING,
    )
    last = before.select_related("wording").order_by("-position").first()
    return last.wording if last else None


def _reader(subject: UUID) -> Subscriber | None:
    return Subscriber.objects.filter(subject=subject).first()


def note_reason(purpose: Purpose, nonce: str, reason: str) -> None:
    """Keeps why somebody left, and nothing of whom; once for each farewell page."""
    if reason in LeavingReason.Reason.values and rate_limit.within("reason", nonce, 1):
        LeavingReason.objects.create(purpose=purpose, reason=reason)


def pause(subject: UUID, until: date) -> None:
    """No letters before this day. A wish of the reader, and so a sign of life."""
    Subscriber.objects.filter(subject=subject).update(
        paused_until=until, last_sign_at=timezone.now(), asked_to_stay_at=None
    )
