"""Objection to profiling (GDPR Art. 21(2)) and restriction (Art. 18), behind the fresh link."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from subscribers.models import Purpose, Subscriber, Wording
from subscribers.services import rights

from .privately import behind_a_fresh_link


@behind_a_fresh_link
@require_http_methods(["GET", "HEAD", "POST"])
def objections(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    """Objection to profiling and restriction: a button each, effective at once, and another to take it back."""
    if request.method == "POST":
        try:
            done = _act(request, subscriber)
        except rights.WordingChanged:
            return _page(request, subscriber, token, status=422, wording_changed=True)
        return redirect(f"{request.path}?done={done}")
    return _page(request, subscriber, token, done=request.GET.get("done", ""))


def _act(request: HttpRequest, subscriber: Subscriber) -> str:
    """Does what the button says that was pressed, and gives its name."""
    subject = subscriber.subject
    acts: dict[str, Callable[[], None]] = {
        "object": lambda: rights.object_to_profiling(subject),
        "end_objection": lambda: rights.end_objection(subject, _number(request, "end_objection")),
        "restrict": lambda: rights.restrict(subject),
        "end_restriction": lambda: rights.end_restriction(subject),
    }
    for name, act in acts.items():
        if name in request.POST:
            act()
            return name
    return ""


def _page(
    request: HttpRequest, subscriber: Subscriber, token: str, status: int = 200, **said: Any
) -> HttpResponse:
    purpose = rights.profiling()
    context = {
        "subscriber": subscriber,
        "token": token,
        "objected_at": rights.objected_at(subscriber.subject),
        "wording": _in_force(purpose, subscriber) if purpose else None,
        **said,
    }
    return render(request, "subscribers/objections.html", context, status=status)


def _number(request: HttpRequest, name: str) -> int:
    sent = request.POST[name]
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 19 else 0


def _in_force(purpose: Purpose, subscriber: Subscriber) -> Wording | None:
    try:
        return purpose.wording(get_language() or subscriber.language)
    except Wording.DoesNotExist:
        return None
