"""The outbox in the admin: every mail that would have left, as its reader would see it."""

from datetime import UTC, datetime

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from newsletters import outbox

from .preview import harmless

PAGE_SIZE = 40


def _check(request: HttpRequest) -> None:
    """Only while the outbox is where mail goes: its mails hold links that open what is private."""
    if not outbox.in_use():
        raise Http404
    if not request.user.has_perm("newsletters.view_delivery"):
        raise PermissionDenied


def _mail(request: HttpRequest, name: str) -> outbox.Mail:
    _check(request)
    try:
        return outbox.read(name)
    except FileNotFoundError as error:
        raise Http404 from error


def written_at(mail: outbox.Mail) -> datetime | None:
    """The Date header. One that ends in -0000 is in UTC and comes without a time zone (RFC 5322 § 3.3)."""
    header = mail.message["Date"]
    moment: datetime | None = header.datetime if header else None
    return moment.replace(tzinfo=moment.tzinfo or UTC) if moment else None


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    _check(request)
    page = Paginator(outbox.names(), PAGE_SIZE).get_page(request.GET.get("p"))
    mails = [(mail, written_at(mail)) for mail in map(outbox.read, page.object_list)]
    context = {"page": page, "mails": mails}
    return render(request, "newsletters/admin/outbox.html", context)


@require_safe
def mail(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, "newsletters/admin/mail.html", {"mail": _mail(request, name)})


@require_safe
@xframe_options_sameorigin
def mail_document(request: HttpRequest, name: str) -> HttpResponse:
    return harmless(_mail(request, name).html)
