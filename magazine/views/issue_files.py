"""An issue's files: handed out to whoever may see the issue, and looked after by its editors."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.wagtail_hooks import check_view_restrictions

from editorial.models.topic import german_slug
from magazine.models import IssueFile, IssuePage
from magazine.services import issue_files

CONTENT_TYPES = {"pdf": "application/pdf", "epub": "application/epub+zip"}


@require_safe
def download(request: HttpRequest, pk: int, slug: str, kind: str) -> HttpResponseBase:
    """The file, behind the very door of the issue: the same password, login or group is asked for."""
    issue = get_object_or_404(IssuePage.objects.live().defer_streamfields(), pk=pk)
    # Wagtail's own check; it answers with the password form or the way to the login where that is needed.
    answer = check_view_restrictions(_file)(issue, request, [kind], {})
    if not isinstance(answer, HttpResponseBase):
        raise Http404
    return answer


def _file(issue: IssuePage, request: HttpRequest, arguments: list[str], _named: Any) -> HttpResponseBase:
    file = IssueFile.objects.filter(issue=issue, kind=arguments[0]).exclude(file="").first()
    if file is None or file.made_at is None:
        raise Http404
    etag = quote_etag(file.file.name.rpartition("/")[2])
    response: HttpResponseBase
    if request.headers.get("If-None-Match") == etag:
        response = HttpResponse(status=304)
    else:
        response = _contents(file, german_slug(f"{issue.title} {issue.number.replace('.', '-')}"))
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(file.made_at.timestamp())
    # Kept by nobody without asking again: a password may have been set, or the issue taken back, a minute ago.
    patch_cache_control(response, no_cache=True)
    return response


def _contents(file: IssueFile, name: str) -> HttpResponseBase:
    try:
        opened = file.file.storage.open(file.file.name)
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(
        opened, as_attachment=True, filename=f"{name}.{file.kind}", content_type=CONTENT_TYPES[file.kind]
    )


@require_http_methods(["GET", "HEAD", "POST"])
def manage(request: HttpRequest, pk: int) -> HttpResponse:
    """The files of an issue in the admin: their state, what is missing in them, and a button to make them anew."""
    issue = get_object_or_404(IssuePage, pk=pk)
    if not issue.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    if request.method == "POST":
        if issue.live:
            issue_files.want([issue])
            messages.success(request, _("The files are being made. This takes up to a minute."))
        else:
            messages.error(request, _("Files are made of published issues only."))
        return redirect("issue_files_manage", issue.pk)
    return render(
        request, "magazine/admin/issue_files.html", {"issue": issue, "files": issue.files.order_by("-kind")}
    )
