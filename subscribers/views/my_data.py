"""What is held about a reader, for the reader alone: to read, to take along, and to have erased."""

import json
import logging
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from subscribers import personal_data
from subscribers.models import Subscriber
from subscribers.services import access, erasure

from .privately import behind_a_fresh_link
from .proof import proof_response

log = logging.getLogger(__name__)


@behind_a_fresh_link
@require_safe
def my_data(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    return render(request, "subscribers/my_data.html", _answer(subscriber, token))


@behind_a_fresh_link
@require_safe
def my_data_page(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    """The same as a file of its own, that a browser opens without us."""
    page = render_to_string("subscribers/my_data_file.html", _answer(subscriber, ""))
    return _file(page, "text/html; charset=utf-8", "html")


@behind_a_fresh_link
@require_safe
def my_data_json(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    """For machines (GDPR Art. 20): UTF-8, indented, and the same things as on the page."""
    text = json.dumps(access.everything(subscriber), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    return _file(f"{text}\n", "application/json; charset=utf-8", "json")


@behind_a_fresh_link
@require_safe
def my_proof(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    """All declarations, printable, as the house itself would show them."""
    return proof_response(subscriber)


def _answer(subscriber: Subscriber, token: str) -> dict[str, Any]:
    """For the templates. A file that somebody keeps has no token in it, and no links to pages behind one."""
    answer = access.everything(subscriber)
    return {
        "answer": answer,
        "held": [{**holding, "rows": access.readable(holding["rows"])} for holding in answer["held"]],
        "made_at": timezone.now(),
        "subscriber": subscriber,
        "token": token,
    }


def _file(content: str, kind: str, suffix: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    name = f"pollenpost-{timezone.localdate():%Y-%m-%d}.{suffix}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@behind_a_fresh_link
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    """Says what goes and what stays; one POST, and the receipt on the page and by mail."""
    if request.method == "POST":
        try:
            receipt = erasure.erase(subscriber, via="preferences")
        except OSError:
            log.exception("An erasure could not be noted, so it was not done.")
            return render(request, "subscribers/erase_failed.html", {"token": token}, status=503)
        return render(request, "subscribers/erased.html", {"receipt": receipt, "email": subscriber.email})
    context = {"subscriber": subscriber, "token": token, "holdings": _filled(subscriber)}
    return render(request, "subscribers/erase.html", context)


def _filled(subscriber: Subscriber) -> list[personal_data.Holding]:
    """The holdings with something of this reader in them: nobody need read of what does not concern them."""
    return [holding for holding in personal_data.holdings() if holding.collect(subscriber)]
