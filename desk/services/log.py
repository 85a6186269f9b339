"""The log of a case, and the lock that every change of one is made under."""

from typing import Any

from desk.models import Case, CaseEntry
from subscribers.models import Subscriber

What = CaseEntry.What


def hold(case_id: int, with_address: bool = False) -> Case:
    """The case, locked until the transaction ends. Raises Case.DoesNotExist.

    The reader whom it is about is locked before it, as an erasure takes them: two that wait for each other would
    both fail. `with_address` also locks whoever has the address of the case; the public forms must not look.
    """
    _hold_readers(case_id, with_address)
    return Case.objects.select_for_update(of=("self",)).select_related("subscriber").get(pk=case_id)


def _hold_readers(case_id: int, with_address: bool) -> None:
    for linked, email in Case.objects.filter(pk=case_id).values_list("subscriber_id", "email"):
        ids = {linked} if linked else set()
        if with_address and email:
            ids |= set(Subscriber.objects.with_address(email).values_list("pk", flat=True))
        if ids:
            list(Subscriber.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))


def enter(case: Case, what: CaseEntry.What, about: str = "", text: str = "", by: Any = None) -> CaseEntry:
    """`by` is a member of staff; without one it was the program or the person."""
    return CaseEntry.objects.create(case=case, what=what, about=about, text=text, by=by)
