from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from desk.forms import ContactForm, OwnRequestForm, RightsForm
from desk.forms.asking import AskingForm
from desk.services import opening
from subscribers import mail
from subscribers.models import Subscriber
from subscribers.views.privately import behind_a_fresh_link, client_address, cookieless


@cookieless
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def request_right(request: HttpRequest) -> HttpResponse:
    return _asked(request, RightsForm, "desk/request.html")


@cookieless
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    return _asked(request, ContactForm, "desk/contact.html")


@require_safe
def requested(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/requested.html", {"days": settings.DESK_IDENTITY_DAYS})


@behind_a_fresh_link
@require_http_methods(["GET", "HEAD", "POST"])
def from_preferences(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    """From the reader's own page, whose fresh link has shown who it is."""
    form = OwnRequestForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        case = opening.from_preferences(subscriber, form.cleaned_data["kind"], form.cleaned_data["text"])
        return render(request, "desk/taken.html", {"case": case, "token": token})
    context = {"form": form, "token": token, "subscriber": subscriber}
    return render(request, "desk/own_request.html", context, status=422 if form.errors else 200)


def _asked(request: HttpRequest, form_class: type[AskingForm], template: str) -> HttpResponse:
    """The answer is the same for known and unknown addresses, for too many of them, and for programs."""
    form = form_class(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if not form.trapped:
            opening.from_form(form.request(), client_address(request))
        return redirect("desk:requested")
    context: dict[str, Any] = {
        "form": form,
        "open": mail.publisher().complete,
        "days": settings.DESK_IDENTITY_DAYS,
    }
    return render(request, template, context, status=422 if form.errors else 200)
