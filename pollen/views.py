import json

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from editorial.models import ReadablePage
from pollen import recognition
from pollen.services import gathering


# No CSRF token: `sendBeacon` cannot carry one, and all that a forged request could do is add one reading a day.
@csrf_exempt
@require_POST
def beacon(request: HttpRequest) -> HttpResponse:
    """Takes {"page": id, "seconds": visible time, "depth": share of the page seen} when a page is left.

    Answers 204 whoever asks; a grain is kept only for a recognised, consenting reader.
    """
    try:
        report = json.loads(request.body)
        page, seconds, depth = int(report["page"]), float(report["seconds"]), float(report["depth"])
    except (ValueError, TypeError, KeyError):
        return HttpResponseBadRequest("Expected JSON with page, seconds and depth.")
    subscriber = recognition.recognise(request)
    readable = ReadablePage.objects.live().filter(pk=page).first() if subscriber else None
    if subscriber and readable:
        readable = readable.specific
        gathering.record(subscriber, readable, gathering.kind_of_visit(readable, seconds, depth))
    return HttpResponse(status=204)
