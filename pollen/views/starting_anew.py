from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pollen.services import corrections
from subscribers.models import Purpose, Subscriber
from subscribers.views.privately import behind_a_fresh_link


@behind_a_fresh_link
@require_http_methods(["GET", "HEAD", "POST"])
def start_anew(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    """Says what goes and what stays; one POST, and the profile is empty."""
    own_page = reverse("pollen:profile", args=[token])
    if request.method == "POST":
        choices_too = bool(request.POST.get("choices"))
        done = corrections.start_anew(subscriber, choices_too)
        return redirect(f"{own_page}?done={'anew-all' if choices_too else 'anew'}#said" if done else own_page)
    changeable = Subscriber.objects.granting(Purpose.POLLEN).filter(pk=subscriber.pk, restricted_at=None).exists()
    if not changeable:
        return redirect(own_page)
    context = {
        "subscriber": subscriber,
        "token": token,
        "notes": subscriber.grains.count(),
        "interests": subscriber.interests.count(),
        "choices": subscriber.topic_choices.count(),
    }
    return render(request, "pollen/start_anew.html", context)
