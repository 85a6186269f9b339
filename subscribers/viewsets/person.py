"""One reader's page in the admin, and the printed proof. Whoever opens either is noted before it is shown."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.views.generic import InspectView
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import HeaderButton

from subscribers.models import Subscriber
from subscribers.services import history, looking, preferences, standing
from subscribers.views.proof import proof_response

from .evidence import shown_moment


class PersonView(InspectView):
    page_title = _("Reader")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Those before this one are shown; this one is kept.
        self.looks = looking.looks(self.object)
        looking.note(request.user, self.object, "page")
        response: HttpResponse = super().get(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        url = reverse("readers:proof", args=[self.object.pk])
        return [HeaderButton(_("Proof as PDF"), url=url, icon_name="download")]

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        value = getattr(self.object, field_name)
        if value is None:
            return "–"
        if field_name.endswith("_at"):
            return shown_moment(value)
        return super().get_field_display_value(field_name, field)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        line = history.timeline(self.object)
        return super().get_context_data(
            states=standing.standing_of([self.object])[self.object.pk],
            offers=preferences.offers(self.object.subject, self.object.language),
            moments=[(history.KINDS.get(moment.kind, moment.kind), moment) for moment in line.moments],
            more=line.more,
            choices=self.object.topic_choices.select_related("topic").order_by("topic__label_de"),
            looks=self.looks,
            **kwargs,
        )


class ProofView(PermissionCheckedMixin, View):
    any_permission_required = ["view"]

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        reader = get_object_or_404(Subscriber, pk=pk)
        looking.note(request.user, reader, "proof")
        return proof_response(reader)
