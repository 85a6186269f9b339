"""What readers sent in, in the admin: to look at, to take to its page, and to decline with some words."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from subscribers.models import ConsentEvent
from subscribers.viewsets import evidence_lines, shown_moment

from .models import Contribution
from .policies import may_decide

State = Contribution.State


def way_to_page(contribution: Contribution, user: Any) -> list[tuple[str, str, str]]:
    """What can be done with its page, as (label, address, icon)."""
    page = contribution.page
    ways: list[tuple[str, str, str]] = []
    if page and page.permissions_for_user(user).can_edit():
        ways.append((gettext("Edit and publish"), reverse("wagtailadmin_pages:edit", args=[page.pk]), "edit"))
        ways.append((gettext("Preview"), reverse("wagtailadmin_pages:view_draft", args=[page.pk]), "view"))
    if contribution.state == State.RECEIVED and may_decide(user):
        ways.append((gettext("Decline"), reverse("contributions_decline", args=[contribution.pk]), "cross"))
    return ways


class ContributionIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[Contribution]:
        confirmed: QuerySet[Contribution] = Contribution.objects.confirmed()
        return confirmed.select_related("page")

    def get_list_more_buttons(self, instance: Contribution) -> list[Any]:
        ways = [
            MenuItem(label, url=url, icon_name=icon, priority=number)
            for number, (label, url, icon) in enumerate(way_to_page(instance, self.request.user))
        ]
        return [*ways, *super().get_list_more_buttons(instance)]


class ContributionInspectView(InspectView):
    page_title = _("Contribution")

    def get_object(self, queryset: Any = None) -> Contribution:
        found: Contribution = super().get_object(queryset)
        return found

    def get_page_subtitle(self) -> str:
        return self.object.headline()

    @property
    def header_buttons(self) -> list[HeaderButton]:
        return [
            HeaderButton(label=label, url=url, icon_name=icon)
            for label, url, icon in way_to_page(self.object, self.request.user)
        ]

    def get_created_at_display_value(self) -> str:
        return shown_moment(self.object.created_at)

    def get_decided_at_display_value(self) -> str:
        return shown_moment(self.object.decided_at) if self.object.decided_at else "–"

    def get_email_display_value(self) -> str:
        return self.object.email or "–"

    def get_name_display_value(self) -> str:
        return self.object.name or "–"

    def get_reason_display_value(self) -> str:
        return self.object.reason or "–"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        events = ConsentEvent.objects.filter(subject=self.object.subject).select_related("purpose", "wording")
        return super().get_context_data(
            page_preview=self.object.page.specific if self.object.page else None,
            history=[(event, evidence_lines(event)) for event in events],
            notices=self.object.notices.order_by("pk"),
            **kwargs,
        )


class ContributionViewSet(ModelViewSet):
    model = Contribution
    name = "reader-contributions"
    icon = "mail"
    menu_label = _("Contributions of readers")
    menu_order = 150
    add_to_admin_menu = True
    inspect_view_enabled = True
    copy_view_enabled = False
    index_view_class = ContributionIndexView
    inspect_view_class = ContributionInspectView
    inspect_template_name = "contributions/admin/inspect.html"
    inspect_view_fields = ["kind", "state", "created_at", "decided_at", "name", "email", "language", "reason"]
    exclude_form_fields: list[str] = []
    list_display = [
        "headline",
        Column("kind", label=_("Kind"), accessor="get_kind_display"),
        Column("state", label=_("State"), accessor="get_state_display"),
        DateColumn("created_at", label=_("Sent"), sort_key="created_at"),
    ]
    list_filter = ["state", "kind", "language"]
    ordering = "-created_at"
