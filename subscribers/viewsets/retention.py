"""The rules of retention in the admin: what, how long, why, and what the last passes let go."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from subscribers.models import RetentionRun
from subscribers.services import retaining

from .guarded_page import GuardedPage

SHOWN_PASSES = 14


class RetentionPage(GuardedPage):
    name = "retention"
    icon = "calendar-check"
    menu_label = _("Retention")
    permission = "subscribers.view_retentionrun"

    def answer(self, request: HttpRequest) -> HttpResponse:
        passes = list(RetentionRun.objects.all()[:SHOWN_PASSES])
        context = {
            "lines": retaining.table(),
            "last": passes[0] if passes else None,
            "passes": [(one, *retaining.summed(one)) for one in passes],
            "failed": retaining.FAILED,
        }
        return render(request, "subscribers/admin/retention.html", context)
