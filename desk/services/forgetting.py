"""What becomes of cases when a person is erased, and when their time is over."""

from django.db import transaction
from django.utils import timezone

from desk.models import Case, CaseEntry, CaseQuerySet
from subscribers.models import Subscriber

from . import log

Outcome = Case.Outcome


@transaction.atomic
def cut(subscriber: Subscriber) -> int:
    """Cuts the person out of all their cases; how many there were.

    Number, kind, dates and outcome stay, to show that the house answered (GDPR Art. 5(2)). A case that is still
    open ends here: there is nobody left to answer, and the receipt of the erasure has said so.
    """
    ids = list(Case.objects.of(subscriber).values_list("pk", flat=True))
    for case in Case.objects.select_for_update(of=("self",)).filter(pk__in=ids):
        _cut_one(case)
    return len(ids)


def _cut_one(case: Case) -> None:
    case.subscriber = None
    case.email = case.name = case.text = ""
    if not case.is_over:
        granted = case.kind == Case.Kind.ERASURE
        case.state = Case.State.DONE
        case.outcome = Outcome.GRANTED if granted else Outcome.ERASED
        case.closed_at = timezone.now()
        log.enter(case, CaseEntry.What.CLOSED, case.outcome)
    case.save()
    case.letters.waiting().delete()
    case.letters.update(words="")
    case.steps.update(note="")
    case.entries.update(text="")
    case.reminders.waiting().delete()
    log.enter(case, CaseEntry.What.CUT)


def let_go() -> int:
    """Deletes closed cases whose time is over; how many there were."""
    return _delete(Case.objects.kept_long_enough())


def let_abandoned_go() -> int:
    """Deletes what came by the form and nobody stood by; how many there were."""
    return _delete(Case.objects.abandoned())


def _delete(cases: CaseQuerySet) -> int:
    ids = list(cases.values_list("pk", flat=True))
    Case.objects.filter(pk__in=ids).delete()
    return len(ids)
