from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pollen.services import corrections
from subscribers.models import Subscriber
from subscribers.views.privately import behind_a_fresh_link

from . import correcting


@behind_a_fresh_link
@require_http_methods(["GET", "HEAD", "POST"])
def start_anew(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    """Says what goes and what stays; one POST, and the profile is empty."""
    own_page = reverse("pollen:profile", args=[token])
    if request.method == "POST":
        choices_too = bool(request.POST.get("choices"))
        done = corrections.start_anew(subscriber, choices_too)
        said = correcting.Outcome("anew-all" if choices_too else "anew")
        return redirect(f"{own_page}?said={correcting.kept(said, subscriber)}#said" if done else own_page)
    if not corrections.changeable(subscriber):
        return redirect(own_page)
    context = {
        "subscriber": subscriber,
        "token": token,
        "notes": subscriber.grains.count(),
        "interests": subscriber.interests.count(),
        "choices": subscriber.topic_choices.count(),
    }
    return render(request, "pollen/start_anew.html", context)
