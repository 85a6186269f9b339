"""Cases in the admin: listed by deadline, typed in, and worked on at their own page."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, DateFromToRangeFilter, MultipleChoiceFilter  # type: ignore[import-untyped]
from wagtail.admin import messages
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import CreateView, IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet

from subscribers.services import looking

from .forms import NoteForm, TypedInForm
from .models import Case, Letter
from .policies import may_work
from .services import checklist, opening
from .views.showing import offers_of, rows_of


class LightColumn(Column):
    """How pressing a case is: a word with a shape and a colour, so that nobody needs the colour."""

    cell_template_name = "desk/admin/light_cell.html"


class CaseFilterSet(WagtailFilterSet):
    stage = ChoiceFilter(
        label=_("Still open?"),
        choices=[("open", _("open")), ("late", _("deadline over")), ("closed", _("closed"))],
        method="by_stage",
    )
    kind = MultipleChoiceFilter(label=_("Kind"), choices=Case.Kind.choices)
    due_on = DateFromToRangeFilter(label=_("Answer due on"), widget=DateRangePickerWidget)

    class Meta:
        model = Case
        fields = ["stage", "kind", "state", "channel", "due_on"]

    def by_stage(self, cases: Any, name: str, value: str) -> Any:
        if value == "closed":
            return cases.filter(state__in=Case.OVER)
        still_open = cases.exclude(state__in=Case.OVER)
        return still_open.filter(due_on__lt=timezone.localdate()) if value == "late" else still_open


class CaseIndexView(IndexView):
    page_title = _("Privacy desk")

    def get_base_queryset(self) -> QuerySet[Case]:
        return Case.objects.by_deadline()


class CaseInspectView(InspectView):
    template_name = "desk/admin/case.html"
    page_title = _("Case")

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.object.subscriber_id:
            looking.note(request.user, self.object.subscriber, "case")
        return super().get(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.object)

    @cached_property
    def may_work(self) -> bool:
        return may_work(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case = self.object
        return super().get_context_data(
            case=case,
            may_work=self.may_work,
            next_step=checklist.next_step(case),
            rows=rows_of(case),
            offers=offers_of(case) if self.may_work else [],
            letters=case.letters.select_related("by"),
            written=Letter.WRITTEN,
            entries=case.entries.select_related("by").order_by("-pk"),
            note_form=NoteForm(),
            **kwargs,
        )


class CaseCreateView(CreateView):
    page_title = _("Type in a case")

    def form_valid(self, form: Any) -> HttpResponse:
        case = opening.typed_in(form.request(), self.request.user)
        messages.success(self.request, _("The case has a number and a deadline. Next: make sure who is asking."))
        return redirect("cases:inspect", case.pk)


class CaseViewSet(ModelViewSet):
    model = Case
    name = "cases"
    icon = "clipboard-list"
    menu_label = _("Privacy desk")
    menu_order = 225
    add_to_admin_menu = True
    inspect_view_enabled = True
    copy_view_enabled = False
    index_view_class = CaseIndexView
    inspect_view_class = CaseInspectView
    add_view_class = CaseCreateView
    index_template_name = "desk/admin/index.html"
    create_template_name = "desk/admin/create.html"
    inspect_template_name = "desk/admin/case.html"
    list_display = [
        TitleColumn("number", label=_("Number"), url_name="cases:inspect"),
        LightColumn("light", label=_("Deadline"), sort_key="due_on"),
        Column("kind", label=_("Kind"), accessor="get_kind_display"),
        Column("state", label=_("State"), accessor="get_state_display", classname="pp-roomy"),
        Column("person", label=_("Person")),
        DateColumn("received_at", label=_("Received"), sort_key="received_at", classname="pp-roomy"),
    ]
    filterset_class = CaseFilterSet
    search_fields = ["number", "name", "email"]
    search_backend_name = None

    def get_form_class(self, for_update: bool = False) -> Any:
        return TypedInForm
