"""What a reader meets of a letter on the web: the links in it."""

from uuid import UUID

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from editorial.models import ReadablePage
from newsletters.services import agents, clicks, links
from pollen import recognition


@require_safe
def click(request: HttpRequest, token: str) -> HttpResponse:
    """Leads from a letter to the plain address of the page.

    The click is held, and the browser remembered, only while the pollen consent stands and the browser does not
    say no.
    """
    try:
        clicked = links.read_click(token)
    except signing.BadSignature:
        return render(request, "newsletters/broken_link.html", status=404)
    page = clicked.readable and get_object_or_404(ReadablePage.objects.live(), pk=clicked.readable)
    response = redirect(links.plain(page)) if page else _nothing_here()
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    if clicked.fresh and not recognition.says_no(request):
        program = agents.is_program(request.method or "", request.headers)
        reader = clicks.hold(clicked.delivery, page or None, program, device_of=_device_of(request))
        if reader:
            recognition.remember(response, reader, request)
    return response


def _device_of(request: HttpRequest) -> UUID | None:
    """The pseudonym of whoever asked that this device be remembered as theirs."""
    known = recognition.remembered(request)
    return known.subject if known and known.as_a_device and recognition.recognise(request) else None


def _nothing_here() -> HttpResponse:
    """The end of the link that people do not see: the same for everybody, without a database."""
    response = HttpResponse(render_to_string("newsletters/nothing_here.html"))
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
