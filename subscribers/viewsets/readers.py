"""Readers in the admin: to look at. What somebody agreed to is entered by that person alone."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, DateFromToRangeFilter, ModelChoiceFilter  # type: ignore[import-untyped]
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from subscribers.models import Purpose, Subscriber, SubscriberQuerySet
from subscribers.services import finding
from subscribers.services.standing import State, standing_of

from .person import PersonView, ProofView
from .thrifty import ThriftyList, ThriftyPaginator

IN_STATE: dict[str, Callable[[SubscriberQuerySet], SubscriberQuerySet]] = {
    State.RECEIVING: SubscriberQuerySet.receiving,
    State.OTHER: SubscriberQuerySet.with_other_consents_only,
    State.NONE: SubscriberQuerySet.without_consent,
    State.PAUSED: SubscriberQuerySet.paused,
    State.RESTRICTED: SubscriberQuerySet.restricted,
    State.UNREACHABLE: SubscriberQuerySet.unreachable,
}


class SubscriberFilterSet(WagtailFilterSet):
    state = ChoiceFilter(label=_("State"), choices=State.choices, method="in_state", widget=forms.RadioSelect)
    consent = ModelChoiceFilter(
        label=_("Consent that stands"), queryset=Purpose.objects.all(), method="agreed", widget=forms.RadioSelect
    )
    confirmed_at = DateFromToRangeFilter(label=_("Confirmed"), widget=DateRangePickerWidget)

    class Meta:
        model = Subscriber
        fields = ["language", "form_of_address"]

    def in_state(self, readers: SubscriberQuerySet, _name: str, state: str) -> SubscriberQuerySet:
        return IN_STATE[state](readers)

    def agreed(self, readers: SubscriberQuerySet, _name: str, purpose: Purpose) -> SubscriberQuerySet:
        return readers.consenting(purpose)


class StateColumn(Column):
    """What holds for each reader; worked out for all rows of the page at once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.states: dict[int, list[str]] = {}

    def get_value(self, instance: Subscriber) -> str:
        return ", ".join(self.states.get(instance.pk, []))


class SubscriberIndexView(ThriftyList, IndexView):
    results_template_name = "subscribers/admin/readers_results.html"

    def search_queryset(self, queryset: QuerySet[Subscriber]) -> QuerySet[Subscriber]:
        self.found = finding.find(queryset, self.search_query) if self.is_searching else None
        return queryset.filter(pk__in=self.found.readers) if self.found else queryset

    def get_paginator(self, *args: Any, **kwargs: Any) -> ThriftyPaginator:
        paginator: ThriftyPaginator = super().get_paginator(*args, **kwargs)
        # What was found is a short list of numbers, and counted at once.
        paginator.thrifty = self.found is None and paginator.thrifty
        return paginator

    def order_queryset(self, queryset: QuerySet[Subscriber]) -> QuerySet[Subscriber]:
        """By what there is an index for."""
        if self.ordering in ("email", "-email"):
            address = Lower("email")
            return queryset.order_by(address.desc() if self.ordering[0] == "-" else address)
        if self.ordering == "confirmed_at":
            return queryset.order_by("confirmed_at", "pk")
        return queryset.order_by("-confirmed_at", "-pk")

    @cached_property
    def columns(self) -> list[Column]:
        address = self._get_title_column("email")
        return [
            address,
            Column("name", label=_("Name")),
            StateColumn("state", label=_("State")),
            Column("get_language_display", label=_("Language")),
            Column("confirmed_at", label=_("Confirmed"), sort_key="confirmed_at"),
        ]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        for column in self.columns:
            if isinstance(column, StateColumn):
                column.states = standing_of(context["object_list"])
        context["found"] = self.found
        return context


class SubscriberViewSet(ModelViewSet):
    model = Subscriber
    name = "readers"
    icon = "user"
    menu_label = _("Subscribers")
    inspect_view_enabled = True
    copy_view_enabled = False
    index_view_class = SubscriberIndexView
    inspect_view_class = PersonView
    inspect_template_name = "subscribers/admin/person.html"
    inspect_view_fields = [
        "email",
        "name",
        "subject",
        "language",
        "form_of_address",
        "frequency",
        "confirmed_at",
        "last_sign_at",
        "paused_until",
        "restricted_at",
        "unreachable_at",
    ]
    exclude_form_fields: list[str] = []
    filterset_class = SubscriberFilterSet
    search_fields = ["email", "name"]
    # What is typed is compared by services/finding.py, which forgives what an index of words would not.
    search_backend_name = None
    ordering = "-confirmed_at"
    list_per_page = 20

    @property
    def proof_view(self) -> Any:
        return ProofView.as_view(permission_policy=self.permission_policy)

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path("proof/<str:pk>/", self.proof_view, name="proof")]

    def proof_url(self, reader: Subscriber) -> str:
        return reverse(f"{self.name}:proof", args=[reader.pk])
