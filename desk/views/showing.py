"""What a case's page shows: each step with who can do it, and what else can be done now."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from desk import checklists
from desk.models import Case, Letter, Step

Key, Kind = Step.Key, Letter.Kind


@dataclass(frozen=True)
class Row:
    """`who` is "program", "staff" or "page": the last is done by what stands elsewhere on the page."""

    step: Step
    who: str
    current: bool


@dataclass(frozen=True)
class Offer:
    """A button; with `post` it acts at once, else it leads to a page."""

    label: str | Promise
    url: str
    post: bool = False
    serious: bool = False


def rows_of(case: Case) -> list[Row]:
    steps = list(case.steps.select_related("by"))
    current = next((step.pk for step in steps if step.done_at is None), None)
    return [Row(step, _who(step.key), step.pk == current and not case.is_over) for step in steps]


def _who(key: str) -> str:
    if key in checklists.BY_PROGRAM:
        return "program"
    return "page" if key in checklists.BY_OTHER_MEANS else "staff"


def offers_of(case: Case) -> list[Offer]:
    """Beside the next step: what staff may want to do instead, or besides."""
    if case.is_over:
        return _after_the_end(case)
    offers = []
    if case.identity_confirmed_at:
        offers.append(Offer(_("Ask the person something"), _letter(case, Kind.QUESTION)))
        if case.kind == Case.Kind.RECTIFICATION and case.subscriber:
            way = reverse("desk_show_preferences", args=[case.pk])
            offers.append(Offer(_("Show the person the way to the preferences"), way, post=True))
        if may_be_extended(case):
            offers.append(Offer(_("Extend the deadline"), _letter(case, Kind.EXTENSION)))
    offers.append(Offer(_("Refuse"), _letter(case, Kind.REFUSAL), serious=True))
    return offers


def may_be_extended(case: Case) -> bool:
    in_time: Any = timezone.localdate() <= case.first_due_on
    return bool(case.has_legal_deadline and not case.further_months and in_time)


def _after_the_end(case: Case) -> list[Offer]:
    restricted = case.subscriber and case.subscriber.restricted_at
    announced = case.letters.filter(kind=Kind.LIFTING, refused_at=None).exists()
    if case.kind == Case.Kind.RESTRICTION and restricted and not announced:
        return [
            Offer(
                _("End the restriction, and tell the person first"),
                reverse("desk_lift", args=[case.pk]),
                post=True,
            )
        ]
    return []


def _letter(case: Case, kind: Letter.Kind) -> str:
    return reverse("desk_letter", args=[case.pk, kind])
