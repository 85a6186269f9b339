"""A run from its trial to its end, chunk by chunk, each with its counts in one transaction: a run may be stopped,
killed and taken up again at any moment."""

import logging
import traceback
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, OperationalError, transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from subscribers.models import ImportRun, Purpose, Wording
from subscribers.services import bulk

from . import mapping, storing, surveying, writing
from .deciding import Decision, decide
from .moments import latest_day
from .outcomes import Outcome
from .rows import Rules
from .states import State
from .unreadable import Unreadable

log = logging.getLogger(__name__)

CHUNK = 2000
# Longer than any chunk takes: after that the worker is dead, and another takes the run up.
CLAIM = timedelta(minutes=3)
TRIES = 5
UNDER_WAY = (ImportRun.State.CHECKING, ImportRun.State.RUNNING)


class NotNow(Exception):
    """The run is not in a state in which this may be done; carries a sentence."""


class _Overtaken(Exception):
    """Somebody stopped the run, or another worker has it: nothing more is written."""


@transaction.atomic
def prepare(run: ImportRun, columns: dict[str, str], wordings: list[Wording], **options: Any) -> None:
    """What staff say of the file. A trial that was made before says nothing any more."""
    mapping.checked(columns, storing.how(run).columns)
    before = (ImportRun.State.UPLOADED, ImportRun.State.CHECKED)
    _move(run, before, ImportRun.State.UPLOADED, mapping=columns, options={**run.options, **options})
    run.wordings.set(wordings)


def check(run: ImportRun) -> None:
    """Begins a trial."""
    if not run.wordings.exists():
        raise NotNow(_("Please choose at least one newsletter."))
    _begin(run, (ImportRun.State.UPLOADED, ImportRun.State.CHECKED), ImportRun.State.CHECKING)


def start(run: ImportRun) -> None:
    """Begins the import itself; only after a trial."""
    _begin(run, (ImportRun.State.CHECKED,), ImportRun.State.RUNNING)


def _begin(run: ImportRun, before: tuple[str, ...], state: str) -> None:
    _move(run, before, state, row=0, counts={}, message="")
    storing.report(run).remove()


def pause(run: ImportRun) -> None:
    _move(run, (ImportRun.State.RUNNING,), ImportRun.State.PAUSED)


def go_on(run: ImportRun) -> None:
    """Takes up a run that was stopped or that failed, at the row where it stood."""
    if not storing.source(run).exists():
        raise NotNow(_("The file is gone. Please upload it again; whoever came in stays."))
    _move(run, (ImportRun.State.PAUSED, ImportRun.State.FAILED), ImportRun.State.RUNNING, message="")


def cancel(run: ImportRun) -> None:
    """Ends a run. Readers who came in stay; the file goes, and with nothing done the report too."""
    over = (ImportRun.State.DONE, ImportRun.State.CANCELLED)
    trial = run.state in (ImportRun.State.UPLOADED, ImportRun.State.CHECKING, ImportRun.State.CHECKED)
    _move(
        run,
        tuple(state for state in ImportRun.State if state not in over),
        ImportRun.State.CANCELLED,
        finished_at=timezone.now(),
    )
    if trial:
        storing.forget(run)
    else:
        storing.forget_source(run)


def _move(run: ImportRun, before: tuple[str, ...], state: str, **values: Any) -> None:
    values |= {"state": state, "claimed_at": None}
    if not ImportRun.objects.filter(pk=run.pk, state__in=before).update(**values):
        raise NotNow(_("This import has moved on meanwhile. Please look at it again."))
    for name, value in values.items():
        setattr(run, name, value)


def abandoned() -> list[int]:
    """The ids of runs that nobody is at: their task was lost, or their worker died."""
    free = Q(claimed_at=None) | Q(claimed_at__lt=timezone.now() - CLAIM)
    return list(ImportRun.objects.filter(free, state__in=UNDER_WAY).values_list("pk", flat=True))


def work(run_id: int) -> None:
    """Does what the run is at, until its end or until it is stopped. Nothing if another worker is at it."""
    claim = timezone.now()
    free = Q(claimed_at=None) | Q(claimed_at__lt=claim - CLAIM)
    if not ImportRun.objects.filter(free, pk=run_id, state__in=UNDER_WAY).update(claimed_at=claim):
        return
    run = ImportRun.objects.get(pk=run_id)
    worker = _Worker(run, claim, run.state)
    try:
        with translation.override(run.options.get("language") or settings.LANGUAGE_CODE):
            worker.do()
    except _Overtaken:
        return
    except OperationalError as error:
        # The database is away or busy; the next sweep takes the run up where it stands.
        log.warning("Import %s rests: %s", run_id, type(error).__name__)
    except Unreadable as error:
        worker.fail(str(error))
    except Exception as error:
        # The error itself may hold an address, and addresses do not belong into the log.
        frames = traceback.format_list(traceback.extract_tb(error.__traceback__)[-4:])
        log.error("Import %s failed: %s\n%s", run_id, type(error).__name__, "".join(frames))
        worker.fail(_("Something went wrong that the log of the worker tells more of. What came in stays."))


