"""Who is asking (GDPR Art. 12(6)): confirmed by a mailed link, by a fresh link, or seen by staff."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from desk.models import Case, CaseEntry, Letter, Step
from subscribers.models import Subscriber

from . import checklist, log, writing

What, How = CaseEntry.What, CaseEntry.How


@transaction.atomic
def ask(case_id: int, by: Any = None) -> None:
    """Mails a link. Raises NotNow if there is no address, or nothing left to ask."""
    case = log.hold(case_id)
    if case.is_over or case.identity_confirmed_at:
        raise checklist.NotNow("over")
    if not case.email:
        raise checklist.NotNow("no_address")
    writing.write(case, Letter.Kind.IDENTITY, by=by)
    case.state = Case.State.IDENTITY
    case.save(update_fields=["state"])
    log.enter(case, What.IDENTITY_ASKED, by=by)


@transaction.atomic
def confirm(case_id: int) -> Case | None:
    """The POST on the page that the mailed link opens. None if nothing waits to be confirmed (any more)."""
    case = _waiting(case_id)
    if case is None:
        return None
    _known(case, How.LINK)
    return case


@transaction.atomic
def by_fresh_link(case_id: int, subscriber: Subscriber) -> None:
    case = _waiting(case_id)
    if case:
        case.subscriber = subscriber
        _known(case, How.FRESH_LINK)


@transaction.atomic
def seen(case_id: int, by: Any, how: str) -> None:
    """Staff know who it is. `how` says from what, without copying papers (data minimisation)."""
    case = _waiting(case_id)
    if case is None:
        raise checklist.NotNow("over")
    _known(case, How.SEEN, by, how)


def _waiting(case_id: int) -> Case | None:
    try:
        case = log.hold(case_id, with_address=True)
    except Case.DoesNotExist:
        return None
    return None if case.is_over or case.identity_confirmed_at else case


def _known(case: Case, about: str, by: Any = None, how: str = "") -> None:
    """From here on the case is worked on, and the program does at once what it can."""
    case.identity_confirmed_at = timezone.now()
    case.state = Case.State.OPEN
    if case.subscriber is None and case.email:
        case.subscriber = Subscriber.objects.with_address(case.email).first()
    _take_over_from_reader(case)
    case.save()
    log.enter(case, What.IDENTITY_SHOWN, about, how, by)
    checklist.finish(case.steps.get(key=Step.Key.IDENTITY), Step.Result.DONE, by)
    case.letters.waiting().filter(kind=Letter.Kind.IDENTITY).delete()
    writing.write(case, Letter.Kind.RECEIVED)
    checklist.run_what_cannot_wait(case)
    case.refresh_from_db()


def _take_over_from_reader(case: Case) -> None:
    """How a reader wants to be addressed is known; and somebody who asks is there (retention asks for signs)."""
    reader = case.subscriber
    if reader is None:
        return
    case.name = case.name or reader.name
    if case.channel == Case.Channel.FORM:
        case.form_of_address = reader.form_of_address
    Subscriber.objects.filter(pk=reader.pk).update(last_sign_at=timezone.now(), asked_to_stay_at=None)
