"""How long imports keep files, and what those hold of a person (see retention.py and personal_data.py)."""

from datetime import timedelta
from pathlib import Path
from shutil import rmtree
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from subscribers import personal_data, retention
from subscribers.models import ImportRun, Subscriber

from . import running, storing
from .erasing import erase_files, lines_about

_ENDED = (ImportRun.State.DONE, ImportRun.State.CANCELLED)


def _old_runs() -> QuerySet[ImportRun]:
    """Runs with files that are kept no longer: since their end, or since the upload if they never came to one."""
    edge = timezone.now() - timedelta(days=settings.IMPORT_DAYS)
    ended = Q(state__in=_ENDED, finished_at__lt=edge)
    waiting = ~Q(state__in=(*_ENDED, *running.UNDER_WAY)) & Q(started_at__lt=edge)
    return ImportRun.objects.filter(ended | waiting).exclude(path="")


def _orphans() -> list[Path]:
    """Folders that no run names, as after a restored backup, once they are old."""
    named = set(ImportRun.objects.values_list("path", flat=True))
    edge = (timezone.now() - timedelta(days=settings.IMPORT_DAYS)).timestamp()
    return [path for path in storing.folders() if path.name not in named and path.stat().st_mtime < edge]


def let_go() -> int:
    """Deletes files that are over; a run that never came to its end is cancelled with them. The figures stay."""
    gone = 0
    for run in _old_runs():
        try:
            if run.state not in _ENDED:
                running.cancel(run)
        except running.NotNow:
            # Somebody has taken it up at this moment.
            continue
        storing.forget(run)
        ImportRun.objects.filter(pk=run.pk).update(path="")
        gone += 1
    orphans = _orphans()
    for path in orphans:
        rmtree(path, ignore_errors=True)
    return gone + len(orphans)


def _collect(subscriber: Subscriber) -> list[dict[str, Any]]:
    names = dict(ImportRun.objects.exclude(path="").values_list("path", "filename"))
    return [
        {
            gettext("list"): names.get(folder, ""),
            gettext("row"): line.number,
            gettext("outcome"): line.label,
            gettext("reason"): line.reason,
        }
        for folder, line in lines_about(subscriber.email)
    ]


retention.register(
    retention.Rule(
        key="imports",
        what=_("Files of imports: lists that wait, and reports of what was rejected"),
        why=_("Time enough to mend what was rejected. A list that nobody imports is not kept."),
        days=lambda: settings.IMPORT_DAYS,
        due=lambda: _old_runs().count() + len(_orphans()),
        apply=let_go,
        order=60,
    ),
    retention.Activity(
        key="imports",
        name=_("Taking over lists of readers"),
        purpose=_("To go on writing to readers who agreed elsewhere, and to ask the others once"),
        people=_("Readers on lists of other programs"),
        data=_("Mail address, name, language; day, source and wording of the consent; no IP addresses"),
        basis=_("Art. 6(1)(a) and (f) GDPR: consent given elsewhere and proven; one question to the others"),
        recipients=_("None; everything stays in the house"),
        rules=("imports", "sign-ups"),
        order=60,
    ),
)
personal_data.register(
    personal_data.Holding(
        key="imports",
        label=_("Reports of imports"),
        models=(),
        collect=_collect,
        erase=lambda subscriber: 0,
        erase_files=erase_files,
        order=80,
    )
)
