from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from pollen.services import bouquet, corrections, overview
from subscribers.models import Purpose, Subscriber
from subscribers.services import rights
from subscribers.views.privately import behind_a_fresh_link

from . import correcting

NOTES_A_PAGE = 50


@behind_a_fresh_link
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    """«Mein Blütenstaub»: what is believed of a reader and why, to look at and to correct."""
    if request.method == "POST":
        return redirect(f"{request.path}{correcting.correct(request.POST, subscriber)}")
    return render(request, "pollen/profile.html", _context(request, subscriber, token))


def _context(request: HttpRequest, subscriber: Subscriber, token: str) -> dict[str, Any]:
    # A consent that rests (GDPR Art. 18) is not acted upon; its owner may still look at what is kept.
    allowed = Subscriber.objects.granting(Purpose.POLLEN).filter(pk=subscriber.pk).exists()
    seen = overview.of(subscriber) if allowed else overview.NOTHING
    notes = Paginator(overview.kept_grains(subscriber), NOTES_A_PAGE)
    saved = overview.saved(subscriber)
    said = correcting.said(request.GET, subscriber)
    # Notes and what was saved say it in their own place, as long as there are any.
    said_below = said is not None and bool({"note": notes.count, "saved": saved}.get(said.done))
    return {
        "token": token,
        "subscriber": subscriber,
        "allowed": allowed,
        "changeable": corrections.changeable(subscriber),
        "objected": rights.objected_at(subscriber.subject),
        "overview": seen,
        "bouquet": bouquet.bind(seen.flowers),
        "choosable": overview.choosable(subscriber) if allowed else (),
        "saved": saved,
        "notes": notes.get_page(request.GET.get("page")),
        "said": said,
        "said_on_top": said is not None and not said_below,
        "days": settings.GRAIN_EXPIRES_DAYS,
    }
