from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pollen.services import overview
from subscribers.models import Purpose, Subscriber
from subscribers.services import rights
from subscribers.views.privately import behind_a_fresh_link


@behind_a_fresh_link
@require_safe
def profile(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    """«Mein Blütenstaub»: what is believed of a reader and why, behind the fresh link of the preferences."""
    # A consent that rests (GDPR Art. 18) is not acted upon; its owner may still look at what is kept.
    allowed = Subscriber.objects.granting(Purpose.POLLEN).filter(pk=subscriber.pk).exists()
    context = {
        "token": token,
        "subscriber": subscriber,
        "allowed": allowed,
        "objected": rights.objected_at(subscriber.subject),
        "beliefs": overview.beliefs(subscriber) if allowed else [],
        "grains": overview.kept_grains(subscriber),
        "days": settings.GRAIN_EXPIRES_DAYS,
    }
    return render(request, "pollen/profile.html", context)
