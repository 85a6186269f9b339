from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from editorial.templatetags.readables import primed
from pollen import page_token, recognition
from pollen.services.next_reading import suggest
from subscribers.views.privately import privately


@privately
@require_GET
def next_reading(request: HttpRequest) -> HttpResponse:
    """What this reader might read next, as a part of a page. 204 leaves the list for everybody where it is."""
    reader = recognition.recognise(request)
    try:
        told = page_token.read(request.GET.get("page", ""))
    except BadSignature:
        return HttpResponse(status=204)
    suggested = suggest(reader, told.readable) if reader else []
    if not suggested:
        return HttpResponse(status=204)
    primed(each.page for each in suggested)
    return render(request, "pollen/includes/next_reading.html", {"suggested": suggested})
