"""Why readers left, as sums: nobody knows who said what."""

from collections import defaultdict

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from subscribers.models import LeavingReason, Purpose

from .guarded_page import GuardedPage


class LeavingPage(GuardedPage):
    name = "leaving"
    icon = "logout"
    menu_label = _("Reasons for leaving")
    permission = "subscribers.view_leavingreason"

    def answer(self, request: HttpRequest) -> HttpResponse:
        counts: dict[int, dict[str, int]] = defaultdict(dict)
        rows = LeavingReason.objects.order_by().values_list("purpose", "reason").annotate(Count("pk"))
        for purpose, reason, count in rows:
            counts[purpose][reason] = count
        context = {
            "reasons": LeavingReason.Reason.labels,
            "lines": [
                (purpose, [counts[purpose.pk].get(reason, 0) for reason in LeavingReason.Reason.values])
                for purpose in Purpose.objects.filter(pk__in=counts)
            ],
        }
        return render(request, "subscribers/admin/leaving.html", context)
