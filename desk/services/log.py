"""The log of a case, and the lock that every change of one is made under."""

from typing import Any

from desk.models import Case, CaseEntry

What = CaseEntry.What


def hold(case_id: int) -> Case:
    """The case, locked until the transaction ends. Raises Case.DoesNotExist."""
    return Case.objects.select_for_update(of=("self",)).select_related("subscriber").get(pk=case_id)


def enter(case: Case, what: CaseEntry.What, about: str = "", text: str = "", by: Any = None) -> CaseEntry:
    """`by` is a member of staff; without one it was the program or the person."""
    return CaseEntry.objects.create(case=case, what=what, about=about, text=text, by=by)
