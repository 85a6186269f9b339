import json
from math import isfinite

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from editorial.models import ReadablePage
from pollen import recognition
from pollen.services import gathering

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
