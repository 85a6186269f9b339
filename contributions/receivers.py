"""What happens elsewhere and concerns contributions: pages go online and offline, workflows end, consents too."""

from typing import Any
from uuid import UUID

from django.db.models.signals import pre_delete
from django.dispatch import receiver
from wagtail.models import Page, WorkflowState
from wagtail.signals import page_published, page_unpublished, workflow_rejected

from editorial.commits import after_commit
from subscribers.models import Purpose
from subscribers.signals import consent_withdrawn

from . import tasks
from .models import Contribution
from .services import deciding, moderating, withdrawing


def carry_on_after_commit(contribution: Contribution | None) -> None:
    """A broker that is away must not turn an answer into an error: beat finds what is still to be done."""
    if contribution:
        after_commit(tasks.carry_on.delay, contribution.pk)


@receiver(page_published, dispatch_uid="contributions.page_published")
def _published(instance: Page, **_kwargs: Any) -> None:
    carry_on_after_commit(deciding.page_went_online(instance))


@receiver(page_unpublished, dispatch_uid="contributions.page_unpublished")
def _unpublished(instance: Page, **_kwargs: Any) -> None:
    deciding.page_went_offline(instance)


@receiver(pre_delete, dispatch_uid="contributions.page_deleted")
def _deleted(sender: type, instance: Any, **_kwargs: Any) -> None:
    # Sent for a page once for each table that it has a row in; only the first finds anything to decide.
    if isinstance(instance, Page):
        carry_on_after_commit(deciding.page_is_deleted(instance))


@receiver(workflow_rejected, dispatch_uid="contributions.workflow_rejected")
def _rejected(instance: WorkflowState, **_kwargs: Any) -> None:
    if not moderating.is_refusal(instance):
        return
    contribution = Contribution.objects.filter(page=instance.object_id).first()
    if contribution and isinstance(instance.content_object, Page):
        carry_on_after_commit(deciding.decline(contribution.pk, moderating.words_of(instance)))


@receiver(consent_withdrawn, dispatch_uid="contributions.consent_withdrawn")
def _withdrawn(subject: UUID, purpose: Purpose, **_kwargs: Any) -> None:
    if withdrawing.is_publication(purpose):
        carry_on_after_commit(withdrawing.take_back(subject))
