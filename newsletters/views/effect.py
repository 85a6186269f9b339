"""What matching is worth: the comparison of those for whom is chosen with those who get the editors' edition."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from newsletters.models import ArmCount, ClickCount, Delivery, Edition
from newsletters.services import comparison, counting
from newsletters.services.comparison import Comparison, Side, Verdict
from newsletters.templatetags.effect import points
from pollen.services import learnt

from .effect_picture import picture

PERIODS = (30, 90, 365)
USUAL = 90
PERMISSION = "newsletters.view_edition"


@dataclass(frozen=True)
class Row:
    edition: Edition
    matched: Side
    holdout: Side
    people: int
    filtered: int

    @property
    def arms(self) -> list[tuple[Side, bool]]:
        return [(side, shown(side)) for side in (self.matched, self.holdout)]

    @property
    def clicks_visible(self) -> bool:
        return counting.tellable(self.matched.letters + self.holdout.letters)


def shown(side: Side) -> bool:
    return counting.tellable(side.letters)


@require_safe
def effect(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    days = _days(request.GET.get("days", ""))
    since = timezone.now() - timedelta(days=days)
    found = comparison.compared(since)
    visible = shown(found.matched) and shown(found.holdout)
    best, worst = learnt.best_and_worst()
    context = {
        "days": days,
        "periods": PERIODS,
        "found": found,
        "visible": visible,
        "verdict": _verdict(found),
        "told": found.verdict != Verdict.NOT_ENOUGH,
        "verdict_is_open": found.verdict == Verdict.NO_DIFFERENCE,
        "picture": picture(found, [_("chosen for the reader"), _("as the editors have it")]) if visible else None,
        "enough": comparison.ENOUGH_LETTERS,
        "enough_of_each": comparison.ENOUGH_OF_EACH,
        "rows": _rows(since),
        "best": best,
        "worst": worst,
        "holdout": settings.POLLEN_HOLDOUT,
        "holdout_percent": settings.POLLEN_HOLDOUT * 100,
        "few": settings.EXPORT_MINIMUM_SIZE,
    }
    return render(request, "newsletters/admin/effect.html", context)


def _days(asked: str) -> int:
    return int(asked) if asked in {str(days) for days in PERIODS} else USUAL


def _verdict(found: Comparison) -> str:
    low, high = found.interval
    if found.verdict == Verdict.BETTER:
        return _("Better by %(low)s to %(high)s points") % {"low": points(low), "high": points(high)}
    if found.verdict == Verdict.WORSE:
        return _("Worse by %(low)s to %(high)s points") % {"low": points(high), "high": points(low)}
    return _("Not enough data") if found.verdict == Verdict.NOT_ENOUGH else _("Cannot be told apart")


def _rows(since: datetime) -> list[Row]:
    """The editions of the period of which anything is counted, the last one first; three queries."""
    sent = counting.sent_since(since)
    arms = {
        (row.edition_id, row.arm): Side(row.letters, row.readers_who_clicked)
        for row in ArmCount.objects.filter(edition__in=sent, letters__gt=0)
    }
    clicks = {(row.edition_id, row.verdict): row.count for row in ClickCount.objects.filter(edition__in=sent)}
    counted = {edition for edition, _arm in arms} | {edition for edition, _verdict in clicks}
    filtered = [verdict for verdict in ClickCount.Verdict if verdict != ClickCount.Verdict.PERSON]
    last_first = sent.filter(pk__in=counted).annotate(left=F("left_at")).order_by("-left", "-pk")
    return [
        Row(
            edition,
            arms.get((edition.pk, Delivery.Arm.MATCHED), Side()),
            arms.get((edition.pk, Delivery.Arm.HOLDOUT), Side()),
            clicks.get((edition.pk, ClickCount.Verdict.PERSON), 0),
            sum(clicks.get((edition.pk, verdict), 0) for verdict in filtered),
        )
        for edition in last_first
    ]
