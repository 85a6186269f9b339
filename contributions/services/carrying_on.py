"""Whatever is still to be done for a contribution. May be called at any time, by any number of workers."""

from contributions.models import Contribution

from . import mailing
from .moderating import lay_before_editors
from .putting_away import put_away


def carry_on(contribution_id: int) -> None:
    contribution = _find(contribution_id)
    if contribution is None:
        return
    if contribution.state == Contribution.State.RECEIVED:
        lay_before_editors(contribution)
    for notice_id in contribution.notices.due().values_list("pk", flat=True):
        mailing.send(notice_id)
    if contribution := _find(contribution_id):
        put_away(contribution)


def waiting() -> list[int]:
    """The ids of contributions whose task was lost, whose mail is to be tried again, or whose page was in use."""
    return list(Contribution.objects.with_something_to_do().values_list("pk", flat=True))


def _find(contribution_id: int) -> Contribution | None:
    return Contribution.objects.select_related("page", "image").filter(pk=contribution_id).first()
