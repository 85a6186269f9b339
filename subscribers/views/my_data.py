"""What is held about a reader, for the reader alone: to read, to take along, and to have erased."""

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from subscribers import personal_data
from subscribers.models import Subscriber
from subscribers.services import erasure

from .data_files import as_json, as_page, readable
from .privately import behind_a_fresh_link
from .proof import proof_response

log = logging.getLogger(__name__)


@behind_a_fresh_link
@require_safe
def my_data(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    return render(request, "subscribers/my_data.html", {**readable(subscriber), "token": token})


@behind_a_fresh_link
@require_safe
def my_data_page(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    return as_page(subscriber)


@behind_a_fresh_link
@require_safe
def my_data_json(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    return as_json(subscriber)


@behind_a_fresh_link
@require_safe
def my_proof(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    """All declarations, printable, as the house itself would show them."""
    return proof_response(subscriber)


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
