"""What the editors decide. Each function does nothing where there is nothing (any more) to decide."""

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from contributions.models import Contribution, Notice
from subscribers.models import Purpose
from subscribers.services import consent

State = Contribution.State


@transaction.atomic
def page_went_online(page: Page) -> Contribution | None:
    """Notes that a contribution is published, and that its sender is to be told, once.

    Without a standing consent, or after a refusal, the page goes offline at once: unknown means no.
    """
    contribution = _of(page)
    if contribution is None:
        return None
    if contribution.state in (State.DECLINED, State.WITHDRAWN) or not may_be_published(contribution):
        page.unpublish()
        return None
    if contribution.state == State.PUBLISHED:
        return None
    contribution.state = State.PUBLISHED
    contribution.decided_at = contribution.decided_at or timezone.now()
    contribution.save(update_fields=["state", "decided_at"])
    contribution.notices.get_or_create(kind=Notice.Kind.PUBLISHED)
    return contribution


def may_be_published(contribution: Contribution) -> bool:
    return consent.stands(contribution.subject, Purpose.PUBLICATION)


@transaction.atomic
def page_went_offline(page: Page) -> None:
    """Nobody is told: the editors took it down, and may put it up again. A mail that was to say so is not sent."""
    published = Contribution.objects.filter(page=page.pk, state=State.PUBLISHED)
    Notice.objects.waiting().filter(kind=Notice.Kind.PUBLISHED, contribution__in=published).delete()
    published.update(state=State.OFFLINE)


@transaction.atomic
def page_is_deleted(page: Page) -> Contribution | None:
    """An undecided page that an editor deletes is declined without words."""
    page_went_offline(page)
    contribution = _of(page)
    return decline(contribution.pk) if contribution else None


@transaction.atomic
def decline(contribution_id: int, reason: str = "") -> Contribution | None:
    """Notes the refusal with the editors' words to the sender; None if it was decided before."""
    undecided = Contribution.objects.select_for_update().filter(state=State.RECEIVED)
    contribution = undecided.filter(pk=contribution_id).first()
    if contribution is None:
        return None
    contribution.state = State.DECLINED
    contribution.decided_at = timezone.now()
    contribution.reason = reason.strip()
    contribution.save(update_fields=["state", "decided_at", "reason"])
    contribution.notices.get_or_create(kind=Notice.Kind.DECLINED)
    return contribution


def _of(page: Page) -> Contribution | None:
    return Contribution.objects.select_for_update().filter(page=page.pk).first()
