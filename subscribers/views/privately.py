"""Answers that show or change what concerns one person."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from subscribers.models import Subscriber
from subscribers.services import tokens

View = Callable[..., HttpResponse]


def cookieless(view: View) -> View:
    """Lets a form work without a cookie (TDDDG § 25).

    Forgery across sites borrows the rights that a cookie carries. These forms know no cookie: what they
    may do hangs on the signed link alone, or (sign-up) they may do nothing but send one mail that asks.
    """
    return csrf_exempt(view)


def privately(view: View) -> View:
    """Keeps a page out of caches and search engines, and its address, the key to it, out of referrers."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return cookieless(answer)


def behind_a_fresh_link(view: View) -> View:
    """Opens a reader's own page for the token of a link that was mailed a moment ago.

    The view gets the subscriber and the token; an old, altered or orphaned link gets a page that says so.
    """

    @privately
    @wraps(view)
    def answer(request: HttpRequest, token: str) -> HttpResponse:
        try:
            subject = tokens.preferences_subject(token)
        except tokens.TokenExpired:
            return link_is_over(request, "subscribers/preferences_expired.html")
        except tokens.TokenInvalid:
            return link_is_broken(request)
        subscriber = Subscriber.objects.filter(subject=subject).first()
        return view(request, subscriber, token) if subscriber else link_is_broken(request)

    return answer


def link_is_broken(request: HttpRequest) -> HttpResponse:
    return render(request, "subscribers/link_broken.html", status=404)


def link_is_over(request: HttpRequest, template: str) -> HttpResponse:
    return render(request, template, {"minutes": settings.PREFERENCES_LINK_MINUTES}, status=410)


def client_address(request: HttpRequest) -> str:
    """The IP address that a request came from: used for the rate limit, never stored.

    Behind a proxy REMOTE_ADDR is the proxy. CLIENT_ADDRESS_HEADER then names the header that the proxy
    sets, as "HTTP_X_FORWARDED_FOR"; its last entry is the only one that the proxy itself wrote.
    """
    header = getattr(settings, "CLIENT_ADDRESS_HEADER", "REMOTE_ADDR")
    return request.META.get(header, "").rpartition(",")[2].strip()
