"""The outbox in the admin: every mail that would have left, as its reader would see it."""

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
    if not request.user.has_perm("newsletters.view_delivery"):
        raise PermissionDenied


def _mail(request: HttpRequest, name: str) -> outbox.Mail:
    _check(request)
    try:
        return outbox.read(name)
    except FileNotFoundError as error:
        raise Http404 from error


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    _check(request)
    page = Paginator(outbox.names(), PAGE_SIZE).get_page(request.GET.get("p"))
    mails = [outbox.read(name) for name in page.object_list]
    context = {"page": page, "mails": mails, "in_use": outbox.in_use()}
    return render(request, "newsletters/admin/outbox.html", context)


@require_safe
def mail(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, "newsletters/admin/mail.html", {"mail": _mail(request, name)})


@require_safe
@xframe_options_sameorigin
def mail_document(request: HttpRequest, name: str) -> HttpResponse:
    return harmless(_mail(request, name).html)
