"""The steps of a case. Each function works under the lock of the case and notes who did what."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from desk import checklists
from desk.models import Case, CaseEntry, Letter, Step
from subscribers.services import consent, erasure, rights

from . import log, writing

Key, Result = Step.Key, Step.Result


class NotNow(Exception):
    """This cannot be done in the state that the case is in. `args[0]` is a word: see views/words.py."""


def lay_out(case: Case) -> None:
    """Writes the checklist of a new case."""
    Step.objects.bulk_create(
        Step(case=case, key=key, position=position)
        for position, key in enumerate(checklists.CHECKLISTS[case.kind], start=1)
    )


def open_steps(case: Case) -> list[Step]:
    return list(case.steps.filter(done_at=None))


def next_step(case: Case) -> Step | None:
    return None if case.is_over else case.steps.filter(done_at=None).first()


@transaction.atomic
def tick(case_id: int, key: str, by: Any, note: str = "", needed: bool = True) -> None:
    """A member of staff did this, or found it not needed. Raises NotNow for what only the program can do."""
    case = log.hold(case_id)
    step = _open_step(case, key)
    if key in checklists.BY_OTHER_MEANS or (key in checklists.BY_PROGRAM and needed):
        raise NotNow("by_program")
    finish(step, Result.DONE if needed else Result.NOT_NEEDED, by, note)


@transaction.atomic
def run(case_id: int, key: str, by: Any = None) -> Step.Result:
    """Has the program do this step. Raises NotNow while nobody knows who is asking."""
    case = log.hold(case_id)
    step = _open_step(case, key)
    if case.identity_confirmed_at is None:
        raise NotNow("identity")
    somebody = case.subscriber or (key == Key.ERASE and case.email)
    result = _DOING[Key(key)](case, by) if somebody else Result.NO_READER
    finish(step, result, by)
    if key == Key.ERASE and result == Result.DONE:
        # Its receipt is the answer; the case itself was cut and closed with the person (services/forgetting.py).
        finish(case.steps.get(key=Key.ANSWER), Result.DONE, by)
    return result


def run_what_cannot_wait(case: Case) -> None:
    """Does what the program does by itself once the identity is shown. In the caller's transaction."""
    for step in case.steps.filter(done_at=None, key__in=checklists.AT_ONCE):
        run(case.pk, step.key)


def finish(step: Step, result: Step.Result, by: Any = None, note: str = "") -> None:
    step.done_at, step.result, step.by, step.note = timezone.now(), result, by, note.strip()
    step.save()
    log.enter(step.case, CaseEntry.What.STEP, step.key, step.note, by)


def _open_step(case: Case, key: str) -> Step:
    step = case.steps.filter(key=key, done_at=None).first()
    if case.is_over or step is None:
        raise NotNow("over")
    return step


def _gather(case: Case, by: Any) -> Step.Result:
    writing.write(case, Letter.Kind.DATA, by=by)
    return Result.DONE


def _erase(case: Case, by: Any) -> Step.Result:
    if case.steps.filter(done_at=None).exclude(key__in=(Key.ERASE, Key.ANSWER)).exists():
        raise NotNow("steps")
    via = f"case {case.number}"
    if case.subscriber:
        erasure.erase(case.subscriber, via)
    else:
        # No reader, but perhaps somebody who sent something in or never confirmed a sign-up.
        erasure.erase_address(case.email, via, language=case.language)
    return Result.DONE


def _restrict(case: Case, by: Any) -> Step.Result:
    rights.restrict(case.subscriber.subject)  # type: ignore[union-attr]
    return Result.DONE


def _object(case: Case, by: Any) -> Step.Result:
    subject = case.subscriber.subject  # type: ignore[union-attr]
    purpose = rights.profiling()
    if purpose and not rights.objected_at(subject):
        consent.object_to(subject, purpose, form=f"case {case.number}")
    return Result.DONE


_DOING = {Key.GATHER: _gather, Key.ERASE: _erase, Key.RESTRICT: _restrict, Key.OBJECT: _object}
