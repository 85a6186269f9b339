"""A new mail address: asked for on the reader's own page, confirmed by the link that goes to the new address."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from editorial.commits import after_commit
from subscribers import tasks
from subscribers.forms import NewAddressForm
from subscribers.models import Subscriber
from subscribers.services import address_change, tokens, typing_hints

from .privately import behind_a_fresh_link, client_address, link_is_broken, privately


@behind_a_fresh_link
@require_http_methods(["GET", "HEAD", "POST"])
def address(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    """The answer is the same whether or not the new address is another reader's."""
    if request.method == "POST" and request.POST.get("call_off"):
        address_change.call_off(subscriber)
        return redirect(request.path)
    form = NewAddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _asked(request, subscriber, form):
        return redirect(request.path)
    change = address_change.waiting(subscriber)
    context = {
        "form": form,
        "subscriber": subscriber,
        "token": token,
        "change": change,
        "meant": typing_hints.suggestion(change.email) if change else "",
        "days": settings.SIGNUP_EXPIRES_DAYS,
    }
    return render(request, "subscribers/address.html", context, status=422 if form.errors else 200)


def _asked(request: HttpRequest, subscriber: Subscriber, form: NewAddressForm) -> bool:
    """Whether the wish is noted; otherwise the form says why not."""
    try:
        change = address_change.ask(subscriber, form.cleaned_data["email"], client_address(request))
    except address_change.SameAddress:
        form.add_error("email", _("This is the address that we write to already."))
    except address_change.TooOften:
        form.add_error("email", _("We have sent too many of these mails already. Please try again in an hour."))
    else:
        after_commit(tasks.send_address_change.delay, change.pk)
        return True
    return False


@privately
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_address(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, only POST changes the address: programs that check mails follow links."""
    try:
        change_id, asked_at = tokens.address_change(token)
    except tokens.TokenExpired:
        return render(request, "subscribers/address_over.html", status=410)
    except tokens.TokenInvalid:
        return link_is_broken(request)
    change = address_change.find(change_id, asked_at)
    if request.method == "POST":
        outcome = address_change.confirm(change_id, asked_at)
        if outcome == address_change.Outcome.CHANGED:
            return render(request, "subscribers/address_changed.html", {"change": change})
        if outcome == address_change.Outcome.TAKEN:
            return render(request, "subscribers/address_taken.html", status=409)
    if request.method == "POST" or change is None:
        return render(request, "subscribers/address_over.html", status=410)
    return render(request, "subscribers/address_confirm.html", {"change": change})