@dataclass
class _Worker:
    run: ImportRun
    claim: datetime
    state: str

    def do(self) -> None:
        run = self.run
        found = storing.how(run)
        self.trial = self.state == ImportRun.State.CHECKING
        self.rules = _rules(run)
        self.report = storing.report(run)
        # How much of the report belongs to rows that are done with.
        self.reported: int = run.options.get("report", 0) if run.row else 0
        self.report.cut(self.reported)
        self.purposes = list(Purpose.objects.filter(wordings__in=run.wordings.all()).distinct())
        self.head = writing.Letterhead(run.pk, run.options["form_of_address"], _wordings(self.purposes))
        self.ask_from = writing.first_ask(timezone.now())
        survey = surveying.survey(storing.source(run), found, self.rules, run.row, self.tick)
        self.seen, self.left = survey.seen, survey.left
        self.tick(rows=survey.rows)
        for chunk in surveying.read_ahead(storing.source(run), found, self.rules, run.row, CHUNK):
            self.do_chunk(chunk)
        self.finish()

    def do_chunk(self, chunk: surveying.Chunk) -> None:
        """Once more if somebody entered one of these addresses meanwhile, or the database was busy."""
        for left in reversed(range(TRIES)):
            try:
                with transaction.atomic():
                    # What a crash of the server takes back, it takes back whole: the run goes on from there.
                    bulk.commit_without_waiting()
                    ask_from, values = self.try_chunk(chunk)
                    claim = self.write_run(**values)
            except (IntegrityError, OperationalError):
                if not left:
                    raise
                self.report.cut(self.reported)
            else:
                self.ask_from, self.reported = ask_from, values["options"]["report"]
                self.note(claim, values)
                return

    def try_chunk(self, chunk: surveying.Chunk) -> tuple[datetime, dict[str, Any]]:
        """Writes the chunk; returns when the next mail may be sent, and what the run is to note."""
        run, now = self.run, timezone.now()
        decisions = decide(chunk.rows, self.purposes, self.seen, self.left, run.options["suppress_bounced"])
        ask_from = self.ask_from
        if not self.trial:
            ask_from = writing.write(decisions, self.head, now, ask_from)
        counts = dict(run.counts)
        for each in decisions:
            counts[each.outcome.value] = counts.get(each.outcome.value, 0) + 1
        size = self.report.add(_reported(decisions, self.trial), dict(chunk.cells))
        options = {**run.options, "report": size}
        return ask_from, {"row": run.row + len(chunk.cells), "counts": counts, "options": options}

    def tick(self, **values: Any) -> None:
        self.note(self.write_run(**values), values)

    def write_run(self, **values: Any) -> datetime:
        """Notes what was done, together with a new claim, and returns that.

        Raises _Overtaken if the run is no longer this worker's.
        """
        claim = timezone.now()
        mine = ImportRun.objects.filter(pk=self.run.pk, state=self.state, claimed_at=self.claim)
        if not mine.update(claimed_at=claim, **values):
            raise _Overtaken
        return claim

    def note(self, claim: datetime, values: dict[str, Any]) -> None:
        """Only what the database keeps."""
        self.claim = claim
        for name, value in values.items():
            setattr(self.run, name, value)

    def finish(self) -> None:
        if self.trial:
            self.leave(ImportRun.State.CHECKED)
        else:
            self.leave(ImportRun.State.DONE, finished_at=timezone.now())
            storing.forget_source(self.run)

    def fail(self, message: str) -> None:
        """A trial that failed leaves the run as it was before it."""
        trial = self.state == ImportRun.State.CHECKING
        self.leave(ImportRun.State.UPLOADED if trial else ImportRun.State.FAILED, message=message)

    def leave(self, state: str, **values: Any) -> None:
        mine = ImportRun.objects.filter(pk=self.run.pk, state=self.state, claimed_at=self.claim)
        mine.update(state=state, claimed_at=None, **values)


def _rules(run: ImportRun) -> Rules:
    found = storing.how(run)
    return Rules(
        columns=mapping.checked(run.mapping, found.columns),
        width=len(found.columns),
        every_cell=found.kind == "csv",
        program=run.source,
        latest=latest_day(timezone.now()),
        source=run.options["source"],
        wording=run.options["wording"],
        state=State(run.options["others"]),
    )


def _wordings(purposes: list[Purpose]) -> dict[str, list[Wording]]:
    return {code: [purpose.wording(code) for purpose in purposes] for code, _name in settings.LANGUAGES}


def _reported(decisions: list[Decision], trial: bool) -> list[Decision]:
    """A trial shows every row. Of a real run only the rejected ones are of use: no second list of readers is kept
    on disk."""
    return decisions if trial else [each for each in decisions if each.outcome == Outcome.REJECTED]
