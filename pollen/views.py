import json
from math import isfinite

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from editorial.models import ReadablePage
from pollen import recognition
from pollen.services import gathering, overview
from subscribers.models import Purpose, Subscriber
from subscribers.services import rights
from subscribers.views.privately import behind_a_fresh_link

# The largest number that a page can have in a database.
MOST = 2**63 - 1


# No CSRF token: `sendBeacon` cannot carry one, and all that a forged request could do is add one reading a day.
@csrf_exempt
@require_POST
def beacon(request: HttpRequest) -> HttpResponse:
    """Takes {"page": id, "seconds": visible time, "depth": share of the page seen} when a page is left.

    Answers 204 whoever asks; a grain is kept only for a recognised, consenting reader.
    """
    try:
        page, seconds, depth = _report(request.body)
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        return HttpResponseBadRequest("Expected JSON with page, seconds and depth.")
    subscriber = recognition.recognise(request)
    # A title that is not for everybody must not come to light in the profile of whoever reports its number.
    readable = ReadablePage.objects.open_to_all().filter(pk=page).first() if subscriber else None
    if subscriber and readable:
        readable = readable.specific
        gathering.record(subscriber, readable, gathering.kind_of_visit(readable, seconds, depth))
    return HttpResponse(status=204)


def _report(body: bytes) -> tuple[int, float, float]:
    report = json.loads(body)
    page, seconds, depth = int(report["page"]), float(report["seconds"]), float(report["depth"])
    if not (0 < page <= MOST and isfinite(seconds) and isfinite(depth)):
        raise ValueError
    return page, seconds, depth


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
