"""What happens to an issue's files when its pages change. Connected by `MagazineConfig.ready`."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.models import PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move

from magazine.models import ArticlePage, IssueFile, IssuePage, MagazinePage
from magazine.services import issue_files


def connect() -> None:
    for page_type in (IssuePage, ArticlePage):
        page_published.connect(_published, sender=page_type, dispatch_uid=f"files.published.{page_type.__name__}")
        page_unpublished.connect(_unpublished, sender=page_type, dispatch_uid=f"files.left.{page_type.__name__}")
        post_page_move.connect(_moved, sender=page_type, dispatch_uid=f"files.moved.{page_type.__name__}")
    for signal in (post_save, post_delete):
        signal.connect(_door_changed, sender=PageViewRestriction, dispatch_uid=f"files.door.{id(signal)}")
    post_delete.connect(_row_deleted, sender=IssueFile, dispatch_uid="files.row_deleted")


def _issues_of(page: Any) -> list[IssuePage]:
    """The issues that a page is a part of, with their translations: these show what is not translated yet."""
    path = page.path if isinstance(page, IssuePage) else page.path[: -page.steplen]
    keys = IssuePage.objects.filter(path=path).values("translation_key")
    return list(IssuePage.objects.filter(translation_key__in=keys).defer_streamfields())


def _published(instance: Any, **_kwargs: Any) -> None:
    issue_files.want(_issues_of(instance))


def _unpublished(instance: Any, **_kwargs: Any) -> None:
    """The page is still below its issue, and its row may still say that it is live."""
    issues = _issues_of(instance)
    issue_files.withdraw(issues)
    issue_files.want(issue for issue in issues if issue.pk != instance.pk)


def _moved(instance: Any, parent_page_before: Any, **_kwargs: Any) -> None:
    before = IssuePage.objects.filter(pk=parent_page_before.pk)
    issues = {issue.pk: issue for issue in [*before, *_issues_of(instance)]}.values()
    issue_files.withdraw(issues)
    issue_files.want(issues)


def _door_changed(instance: PageViewRestriction, **_kwargs: Any) -> None:
    """A password or login came or went: who may read an article decides whether it is in the file."""
    page = instance.page.specific_deferred
    if isinstance(page, ArticlePage | IssuePage):
        issues = _issues_of(page)
    elif isinstance(page, MagazinePage):
        issues = list(IssuePage.objects.child_of(page).defer_streamfields())
    else:
        return
    issue_files.withdraw(issues)
    issue_files.want(issues)


def _row_deleted(instance: IssueFile, **_kwargs: Any) -> None:
    issue_files.delete_later(instance.file.storage, instance.file.name)
