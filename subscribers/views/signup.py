from functools import partial

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from subscribers import mail, tasks
from subscribers.forms import SignUpForm
from subscribers.models import SignUp, Subscriber
from subscribers.services import signup as signups
from subscribers.services import tokens

from .privately import client_address, cookieless, link_is_broken, link_is_over, privately


@cookieless
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def signup(request: HttpRequest) -> HttpResponse:
    """The sign-up form. Its answer is the same for known and unknown addresses."""
    form = SignUpForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if not form.trapped:
            _mail(signups.request_signup(_wish(form, request.path), client_address(request)))
        return redirect("subscribers:signup_done")
    context = {"form": form, "open": bool(form.purposes) and mail.publisher().complete}
    return render(request, "subscribers/signup.html", context, status=422 if form.errors else 200)


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
        subscriber = signups.confirm(signup_id)
        template = "subscribers/confirmed.html" if subscriber else "subscribers/confirmed_before.html"
        return render(request, template, {"subscriber": subscriber})
    asked = SignUp.objects.filter(pk=signup_id).first()
    if asked is None:
        return render(request, "subscribers/confirmed_before.html")
    context = {
        "signup": asked,
        "wordings": asked.wordings.select_related("purpose"),
        "topics": asked.topics.all(),
    }
    return render(request, "subscribers/confirm.html", context)


def _wish(form: SignUpForm, path: str) -> signups.Wish:
    data = form.cleaned_data
    return signups.Wish(
        email=data["email"],
        name=data["name"],
        language=(get_language() or "de")[:2],
        form_of_address=data["form_of_address"],
        wordings=data["wordings"],
        topics=list(data["topics"]),
        form=path,
    )


def _mail(due: SignUp | Subscriber | None) -> None:
    """Enqueues the mail that follows, once the rows it needs can be seen by the worker."""
    if isinstance(due, SignUp):
        # A broker that is away must not turn the answer into an error: a beat task finds what was not mailed.
        transaction.on_commit(partial(tasks.send_confirmation.delay, due.pk), robust=True)
    elif due is not None:
        transaction.on_commit(partial(tasks.send_preferences_link.delay, due.pk), robust=True)
