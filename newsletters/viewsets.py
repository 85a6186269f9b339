from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
)
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import (
    CopyView,
    CreateView,
    DeleteView,
    EditView,
    IndexView,
    SnippetViewSet,
    SnippetViewSetGroup,
)

from newsletters import outbox
from newsletters.models import Edition, Newsletter
from newsletters.views.effect import PERMISSION
from newsletters.views.permissions import deletable, why_not_edited

State = Edition.State


def sending_time(edition: Edition) -> datetime | None:
    """A draft that was taken back keeps the hour in its row, but has none."""
    return None if edition.state == State.DRAFT else edition.scheduled_for


def kind(edition: Edition) -> str:
    return edition.get_digest_display() if edition.digest else str(_("Edition"))


class EditionPolicy(ModelPermissionPolicy):
    """Deleted is only what never went anywhere: drafts and what was stopped before its first letter."""

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Edition) -> bool:
        allowed: bool = super().user_has_permission_for_instance(user, action, instance)
        return allowed and (action != "delete" or deletable(instance))


class EditionEditView(EditView):
    """The edit form with the ways on: see it as a reader, let it go. What has left is not edited any more."""

    def dispatch(self, request, *args, **kwargs):  # type: ignore[no-untyped-def]
        if reason := why_not_edited(self.object):
            return self.refuse(reason)
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):  # type: ignore[no-untyped-def]
        """Asks again under a lock: the worker may have taken the edition since the page was asked for."""
        with transaction.atomic():
            now = Edition.objects.select_for_update().get(pk=self.object.pk)
            if reason := why_not_edited(now):
                return self.refuse(reason)
            return super().form_valid(form)

    def refuse(self, reason: str) -> HttpResponse:
        if self.request.method == "POST":
            reason += " " + _("What you had just written was not saved.")
        messages.error(self.request, reason)
        return redirect(reverse("newsletters_release", args=[self.object.pk]))

    @property
    def header_buttons(self):  # type: ignore[no-untyped-def]
        return [
            HeaderButton(
                label=_("See it as a reader"),
                url=reverse("newsletters_preview", args=[self.object.pk]),
                icon_name="view",
            ),
            HeaderButton(
                label=_("Send or schedule"),
                url=reverse("newsletters_release", args=[self.object.pk]),
                icon_name="mail",
            ),
        ]


class EditionCreateView(CreateView):
    def get_initial_form_instance(self) -> Edition:
        """Where there is one newsletter only, nobody needs to choose it."""
        newsletters = Newsletter.objects.all()[:2]
        return Edition(newsletter=newsletters[0] if len(newsletters) == 1 else None)


class EditionCopyView(CopyView):
    """Shows the filled form; what is sent goes to the add view. A POST here would overwrite the original."""

    http_method_names = ["get", "head", "options"]


class EditionDeleteView(DeleteView):
    def dispatch(self, request, *args, **kwargs):  # type: ignore[no-untyped-def]
        if not deletable(self.object):
            messages.error(
                request,
                _("Only drafts are deleted. What was sent stays, so that it can be proved who got what."),
            )
            return redirect(reverse("newsletters_release", args=[self.object.pk]))
        return super().dispatch(request, *args, **kwargs)


class EditionIndexView(IndexView):
    def get_delete_url(self, instance: Edition) -> str | None:
        return super().get_delete_url(instance) if deletable(instance) else None


class EditionViewSet(SnippetViewSet):
    model = Edition
    icon = "mail"
    menu_label = _("Editions")
    menu_name = "editions"
    menu_order = 10
    list_display = [
        "subject",
        "newsletter",
        Column("kind", label=_("Kind"), accessor=kind),
        Column("state", label=capfirst(_("state")), accessor="get_state_display", sort_key="state"),
        Column("scheduled_for", label=capfirst(_("send at")), accessor=sending_time),
    ]
    list_filter = ["newsletter", "digest", "state"]
    search_fields = ["subject"]
    search_backend_name = None
    ordering = ["-created_at"]
    index_view_class = EditionIndexView
    add_view_class = EditionCreateView
    edit_view_class = EditionEditView
    copy_view_class = EditionCopyView
    delete_view_class = EditionDeleteView
    copy_view_enabled = True
    panels = [
        FieldPanel("newsletter"),
        MultiFieldPanel([FieldPanel("subject"), FieldPanel("preheader")], heading=_("What the inbox shows")),
        FieldPanel("intro"),
        InlinePanel("pins", panels=[PageChooserPanel("readable")], heading=_("Pinned items"), label=_("Item")),
        MultiFieldPanel(
            [
                HelpPanel(
                    content=_(
                        "Each reader who agreed to pollen gets what fits them best, with the reason below it. "
                        "Everybody else gets what is new, much read and recommended."
                    )
                ),
                FieldRowPanel([FieldPanel("free_places"), FieldPanel("window_days")]),
                FieldPanel("with_issue"),
            ],
            heading=_("Free places"),
        ),
        InlinePanel(
            "quotas",
            panels=[
                FieldRowPanel([FieldPanel("kind"), FieldPanel("section")]),
                FieldRowPanel([FieldPanel("at_least"), FieldPanel("at_most")]),
            ],
            heading=_("How many of what the free places hold"),
            label=_("Quota"),
            classname="collapsed",
        ),
        InlinePanel(
            "exclusions",
            panels=[PageChooserPanel("readable")],
            heading=_("Not in the free places"),
            label=_("Item"),
            classname="collapsed",
        ),
        FieldPanel("outro"),
    ]


class NewsletterViewSet(SnippetViewSet):
    model = Newsletter
    icon = "list-ul"
    menu_label = _("Newsletters")
    menu_name = "newsletters"
    menu_order = 20
    list_display = ["name", "purpose", Column("sender", label=_("Sender"))]
    panels = [
        FieldPanel("name"),
        FieldPanel("description"),
        FieldPanel("purpose"),
        MultiFieldPanel(
            [FieldPanel("sender_name"), FieldPanel("sender_address"), FieldPanel("reply_to")],
            heading=_("Sender"),
        ),
    ]


class OutboxMenuItem(MenuItem):
    def is_shown(self, request):  # type: ignore[no-untyped-def]
        return outbox.in_use() and request.user.has_perm("newsletters.view_delivery")


class EffectMenuItem(MenuItem):
    def is_shown(self, request):  # type: ignore[no-untyped-def]
        return request.user.has_perm(PERMISSION)


class LettersGroup(SnippetViewSetGroup):
    items = [EditionViewSet, NewsletterViewSet]
    menu_label = _("Letters")
    menu_name = "letters"
    menu_icon = "mail"
    menu_order = 210

    def get_submenu_items(self):  # type: ignore[no-untyped-def]
        outbox_item = OutboxMenuItem(
            _("Outbox"),
            reverse("newsletters_outbox"),
            name="outbox",
            icon_name="folder-open-inverse",
            order=30,
        )
        effect_item = EffectMenuItem(
            _("Effect"), reverse("newsletters_effect"), name="effect", icon_name="view", order=25
        )
        return [*super().get_submenu_items(), effect_item, outbox_item]
