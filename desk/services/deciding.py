"""What staff decide on a case. Each raises NotNow where the case does not allow it, and changes nothing then."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from desk import deadlines
from desk.models import Case, CaseEntry, Letter, Step
from subscribers.services import rights

from . import checklist, log, writing
from .checklist import NotNow

State, Outcome, What = Case.State, Case.Outcome, CaseEntry.What


@transaction.atomic
def extend(case_id: int, by: Any, months: int, words: str) -> None:
    """By one or two further months, told to the person with the reason within the first month (Art. 12(3))."""
    case = _workable(case_id)
    if not case.has_legal_deadline or case.further_months or not 1 <= months <= deadlines.FURTHER_MONTHS:
        raise NotNow("no_extension")
    if timezone.localdate() > case.first_due_on:
        raise NotNow("too_late")
    if not words.strip():
        raise NotNow("no_words")
    case.further_months = months
    case.due_on = case.due_with(months)
    case.state = State.EXTENDED
    case.save(update_fields=["further_months", "due_on", "state"])
    log.enter(case, What.EXTENDED, case.due_on.isoformat(), by=by)
    writing.write(case, Letter.Kind.EXTENSION, words, by)


@transaction.atomic
def ask_back(case_id: int, by: Any, words: str) -> None:
    """Asks the person something. The deadline goes on running."""
    case = _workable(case_id)
    if not words.strip():
        raise NotNow("no_words")
    writing.write(case, Letter.Kind.QUESTION, words, by)
    _set_state(case, State.WAITING)


@transaction.atomic
def answer(case_id: int, by: Any, words: str, outcome: str) -> None:
    """The last letter, which closes the case. Not before every other step is done or found not needed."""
    case = _workable(case_id)
    if not words.strip():
        raise NotNow("no_words")
    if [step for step in checklist.open_steps(case) if step.key != Step.Key.ANSWER]:
        raise NotNow("steps")
    writing.write(case, Letter.Kind.ANSWER, words, by)
    checklist.finish(case.steps.get(key=Step.Key.ANSWER), Step.Result.DONE, by)
    close(case, State.DONE, Outcome(outcome), by)


@transaction.atomic
def refuse(case_id: int, by: Any, words: str) -> None:
    """With the reason and the way to the supervisory authority, which the letter names (Art. 12(4))."""
    case = _workable(case_id, identity_needed=False)
    if not words.strip():
        raise NotNow("no_words")
    writing.write(case, Letter.Kind.REFUSAL, words, by)
    close(case, State.REFUSED, Outcome.REFUSED, by)


@transaction.atomic
def taken_back(case_id: int, by: Any, note: str = "") -> None:
    """The person no longer wants it, and said so."""
    case = _workable(case_id, identity_needed=False)
    close(case, State.DONE, Outcome.WITHDRAWN, by, note)


@transaction.atomic
def add_note(case_id: int, by: Any, text: str, from_person: bool = False) -> None:
    """A line in the log; what the person wrote or said ends the waiting for it."""
    case = log.hold(case_id)
    if not text.strip():
        raise NotNow("no_words")
    log.enter(case, What.PERSON if from_person else What.NOTE, text=text.strip(), by=by)
    if from_person and case.state == State.WAITING:
        _set_state(case, State.EXTENDED if case.further_months else State.OPEN)


@transaction.atomic
def correct(case_id: int, by: Any, name: str, language: str, form_of_address: str) -> None:
    """Writes the right name and language into the reader's record (Art. 16)."""
    case = _workable(case_id)
    step = case.steps.filter(key=Step.Key.CORRECT, done_at=None).first()
    if step is None or case.subscriber is None:
        raise NotNow("over")
    case.subscriber.name, case.subscriber.language = name, language
    case.subscriber.form_of_address = form_of_address
    case.subscriber.save(update_fields=["name", "language", "form_of_address"])
    case.name, case.language, case.form_of_address = name, language, form_of_address
    case.save(update_fields=["name", "language", "form_of_address"])
    log.enter(case, What.CORRECTED, by=by)
    checklist.finish(step, Step.Result.DONE, by)


@transaction.atomic
def show_the_preferences(case_id: int, by: Any) -> None:
    """Mails the way to the reader's own page, where most can be corrected by oneself."""
    case = _workable(case_id)
    if case.subscriber is None or not case.email:
        raise NotNow("no_address")
    writing.write(case, Letter.Kind.PREFERENCES, by=by)
    _set_state(case, State.WAITING)


@transaction.atomic
def announce_lifting(case_id: int, by: Any) -> None:
    """Tells the reader that the restriction ends; it is lifted once that letter has left (Art. 18(3))."""
    case = log.hold(case_id)
    reader = case.subscriber
    announced = case.letters.filter(kind=Letter.Kind.LIFTING, refused_at=None).exists()
    if case.kind != Case.Kind.RESTRICTION or reader is None or reader.restricted_at is None or announced:
        raise NotNow("over")
    letter = writing.write(case, Letter.Kind.LIFTING, by=by)
    if letter.by_post:
        lift(case)


def lift(case: Case) -> None:
    """Called when the announcement has left."""
    if case.subscriber and case.subscriber.restricted_at:
        rights.end_restriction(case.subscriber.subject)
        log.enter(case, What.LIFTED)


def close(case: Case, state: Case.State, outcome: Case.Outcome, by: Any = None, note: str = "") -> None:
    """Under the lock of the case."""
    case.state, case.outcome, case.closed_at = state, outcome, timezone.now()
    case.save(update_fields=["state", "outcome", "closed_at"])
    case.letters.waiting().filter(kind__in=(Letter.Kind.IDENTITY, Letter.Kind.PREFERENCES)).delete()
    case.reminders.waiting().delete()
    log.enter(case, What.CLOSED, outcome, note, by)


def _workable(case_id: int, identity_needed: bool = True) -> Case:
    case = log.hold(case_id)
    if case.is_over:
        raise NotNow("over")
    if identity_needed and case.identity_confirmed_at is None:
        raise NotNow("identity")
    return case


def _set_state(case: Case, state: Case.State) -> None:
    case.state = state
    case.save(update_fields=["state"])
