"""The consent ledger in the admin: to look at."""

from typing import Any

from django.db.models import QuerySet
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django_filters import DateFromToRangeFilter, UUIDFilter  # type: ignore[import-untyped]
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet

from subscribers.models import ConsentEvent

from .evidence import evidence_lines, shown_moment
from .thrifty import ThriftyList


class ConsentInspectView(InspectView):
    page_title = _("Consent event")

    def get_field_label(self, field_name: str, field: Any) -> str:
        return str(_("Pseudonym")) if field_name == "subject" else super().get_field_label(field_name, field)

    def get_page_subtitle(self) -> str:
        return f"{self.object.purpose}, {self.object.get_kind_display()}"

    def get_at_display_value(self) -> str:
        return shown_moment(self.object.at)

    def get_evidence_display_value(self) -> SafeString:
        return format_html_join(SafeString("<br>"), "{}: {}", evidence_lines(self.object))

    def get_wording_display_value(self) -> SafeString | str:
        wording = self.object.wording
        return format_html("{}: {}", wording, wording.text) if wording else "–"


class ConsentIndexView(ThriftyList, IndexView):
    # The same words as in the menu; the model's plural would name the entries.
    page_title = _("Consent ledger")

    def order_queryset(self, queryset: QuerySet[ConsentEvent]) -> QuerySet[ConsentEvent]:
        """By the day: there is an index for it, also for each kind and each purpose."""
        return queryset.order_by("at", "pk") if self.ordering == "at" else queryset.order_by("-at", "-pk")

    def get_base_queryset(self) -> QuerySet[ConsentEvent]:
        return super().get_base_queryset().select_related("purpose", "wording__purpose")


class ConsentFilterSet(WagtailFilterSet):
    at = DateFromToRangeFilter(label=_("Date"), widget=DateRangePickerWidget)
    subject = UUIDFilter(label=_("Pseudonym"))

    class Meta:
        model = ConsentEvent
        fields = ["kind", "purpose"]


class ConsentEventViewSet(ModelViewSet):
    model = ConsentEvent
    name = "consent-ledger"
    icon = "history"
    menu_label = _("Consent ledger")
    inspect_view_enabled = True
    copy_view_enabled = False
    index_view_class = ConsentIndexView
    inspect_view_class = ConsentInspectView
    inspect_view_fields = [
        "at",
        "kind",
        "purpose",
        "wording",
        "subject",
        "position",
        "evidence",
        "previous",
        "hash",
    ]
    exclude_form_fields: list[str] = []
    list_display = [
        "at",
        Column("get_kind_display", label=_("Kind")),
        Column("purpose", label=_("Purpose")),
        Column("wording", label=_("Wording")),
        Column("subject", label=_("Pseudonym")),
    ]
    filterset_class = ConsentFilterSet
    ordering = "-at"
