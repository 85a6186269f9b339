"""The coming issues side by side: deadlines, articles, their order, and what else lies ahead."""

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from editorial.models import Author
from editorial.rights import may_change_all, page_rights, works_on_pages
from magazine.models import ArticlePage, IssuePage
from magazine.services import framing, planning, reordering


def may_frame(user: Any) -> bool:
    """A new issue is made by who may change every page: editors, not authors."""
    return {"add", "change"} <= page_rights(user)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    if not works_on_pages(request.user):
        raise PermissionDenied
    issues = planning.coming_issues()
    newest = planning.newest_issue()
    ahead = planning.timeline()
    written = {author for issue in issues for one in issue.articles for author in one.draft.authors}
    context = {
        "issues": issues,
        "newest": newest,
        "days": [(day, list(texts)) for day, texts in groupby(ahead, key=lambda coming: coming.day)],
        "names": Author.objects.in_bulk(written),
        "may_frame": may_frame(request.user),
        "may_add": "add" in page_rights(request.user),
        "may_change_all": may_change_all(request.user),
    }
    return render(request, "magazine/admin/planning.html", context)


@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts `article` at place `index` (from 0) of the order that was `seen`."""
    issue = get_object_or_404(IssuePage, pk=pk)
    if not (may_change_all(request.user) and issue.permissions_for_user(request.user).can_edit()):
        raise PermissionDenied
    article, index = _number(request, "article"), _number(request, "index")
    try:
        changed = reordering.move_article(issue, article, index, request.POST.get("seen", ""), request.user)
    except reordering.OrderRefused as refused:
        messages.error(request, str(refused))
    else:
        if changed:
            messages.success(request, _moved(issue, article, changed, request.user))
    return redirect(f"{reverse('magazine_planning')}#issue-{issue.pk}")


def _number(request: HttpRequest, name: str) -> int:
    value = request.POST.get(name, "")
    return int(value) if value.isdecimal() else -1


def _moved(issue: IssuePage, article: int, changed: int, user: Any) -> str:
    said = ngettext("%(count)s page number changed.", "%(count)s page numbers changed.", changed)
    said %= {"count": changed}
    waiting = ArticlePage.objects.child_of(issue).live().filter(has_unpublished_changes=True).exists()
    if waiting and "publish" not in page_rights(user):
        said += " " + _("Readers see the new order once the articles are published.")
    return said


@require_POST
def frame(request: HttpRequest) -> HttpResponse:
    """Makes the next issue in the frame of the one that is named by `after`."""
    after = get_object_or_404(IssuePage, pk=_number(request, "after"))
    if not may_frame(request.user) or not after.get_parent().permissions_for_user(request.user).can_add_subpage():
        raise PermissionDenied
    try:
        issue = framing.frame_next_issue(after, request.user)
    except framing.FrameRefused:
        messages.error(request, _("Somebody has made another issue in the meantime. Nothing was made twice."))
        return redirect("magazine_planning")
    messages.success(
        request,
        _("Issue %(number)s is made, as a draft. Look over title, dates and places now.")
        % {"number": issue.number},
    )
    return redirect("wagtailadmin_pages:edit", issue.pk)
