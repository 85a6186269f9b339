"""Readers in the admin: to look at. What somebody agreed to is entered by that person alone."""

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django_filters import DateFromToRangeFilter, UUIDFilter  # type: ignore[import-untyped]
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic import CreateView, EditView, IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.permission_policies import ModelPermissionPolicy

from .models import ConsentEvent, Subscriber, Wording
from .services import preferences


class LookOnlyPolicy(ModelPermissionPolicy):
    """Nobody adds, changes or deletes, superusers included; who may view is set for the group."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, action)

    def users_with_any_permission(self, actions: Any) -> QuerySet[Any]:
        return super().users_with_any_permission([action for action in actions if action == "view"])


class WordingPolicy(ModelPermissionPolicy):
    """Wordings are written and, while they are drafts, changed; none is deleted."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "delete" and super().user_has_permission(user, action)


# What the forms write into the evidence of a consent, in the words of who reads it.
EVIDENCE_LABELS = {"form": _("Form"), "requested_at": _("Requested"), "confirmed_at": _("Confirmed")}


def shown_moment(moment: datetime) -> str:
    """In the site's time zone; Wagtail's inspect view would show UTC."""
    return date_format(localtime(moment), "DATETIME_FORMAT")


def evidence_lines(event: ConsentEvent) -> list[tuple[str, str]]:
    """The evidence as (label, value), moments in the site's time zone to the second."""
    return [(str(EVIDENCE_LABELS.get(key, key)), _evidence(value)) for key, value in event.evidence.items()]


def _evidence(value: Any) -> str:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return str(value)
    return localtime(moment).strftime("%d.%m.%Y %H:%M:%S") if moment.tzinfo else str(value)


class SubscriberInspectView(InspectView):
    page_title = _("Reader")

    def get_confirmed_at_display_value(self) -> str:
        return shown_moment(self.object.confirmed_at)

    def get_paused_until_display_value(self) -> Any:
        return self.object.paused_until or "–"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        events = ConsentEvent.objects.filter(subject=self.object.subject)
        history = events.select_related("purpose", "wording").order_by("-pk")
        return super().get_context_data(
            offers=preferences.offers(self.object.subject, self.object.language),
            history=[(event, evidence_lines(event)) for event in history],
            choices=self.object.topic_choices.select_related("topic").order_by("topic__label_de"),
            **kwargs,
        )


class SubscriberFilterSet(WagtailFilterSet):
    confirmed_at = DateFromToRangeFilter(label=_("Confirmed"), widget=DateRangePickerWidget)
    paused_until = DateFromToRangeFilter(label=_("Pause until"), widget=DateRangePickerWidget)

    class Meta:
        model = Subscriber
        fields = ["language", "form_of_address"]


class SubscriberViewSet(ModelViewSet):
    model = Subscriber
    name = "readers"
    icon = "user"
    menu_label = _("Subscribers")
    inspect_view_enabled = True
    copy_view_enabled = False
    inspect_view_class = SubscriberInspectView
    inspect_template_name = "subscribers/admin/subscriber_inspect.html"
    inspect_view_fields = [
        "email",
        "name",
        "subject",
        "language",
        "form_of_address",
        "confirmed_at",
        "paused_until",
    ]
    exclude_form_fields: list[str] = []
    list_display = ["email", "name", "language", "form_of_address", "confirmed_at", "paused_until"]
    filterset_class = SubscriberFilterSet
    search_fields = ["email", "name"]
    # The database's own search finds parts of an address, which the index cuts into words.
    search_backend_name = None
    ordering = "-confirmed_at"


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


class ConsentIndexView(IndexView):
    # The same words as in the menu; the model's plural would name the entries.
    page_title = _("Consent ledger")

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
    inspect_view_fields = ["at", "kind", "purpose", "wording", "subject", "evidence"]
    exclude_form_fields: list[str] = []
    list_display = [
        "at",
        "kind",
        "purpose",
        Column("wording", label=_("Wording")),
        Column("subject", label=_("Pseudonym")),
    ]
    filterset_class = ConsentFilterSet
    ordering = "-pk"


class WordingForm(WagtailAdminModelForm):
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    publish = forms.BooleanField(
        label=_("Publish"),
        required=False,
        help_text=_(
            "From then on the forms show it, and it can no longer be changed. Old consents do not cover it."
        ),
    )

    class Meta:
        model = Wording
        fields = ["purpose", "language", "text", "yes_means", "no_means"]

    def save(self, commit: bool = True) -> Wording:
        wording: Wording = self.instance
        if not wording.pk:
            earlier = Wording.objects.filter(purpose=wording.purpose, language=wording.language)
            wording.version = (earlier.aggregate(last=Max("version"))["last"] or 0) + 1
            wording.published_at = None
        if self.cleaned_data["publish"]:
            wording.published_at = timezone.now()
        return super().save(commit)


class WordingIndexView(IndexView):
    def get_edit_url(self, instance: Wording) -> str | None:
        return None if instance.published_at else super().get_edit_url(instance)


class WordingEditView(EditView):
    def get_object(self, queryset: Any = None) -> Wording:
        wording: Wording = super().get_object(queryset)
        if wording.published_at:
            raise PermissionDenied
        return wording


class WordingInspectView(InspectView):
    page_title = _("Wording")

    def get_published_at_display_value(self) -> str:
        return shown_moment(self.object.published_at) if self.object.published_at else "–"

    def get_edit_url(self) -> str | None:
        return None if self.object.published_at else super().get_edit_url()


class WordingCreateView(CreateView):
    page_title = _("New version")


class WordingViewSet(ModelViewSet):
    model = Wording
    name = "wordings"
    icon = "form"
    menu_label = _("Wordings")
    inspect_view_enabled = True
    copy_view_enabled = False
    add_view_class = WordingCreateView
    edit_view_class = WordingEditView
    index_view_class = WordingIndexView
    inspect_view_class = WordingInspectView
    inspect_view_fields = ["purpose", "language", "version", "text", "yes_means", "no_means", "published_at"]
    list_display = [
        "__str__",
        "purpose",
        "language",
        "version",
        BooleanColumn("published", label=_("Published"), accessor=lambda wording: bool(wording.published_at)),
    ]
    list_filter = ["purpose", "language"]

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return WordingForm


class ReadersGroup(ModelViewSetGroup):
    menu_label = _("Readers")
    menu_icon = "group"
    menu_order = 220
    items = (SubscriberViewSet, ConsentEventViewSet, WordingViewSet)
