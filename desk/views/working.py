"""What staff do on a case's page. Every one is a POST, is logged with who did it, and leads back to the page."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages

from desk.forms import CorrectionForm, NoteForm
from desk.models import Case, Step
from desk.policies import may_work
from desk.services import checklist, deciding, identity

from .words import WHY_NOT

log = logging.getLogger(__name__)

View = Callable[..., HttpResponse]


def at_a_case(view: View) -> View:
    """For those who may work on cases; what cannot be done now is said in words."""

    @wraps(view)
    def answer(request: HttpRequest, pk: int, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_work(request.user):
            raise PermissionDenied
        case = get_object_or_404(Case, pk=pk)
        try:
            return view(request, case, *args, **kwargs)
        except checklist.NotNow as why:
            messages.error(request, WHY_NOT[why.args[0]])
            return to_case(case)

    return answer


def to_case(case: Case) -> HttpResponse:
    return redirect("cases:inspect", case.pk)


def way_to(case: Case, here: str) -> list[dict[str, str]]:
    """The breadcrumbs of a page below a case."""
    return [
        {"url": reverse("cases:index"), "label": _("Privacy desk")},
        {"url": reverse("cases:inspect", args=[case.pk]), "label": str(case)},
        {"url": "", "label": here},
    ]


@require_POST
@at_a_case
def step(request: HttpRequest, case: Case, key: str) -> HttpResponse:
    """`do` is "run" (by the program), "tick" or "not_needed" (by whoever is logged in)."""
    do = request.POST.get("do", "")
    if do == "run":
        try:
            result = checklist.run(case.pk, key, request.user)
        except OSError:
            log.exception("An erasure could not be noted, so it was not done.")
            raise checklist.NotNow("not_noted") from None
        if result == Step.Result.NO_READER:
            messages.warning(request, _("No reader has this address, so there was nothing to do for the program."))
        else:
            messages.success(request, _("Done."))
    else:
        needed = do != "not_needed"
        checklist.tick(case.pk, key, request.user, request.POST.get("note", "")[:2000], needed)
        messages.success(request, _("Noted."))
    return to_case(case)


@require_POST
@at_a_case
def show_identity(request: HttpRequest, case: Case) -> HttpResponse:
    if request.POST.get("do") == "ask":
        identity.ask(case.pk, request.user)
        messages.success(request, _("A mail with a link is on its way. When the person confirms, it goes on."))
        return to_case(case)
    how = request.POST.get("how", "").strip()[:500]
    if not how:
        raise checklist.NotNow("no_words")
    identity.seen(case.pk, request.user, how)
    messages.success(request, _("Noted. The person gets an acknowledgement."))
    return to_case(case)


@require_POST
@at_a_case
def note(request: HttpRequest, case: Case) -> HttpResponse:
    form = NoteForm(request.POST)
    if not form.is_valid():
        raise checklist.NotNow("no_words")
    deciding.add_note(case.pk, request.user, form.cleaned_data["text"], form.cleaned_data["from_person"])
    messages.success(request, _("Noted."))
    return to_case(case)


@require_POST
@at_a_case
def take_back(request: HttpRequest, case: Case) -> HttpResponse:
    deciding.taken_back(case.pk, request.user, request.POST.get("note", "")[:2000])
    messages.success(request, _("Closed."))
    return to_case(case)


@require_POST
@at_a_case
def show_preferences(request: HttpRequest, case: Case) -> HttpResponse:
    deciding.show_the_preferences(case.pk, request.user)
    messages.success(request, _("A mail that shows the way to the preferences is on its way."))
    return to_case(case)


@require_POST
@at_a_case
def lift(request: HttpRequest, case: Case) -> HttpResponse:
    deciding.announce_lifting(case.pk, request.user)
    messages.success(request, _("The person is told by mail; the restriction ends when that mail has left."))
    return to_case(case)


@require_http_methods(["GET", "HEAD", "POST"])
@at_a_case
def correct(request: HttpRequest, case: Case) -> HttpResponse:
    reader = case.subscriber
    if reader is None:
        raise checklist.NotNow("over")
    fields = ("name", "language", "form_of_address")
    form = CorrectionForm(request.POST or None, initial={name: getattr(reader, name) for name in fields})
    if request.method == "POST" and form.is_valid():
        deciding.correct(case.pk, request.user, **form.cleaned_data)
        messages.success(request, _("Corrected."))
        return to_case(case)
    context = {"form": form, "case": case, "breadcrumbs_items": way_to(case, _("Correct"))}
    return render(request, "desk/admin/correct.html", context)
