"""The data of an access request (GDPR Art. 15, 20): laid ready behind the link of a letter, made when fetched."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from desk.services import gathering, tokens
from editorial.signed_links import TokenExpired, TokenInvalid
from subscribers.views.data_files import as_json, as_page
from subscribers.views.privately import privately


@privately
@require_http_methods(["GET", "HEAD", "POST"])
def data(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows what can be fetched and nothing of it; the files come by POST, which programs do not send."""
    try:
        case = gathering.ready(tokens.data(token))
    except TokenExpired:
        return _expired(request, token)
    except TokenInvalid:
        case = None
    if case is None or case.subscriber is None:
        return render(request, "desk/link_broken.html", status=404)
    make = _FILES.get(request.POST.get("as", "")) if request.method == "POST" else None
    if make is None:
        return render(request, "desk/data.html", {"case": case, "days": settings.DESK_DATA_DAYS})
    gathering.fetched(case)
    return make(case.subscriber)


def _expired(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever holds an old link may have a new one mailed, to the person's address and nowhere else."""
    if request.method == "POST":
        gathering.mail_again(tokens.expired_data(token))
    context = {"sent": request.method == "POST", "days": settings.DESK_DATA_DAYS}
    return render(request, "desk/data_expired.html", context, status=200 if context["sent"] else 410)


_FILES = {"json": as_json, "html": as_page}
