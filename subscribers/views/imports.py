"""Imports of readers in the admin: upload, columns, trial, run, result. Only for those who may import: see
viewsets/imports.py."""

from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from editorial.commits import after_commit
from subscribers import tasks
from subscribers.forms.imports import ColumnsForm, UploadForm
from subscribers.importing import running, storing
from subscribers.importing.formats import Field, program
from subscribers.importing.outcomes import EXPLAINED, Outcome
from subscribers.importing.reports import ALL, Report, rejected_csv
from subscribers.importing.unreadable import Unreadable
from subscribers.models import ImportRun

State = ImportRun.State
ROWS_A_PAGE = 50
RUNS_A_PAGE = 30
_FOLDER = "subscribers/admin/imports"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    runs = Paginator(ImportRun.objects.select_related("by"), RUNS_A_PAGE).get_page(request.GET.get("p"))
    return render(request, f"{_FOLDER}/index.html", {"runs": runs, "page_obj": runs})


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            run = storing.store(form.blocks(), form.cleaned_data["file"].name, request.user)
        except Unreadable as error:
            form.add_error("file", str(error))
        else:
            return redirect("imports:run", run.pk)
    status = 422 if form.is_bound and form.errors else 200
    context = {"form": form, "most": settings.IMPORT_MEGABYTES}
    return render(request, f"{_FOLDER}/upload.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows the run as it stands; POST with `action` moves it on."""
    found = get_object_or_404(ImportRun.objects.select_related("by"), pk=pk)
    if request.method == "POST":
        return _act(request, found)
    if found.state == State.UPLOADED or (found.state == State.CHECKED and "columns" in request.GET):
        return _columns(request, found)
    return render(request, f"{_FOLDER}/run.html", _context(request, found))


def _act(request: HttpRequest, found: ImportRun) -> HttpResponse:
    action = request.POST.get("action", "")
    if action == "check":
        return _columns(request, found)
    steps: dict[str, Callable[[ImportRun], None]] = {
        "start": running.start,
        "pause": running.pause,
        "go_on": running.go_on,
        "cancel": running.cancel,
    }
    if action not in steps:
        raise PermissionDenied
    try:
        with transaction.atomic():
            steps[action](found)
            _enqueue(found)
    except running.NotNow as refusal:
        messages.error(request, str(refusal))
    return redirect("imports:run", found.pk)


def _columns(request: HttpRequest, found: ImportRun) -> HttpResponse:
    if not storing.source(found).exists():
        messages.error(request, _("The file is gone. Please upload it again; whoever came in stays."))
        return redirect("imports:index")
    form = ColumnsForm(found, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            with transaction.atomic():
                running.prepare(found, form.mapping, form.wordings(), **form.options())
                running.check(found)
                _enqueue(found)
        except running.NotNow as refusal:
            messages.error(request, str(refusal))
        return redirect("imports:run", found.pk)
    context = {
        "run": found,
        "form": form,
        "program": program(found.source).label,
        "dated": Field.DATE in found.mapping.values(),
        "before": ImportRun.objects.filter(digest=found.digest, state=State.DONE).exclude(pk=found.pk).first(),
    }
    return render(request, f"{_FOLDER}/columns.html", context, status=422 if form.errors else 200)


def _enqueue(found: ImportRun) -> None:
    """A broker that is away must not turn the answer into an error: beat finds the run within a minute."""
    if found.state in running.UNDER_WAY:
        after_commit(tasks.carry_out_import.delay, found.pk)


def _context(request: HttpRequest, found: ImportRun) -> dict[str, Any]:
    report = storing.report(found)
    shown = request.GET.get("show", "")
    shown = shown if shown in Outcome.values else ALL
    return {
        "run": found,
        "program": program(found.source).label,
        "moving": found.state in running.UNDER_WAY,
        "trial": found.state in (State.CHECKING, State.CHECKED),
        "figures": [
            (outcome, outcome.label, EXPLAINED[outcome], found.counts[outcome])
            for outcome in Outcome
            if outcome in found.counts
        ],
        "shown": shown,
        "page_obj": Paginator(_Lines(report, shown), ROWS_A_PAGE).get_page(request.GET.get("p")),
        "purposes": sorted({wording.purpose.label for wording in found.wordings.select_related("purpose")}),
        "rejected": report.count(Outcome.REJECTED),
        "days": settings.IMPORT_DAYS,
        "resumable": found.state in (State.PAUSED, State.FAILED) and storing.source(found).exists(),
        "State": State,
        "Outcome": Outcome,
    }


class _Lines(Sequence[Any]):
    """The lines of a report as a paginator wants them: counted, and cut where it says."""

    ordered = True

    def __init__(self, report: Report, outcome: str) -> None:
        self.report, self.outcome = report, outcome

    def __len__(self) -> int:
        return self.report.count(self.outcome)

    def __getitem__(self, part: Any) -> list[Any]:
        return self.report.page(self.outcome, part.start, part.stop - part.start)


@require_safe
def progress(request: HttpRequest, pk: int) -> JsonResponse:
    found = get_object_or_404(ImportRun, pk=pk)
    return JsonResponse({"state": found.state, "row": found.row, "rows": found.rows})


@require_safe
def rejected(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The rejected rows, each with its number and the reason, as a CSV file for Excel."""
    found = get_object_or_404(ImportRun, pk=pk)
    lines = rejected_csv(storing.report(found), storing.how(found).columns)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="import-{found.pk}-rejected.csv"'
    return response
