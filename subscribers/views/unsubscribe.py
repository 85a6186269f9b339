from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from subscribers.forms import PauseForm
from subscribers.models import LeavingReason, Purpose
from subscribers.services import consent, leaving, tokens

from .privately import link_is_broken, privately

FORM_TYPES = ("multipart/form-data", "application/x-www-form-urlencoded")


@privately
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """The visible link asks once; a mail program's one-click POST (RFC 8058) gets 200 and no question.

    GET changes nothing, since programs that check mails follow links. No cookie and no referrer is needed:
    the signed link is what permits it. It permits to leave this newsletter and to make a pause, nothing else.
    """
    try:
        subject, purpose = tokens.unsubscribing(token)
    except (tokens.TokenInvalid, tokens.TokenExpired):
        return link_is_broken(request)
    if request.method != "POST":
        return _ask(request, purpose, PauseForm())
    if _is_one_click(request):
        consent.withdraw(subject, purpose, form=leaving.ONE_CLICK)
        return HttpResponse(_("Unsubscribed."), content_type="text/plain; charset=utf-8")
    if "pause" in request.POST:
        return _pause(request, subject, purpose)
    consent.withdraw(subject, purpose, form=leaving.FORM)
    return _farewell(request, purpose, undo=leaving.undoing_token(subject, purpose))


def _is_one_click(request: HttpRequest) -> bool:
    """Some mail programs forget to say what kind of form they send."""
    if request.POST.get("List-Unsubscribe") == "One-Click":
        return True
    return request.content_type not in FORM_TYPES and request.body.strip() == b"List-Unsubscribe=One-Click"


def _ask(request: HttpRequest, purpose: Purpose, form: PauseForm) -> HttpResponse:
    context = {"purpose": purpose, "form": form}
    return render(request, "subscribers/unsubscribe.html", context, status=422 if form.errors else 200)


def _pause(request: HttpRequest, subject: UUID, purpose: Purpose) -> HttpResponse:
    form = PauseForm(request.POST)
    if not form.is_valid():
        return _ask(request, purpose, form)
    leaving.pause(subject, form.until())
    return render(request, "subscribers/paused.html", {"until": form.until()})


def _farewell(request: HttpRequest, purpose: Purpose, undo: str = "", thanks: bool = False) -> HttpResponse:
    context = {
        "purpose": purpose,
        "undo": undo,
        "reason": "" if thanks else tokens.for_reason(purpose),
        "reasons": LeavingReason.Reason.choices,
        "thanks": thanks,
    }
    return render(request, "subscribers/left.html", context)


@privately
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest) -> HttpResponse:
    """The newsletter goes on as if nobody had left: for the half hour in which the farewell page may be open."""
    if request.method != "POST":
        return redirect("subscribers:preferences_request")
    try:
        subject, purpose, position = tokens.undoing(request.POST.get("undo", ""))
        leaving.undo(subject, purpose, position)
    except (tokens.TokenInvalid, tokens.TokenExpired, leaving.CannotUndo):
        return render(request, "subscribers/undo_over.html", status=410)
    return render(request, "subscribers/undone.html", {"purpose": purpose})


@privately
@require_http_methods(["GET", "HEAD", "POST"])
def leaving_reason(request: HttpRequest) -> HttpResponse:
    """Why, if somebody likes to say so. What is sent and kept names the newsletter and no person."""
    if request.method != "POST":
        return redirect("subscribers:signup")
    try:
        purpose, nonce = tokens.reason(request.POST.get("token", ""))
    except (tokens.TokenInvalid, tokens.TokenExpired):
        return link_is_broken(request)
    leaving.note_reason(purpose, nonce, request.POST.get("reason", ""))
    return _farewell(request, purpose, thanks=True)
