"""Lays a contribution before the editors in Wagtail's own moderation."""

from django.db import transaction
from django.utils import timezone
from wagtail.models import WorkflowState

from contributions.models import Contribution


@transaction.atomic
def lay_before_editors(contribution: Contribution) -> None:
    """Starts the workflow of the page's place, in nobody's name: whoever moderates there is told by Wagtail.

    Where there is no workflow, the list of contributions is where editors find it.
    """
    unlaid = Contribution.objects.filter(pk=contribution.pk, moderated_at=None, state=Contribution.State.RECEIVED)
    if contribution.page is None or not unlaid.update(moderated_at=timezone.now()):
        return
    page = contribution.page.specific
    workflow = page.get_workflow()
    if workflow and not page.workflow_in_progress:
        workflow.start(page, user=None)


def is_refusal(state: WorkflowState) -> bool:
    """Whether a rejection means the sender.

    In a workflow that an editor has started, «request changes» is meant for that editor. The one that we
    started has nobody who could change anything.
    """
    return state.requested_by_id is None


def words_of(state: WorkflowState) -> str:
    """What the moderator wrote beside the rejection."""
    task = state.current_task_state
    return task.comment if task else ""
