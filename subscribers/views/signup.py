import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from editorial.commits import after_commit
from subscribers import tasks
from subscribers.forms import SignUpForm
from subscribers.models import SignUp
from subscribers.services import form_guard, origins, places, tokens
from subscribers.services import signup as signups
from subscribers.services.origins import Sender

from .privately import client_address, cookieless, link_is_broken, link_is_over, privately

AN_ORIGIN = re.compile(r"https?://[A-Za-z0-9.:\[\]-]{1,190}")


@cookieless
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def signup(request: HttpRequest) -> HttpResponse:
    """The sign-up form, and where its short copies on other pages and other sites are sent to.

    Its answer is the same for known and unknown addresses. What cannot be taken at once is shown here, with
    everything that was typed, to be sent once more.
    """
    if request.method != "POST":
        return _show(request, SignUpForm())
    sender = origins.sender_of(_origin(request), request.get_host())
    if sender is Sender.STRANGER:
        # Boxes that a stranger's page may have ticked beforehand are nobody's consent.
        form = SignUpForm(kept=request.POST, ticks_kept=False)
        return _show(request, form, elsewhere=True, began=_known_shape(_origin(request)))
    if "more" in request.POST:
        return _show(request, SignUpForm(kept=request.POST))
    return _take(request, SignUpForm(request.POST, timed=sender is Sender.OURS), sender)


def _take(request: HttpRequest, form: SignUpForm, sender: Sender) -> HttpResponse:
    place = _origin(request) if sender is Sender.KNOWN else form.place
    if not form.open or not form.is_valid():
        return _show(request, form, began=place)
    if form.trapped:
        return redirect("subscribers:signup_done")
    if form.suggestion:
        return _ask_back(request, form, place)
    _answer_later(signups.request_signup(_wish(form, place or request.path), client_address(request)))
    return redirect("subscribers:signup_done")


def _show(request: HttpRequest, form: SignUpForm, elsewhere: bool = False, began: str = "") -> HttpResponse:
    is_open = form.open
    began = began or form.beginning
    context = {
        "form": form,
        "open": is_open,
        "elsewhere": elsewhere,
        "began": places.seal(began) if began else "",
    }
    status = 422 if is_open and form.errors else 200
    return render(request, "subscribers/signup.html", context, status=status)


def _ask_back(request: HttpRequest, form: SignUpForm, place: str) -> HttpResponse:
    """«Did you mean …?» Either answer is one press; nothing that was typed or ticked is lost."""
    context: dict[str, Any] = {
        "form": form,
        "typed": form.cleaned_data["email"],
        "suggestion": form.suggestion,
        "page": places.seal(place or request.path),
        "token": form_guard.token_already_waited(),
    }
    return render(request, "subscribers/signup_hint.html", context)


def _origin(request: HttpRequest) -> str:
    return request.headers.get("Origin", "")


def _known_shape(origin: str) -> str:
    """An origin as browsers write it, for the proof; nothing if it is "null" or made up."""
    return origin if AN_ORIGIN.fullmatch(origin) else ""


@require_safe
def signup_done(request: HttpRequest) -> HttpResponse:
    return render(request, "subscribers/signup_done.html")


@privately
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, only POST confirms: programs that check mails for viruses follow links."""
    try:
        signup_id = tokens.signup_id(token)
    except tokens.TokenExpired:
        return link_is_over(request, "subscribers/confirm_expired.html")
    except tokens.TokenInvalid:
        return link_is_broken(request)
    if request.method == "POST":
        subscriber = signups.confirm(signup_id, client_address(request))
        template = "subscribers/confirmed.html" if subscriber else "subscribers/confirmed_before.html"
        return render(request, template, {"subscriber": subscriber})
    asked = SignUp.objects.current().filter(pk=signup_id).first()
    if asked is None:
        return render(request, "subscribers/confirmed_before.html")
    context = {
        "signup": asked,
        "wordings": asked.wordings.select_related("purpose"),
        "topics": asked.topics.all(),
    }
    return render(request, "subscribers/confirm.html", context)


def _wish(form: SignUpForm, place: str) -> signups.Wish:
    data = form.cleaned_data
    began = places.read(data["began"])
    return signups.Wish(
        email=data["email"],
        name=data["name"],
        language=(get_language() or "de")[:2],
        form_of_address=data["form_of_address"],
        wordings=data["wordings"],
        topics=list(data["topics"]),
        form=place,
        began=began if began != place else "",
    )


def _answer_later(asked: SignUp | None) -> None:
    """Enqueues the mail that follows, once the worker can see the rows it needs."""
    if asked:
        # A broker that is away must not turn the answer into an error: a beat task finds what was not mailed.
        after_commit(tasks.send_confirmation.delay, asked.pk)
