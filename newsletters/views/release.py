"""The page on which an editor lets an edition go, and sees how it fares."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from newsletters.models import ClickCount, Delivery, Edition
from newsletters.services import audiences, clicks, counting, releasing
from subscribers.models import Purpose

State = Edition.State
UNDER_WAY = (State.PREPARING, State.SENDING)


def about_to_leave(edition: Edition) -> bool:
    soon = timezone.now() + timedelta(minutes=2)
    return edition.state == State.SCHEDULED and bool(edition.scheduled_for and edition.scheduled_for <= soon)


class ReleaseView(View):
    """GET shows state, obstacles and progress; POST with `action` moves the edition on or back."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm("newsletters.change_edition"):
            raise PermissionDenied
        response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[assignment]
        return response

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        edition = get_object_or_404(Edition.objects.select_related("newsletter__purpose"), pk=pk)
        return render(request, "newsletters/admin/release.html", self.context(edition))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm("newsletters.send_edition"):
            raise PermissionDenied
        edition = get_object_or_404(Edition, pk=pk)
        try:
            messages.success(request, self.act(request, edition))
        except releasing.NotReady as refusal:
            for reason in refusal.reasons:
                messages.error(request, reason)
        return redirect(reverse("newsletters_release", args=[pk]))

    def act(self, request: HttpRequest, edition: Edition) -> str:
        action = request.POST.get("action")
        if action == "release":
            releasing.release(edition)
            return _("The letters are on their way.")
        if action == "schedule":
            at = _moment(request.POST.get("at", ""))
            releasing.release(edition, at)
            return _("The edition goes out at the time you chose.")
        if action == "take_back":
            releasing.take_back(edition)
            return _("The edition is a draft again.")
        if action == "cancel":
            releasing.cancel(edition)
            return _("The edition was stopped. What was sent is sent; nothing more will follow.")
        raise PermissionDenied

    def context(self, edition: Edition) -> dict[str, Any]:
        audience = audiences.of_letters(edition)
        counts = dict(edition.deliveries.order_by().values_list("state").annotate(Count("pk")))
        kept = counts.pop(Delivery.State.GATHERED, 0)
        total = sum(counts.values())
        open_rows = counts.get(Delivery.State.QUEUED, 0) + counts.get(Delivery.State.SENDING, 0)
        return {
            "edition": edition,
            "obstacles": releasing.obstacles(edition) if edition.editable else [],
            "audience": audience.count(),
            "in_digests": audiences.of_digests(edition).count(),
            "with_pollen": audience.consenting(Purpose.POLLEN).count(),
            "candidates": edition.candidates().count(),
            "counts": [(state.label, counts[state]) for state in Delivery.State if state in counts],
            "clicks": _clicks(edition) if total else None,
            "kept": kept,
            "total": total,
            "done": total - open_rows,
            "stoppable": edition.state in (State.SCHEDULED, *UNDER_WAY),
            # The page reloads itself only while there is something to watch.
            "moving": edition.state in UNDER_WAY or about_to_leave(edition),
            "State": State,
        }


def _clicks(edition: Edition) -> dict[str, int]:
    found = clicks.counts(edition.pk)
    if any(found.values()) and not counting.tellable(counting.measured(edition)):
        return {"few": True}
    people = found.pop(ClickCount.Verdict.PERSON)
    return {"people": people, "filtered": sum(found.values())} | {why.name.lower(): n for why, n in found.items()}


def _moment(text: str) -> datetime:
    """A moment of the form's `datetime-local` field in the site's time zone; raises NotReady with what to do."""
    try:
        moment = timezone.make_aware(datetime.fromisoformat(text))
    except ValueError as error:
        raise releasing.NotReady([_("Please give day and time of the sending.")]) from error
    if moment <= timezone.now():
        raise releasing.NotReady([_("The time lies in the past. Choose a later one, or send now.")])
    return moment
