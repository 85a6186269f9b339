"""The data of an access request (GDPR Art. 15, 20): laid ready behind the link of a letter, made when fetched."""

import json
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from desk.services import gathering, tokens
from subscribers.models import Subscriber
from subscribers.services import access
from subscribers.views.privately import privately


@privately
@require_http_methods(["GET", "HEAD", "POST"])
def data(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows what can be fetched and nothing of it; the files come by POST, which programs do not send."""
    try:
        case = gathering.ready(tokens.data(token))
    except tokens.TokenExpired:
        return _expired(request, token)
    except tokens.TokenInvalid:
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


def _json(subscriber: Subscriber) -> HttpResponse:
    text = json.dumps(access.everything(subscriber), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    return _file(f"{text}\n", "application/json; charset=utf-8", "json")


def _html(subscriber: Subscriber) -> HttpResponse:
    answer = access.everything(subscriber)
    held = [{**holding, "rows": access.readable(holding["rows"])} for holding in answer["held"]]
    context: dict[str, Any] = {"answer": answer, "held": held, "made_at": timezone.now(), "subscriber": subscriber}
    return _file(render_to_string("subscribers/my_data_file.html", context), "text/html; charset=utf-8", "html")


def _file(content: str, kind: str, suffix: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    name = f"pollenpost-{timezone.localdate():%Y-%m-%d}.{suffix}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


_FILES = {"json": _json, "html": _html}
