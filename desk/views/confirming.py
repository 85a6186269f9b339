from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from desk.models import Case
from desk.services import identity, tokens
from editorial.signed_links import TokenExpired, TokenInvalid
from subscribers.views.privately import privately


@privately
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, only POST confirms: programs that check mails follow links."""
    try:
        case_id = tokens.identity(token)
    except TokenExpired:
        return render(request, "desk/expired.html", status=410)
    except TokenInvalid:
        return render(request, "desk/link_broken.html", status=404)
    if request.method == "POST":
        case = identity.confirm(case_id)
        return render(request, "desk/confirmed.html", {"case": case})
    waiting = Case.objects.open().filter(pk=case_id, identity_confirmed_at=None).first()
    if waiting is None:
        return render(request, "desk/confirmed.html", {"case": None})
    return render(request, "desk/confirm.html", {"case": waiting})
