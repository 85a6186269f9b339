"""Letters that a person writes: from a draft of the program, seen as they will be, and only then sent."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from desk.forms import AnswerForm, ExtensionForm, WordsForm
from desk.models import Case, Letter
from desk.services import deciding, writing

from .working import at_a_case, to_case, way_to

Kind = Letter.Kind


@require_http_methods(["GET", "HEAD", "POST"])
@at_a_case
def letter(request: HttpRequest, case: Case, kind: str) -> HttpResponse:
    if kind not in Letter.WRITTEN:
        raise Http404
    wanted = Kind(kind)
    form = _form(case, wanted, request)
    posted = request.method == "POST" and form.is_valid()
    if posted and "send" in request.POST:
        _SENDING[wanted](case, request.user, form.cleaned_data)
        if case.email:
            messages.success(request, _("The letter is on its way."))
        else:
            messages.success(request, _("Noted as sent on paper."))
        return to_case(case)
    words = form.cleaned_data["words"] if posted else form.initial["words"]
    months = form.cleaned_data.get("months", 0) if posted else form.initial.get("months", 0)
    context = {
        "form": form,
        "case": case,
        "kind": wanted,
        "mail": writing.preview(case, wanted, words, months),
        "breadcrumbs_items": way_to(case, str(wanted.label).capitalize()),
    }
    return render(request, "desk/admin/letter.html", context, status=422 if form.errors else 200)


def _form(case: Case, kind: Letter.Kind, request: HttpRequest) -> Any:
    data = request.POST if request.method == "POST" else None
    initial: dict[str, Any] = {"words": writing.draft(case, kind)}
    if kind == Kind.ANSWER:
        return AnswerForm(case, data, initial=initial)
    if kind == Kind.EXTENSION:
        return ExtensionForm(data, initial={**initial, "months": 1}, needs_more=True)
    return WordsForm(data, initial=initial, needs_more=True)


def _extend(case: Case, user: Any, data: dict[str, Any]) -> None:
    deciding.extend(case.pk, user, data["months"], data["words"])


def _answer(case: Case, user: Any, data: dict[str, Any]) -> None:
    deciding.answer(case.pk, user, data["words"], data["outcome"])


_SENDING: dict[Letter.Kind, Callable[[Case, Any, dict[str, Any]], None]] = {
    Kind.QUESTION: lambda case, user, data: deciding.ask_back(case.pk, user, data["words"]),
    Kind.EXTENSION: _extend,
    Kind.ANSWER: _answer,
    Kind.REFUSAL: lambda case, user, data: deciding.refuse(case.pk, user, data["words"]),
}
