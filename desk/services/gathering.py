"""The data of an access request, as the person fetches them."""

from django.db import transaction

from desk.models import Case, CaseEntry, Letter
from subscribers.services import rate_limit

from . import log, writing

OF_DATA = (Case.Kind.ACCESS, Case.Kind.PORTABILITY)
MAILS_AN_HOUR = 3


def ready(case_id: int) -> Case | None:
    """The case, if its data may be fetched: the identity was shown, and there is still a reader."""
    cases = Case.objects.filter(kind__in=OF_DATA, identity_confirmed_at__isnull=False, subscriber__isnull=False)
    return cases.exclude(state=Case.State.REFUSED).select_related("subscriber").filter(pk=case_id).first()


def fetched(case: Case) -> None:
    log.enter(case, CaseEntry.What.FETCHED)


@transaction.atomic
def mail_again(case_id: int) -> None:
    """A new link to the person's own address, a few times an hour at most."""
    case = ready(case_id)
    if case and rate_limit.within("desk-data", str(case.pk), MAILS_AN_HOUR):
        writing.write(case, Letter.Kind.DATA)
