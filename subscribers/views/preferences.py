from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from editorial.commits import after_commit
from subscribers import tasks
from subscribers.forms import PreferencesForm, PreferencesRequestForm
from subscribers.models import Subscriber
from subscribers.services import links
from subscribers.services import preferences as service

from .privately import behind_a_fresh_link, client_address, privately


@privately
@require_http_methods(["GET", "HEAD", "POST"])
def preferences_request(request: HttpRequest) -> HttpResponse:
    """Asks for a fresh link by mail. What is done and answered is the same for known and unknown addresses."""
    form = PreferencesRequestForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if not form.trapped:
            language = (get_language() or "de")[:2]
            asked = links.request_link(form.cleaned_data["email"], language, client_address(request))
            if asked:
                after_commit(tasks.answer_link_request.delay, asked.pk)
        return render(request, "subscribers/preferences_requested.html")
    return render(
        request, "subscribers/preferences_request.html", {"form": form}, status=422 if form.errors else 200
    )


@behind_a_fresh_link
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    """The reader's own page, behind a link that is fresh for settings.PREFERENCES_LINK_MINUTES."""
    subject = subscriber.subject
    if request.method == "POST" and request.POST.get("leave"):
        service.leave_everything(subject)
        return render(request, "subscribers/left.html", {"everything": True})
    if request.method == "POST" and request.POST.get("end_pause"):
        service.end_pause(subject)
        return redirect(f"{request.path}?saved=1")
    offers = service.offers(subject, get_language() or subscriber.language)
    form = PreferencesForm(subscriber, offers, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        service.save(subject, form.wish())
        return redirect(f"{request.path}?saved=1")
    context = {
        "form": form,
        "subscriber": subscriber,
        "token": token,
        "saved": "saved" in request.GET and not form.errors,
    }
    return render(request, "subscribers/preferences.html", context, status=422 if form.errors else 200)
