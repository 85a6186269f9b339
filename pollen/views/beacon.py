"""What a page says of its reading when it is left."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from math import isfinite

from django.conf import settings
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.urls import reverse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from pollen import page_token, recognition
from pollen.services import gathering, noting

Answer = Callable[[HttpRequest], HttpResponse]

# Bytes; a report has some 150.
LONGEST = 2_000


@dataclass(frozen=True)
class Report:
    page: page_token.Told
    seconds: float
    depth: float
    heard: float


def beacons_first(get_response: Answer) -> Answer:
    """Answers beacons before sessions, languages and pages are looked at, which they have nothing to do with.

    They come in bursts when a letter has gone out: what each of them costs is counted in tenths of milliseconds.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        if request.method == "POST" and request.path_info in _addresses():
            return beacon(request)
        return get_response(request)

    return answer


# No CSRF token: `sendBeacon` cannot carry one, and all that a forged request could do is add one reading a day.
@csrf_exempt
@require_POST
def beacon(request: HttpRequest) -> HttpResponse:
    """Takes {"page": its token (page_token), "seconds": visible time, "depth": share of the page seen, "heard":
    share of the recording played (for episodes)}.

    Answers 204 whoever asks; a grain is kept only for a recognised, consenting reader.
    """
    try:
        report = _report(request)
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError, BadSignature):
        return HttpResponseBadRequest("Expected JSON with page, seconds and depth.")
    response = HttpResponse(status=204)
    if recognition.COOKIE in request.COOKIES and not _kept(request, report):
        recognition.forget(response)
    return response


def _kept(request: HttpRequest, report: Report) -> bool:
    """Whether this is still a reader of whom something may be kept, be it new or known already."""
    subject = recognition.subject_of(request)
    if subject is None:
        return False
    kind = gathering.kind_of_visit(report.page.expected_seconds, report.seconds, report.depth, report.heard)
    return noting.note(subject, report.page.readable, kind) or recognition.recognise(request) is not None


def _report(request: HttpRequest) -> Report:
    if int(request.META.get("CONTENT_LENGTH") or 0) > LONGEST:
        raise ValueError
    said = json.loads(request.body)
    seconds, depth, heard = float(said["seconds"]), float(said["depth"]), float(said.get("heard", 0))
    if not (isfinite(seconds) and isfinite(depth) and isfinite(heard)):
        raise ValueError
    return Report(page_token.read(said["page"]), seconds, depth, heard)


@cache
def _addresses() -> frozenset[str]:
    """Where beacons arrive: a page in each language sends them below its own prefix."""
    found = set()
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found.add(reverse("pollen:beacon"))
    return frozenset(found)
