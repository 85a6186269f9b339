"""The sender takes a contribution back: before it is confirmed, before it is decided, or years after."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from contributions.models import Contribution, Picture
from subscribers.models import Purpose
from subscribers.services import consent

from .drafting import translations_of

FORM = "contribution"
State = Contribution.State


@transaction.atomic
def withdraw(subject: UUID) -> None:
    """Enters the withdrawal in the ledger; take_back() follows by its signal. What nobody confirmed is deleted."""
    contribution = Contribution.objects.select_for_update().filter(subject=subject).first()
    if contribution is None:
        return
    if contribution.state == State.UNCONFIRMED:
        Picture.objects.filter(contributions=contribution).delete()
        contribution.delete()
        return
    purpose = contribution.wording.purpose
    consent.withdraw(subject, purpose, form=FORM)


@transaction.atomic
def take_back(subject: UUID) -> Contribution | None:
    """Takes everything offline in the transaction of the withdrawal; put_away() deletes it after that.

    The address goes at once: there is nothing left to write to its owner about.
    """
    contribution = Contribution.objects.select_for_update().filter(subject=subject).first()
    if contribution is None or contribution.state in (State.UNCONFIRMED, State.WITHDRAWN):
        return None
    contribution.state = State.WITHDRAWN
    contribution.decided_at = timezone.now()
    contribution.email = contribution.name = contribution.reason = ""
    contribution.save()
    contribution.notices.waiting().delete()
    if contribution.page:
        for page in translations_of(contribution.page):
            page.revisions.update(approved_go_live_at=None)
            if page.live:
                page.specific.unpublish()
    return contribution


def is_publication(purpose: Purpose) -> bool:
    return purpose.kind == Purpose.Kind.PUBLICATION
