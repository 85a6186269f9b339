"""Putting the articles of an issue into another order."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import TaskState

from magazine.models import ArticlePage, IssuePage

from . import planning
from .numbering import moved


class OrderRefused(Exception):
    """The articles stay as they are; the message is a sentence that says why."""


@transaction.atomic
def move_article(issue: IssuePage, article: int, index: int, seen: str, user: Any) -> int:
    """Puts the article at `index` of the order that was `seen` and returns how many page numbers changed.

    Raises OrderRefused if somebody else changed the order since, or if the user may not change one of the articles
    whose number would change. Nothing is changed then.
    """
    # One at a time: who comes second waits here and then sees the new order.
    IssuePage.objects.select_for_update().get(pk=issue.pk)
    now = planning.planned_issue(issue.pk)
    places = [one.place for one in now.articles]
    if seen != now.order_seen or article not in {place.pk for place in places}:
        raise OrderRefused(
            _("Somebody has changed this issue in the meantime. Nothing was moved; this is the order now.")
        )
    numbers = moved(places, article, index)
    pages = {page.pk: page for page in ArticlePage.objects.filter(pk__in=numbers)}
    for page in pages.values():
        _refuse_if_not_editable(page, user)
    for pk, number in numbers.items():
        _renumber(pages[pk], number, user)
    return len(numbers)


def _refuse_if_not_editable(page: ArticlePage, user: Any) -> None:
    lock = page.get_lock()
    if not page.permissions_for_user(user).can_edit() or (lock and lock.for_user(user)):
        raise OrderRefused(
            _("“%(title)s” cannot be changed by you now, and its page number would change. Nothing was moved.")
            % {"title": page.draft_title or page.title}
        )


def _renumber(page: ArticlePage, number: int, user: Any) -> None:
    """Saves the number as a new draft, and publishes it where the user may.

    It alone is published: what else was changed since the last publication stays a draft. A text under approval
    waits with it, since publishing would end that.
    """
    before = page.latest_revision_id
    draft: ArticlePage = page.get_latest_revision_as_object()
    if page.live and page.permissions_for_user(user).can_publish() and not page.workflow_in_progress:
        page.page_number = number
        page.save_revision(user=user, log_action=True).publish(user=user)
        if not draft.has_unpublished_changes:
            _follow(before, page)
            return
        page.refresh_from_db()
        draft.live, draft.live_revision = True, page.live_revision
        draft.last_published_at = page.last_published_at
    draft.page_number = number
    draft.save_revision(user=user, log_action=True)
    _follow(before, draft)


def _follow(before: int | None, page: ArticlePage) -> None:
    """A text under approval is approved with its new number."""
    waiting = TaskState.objects.filter(revision_id=before, status=TaskState.STATUS_IN_PROGRESS)
    waiting.update(revision_id=page.latest_revision_id)
