from django.shortcuts import redirect
from django.urls import reverse
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
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.views.snippets import EditView, SnippetViewSet, SnippetViewSetGroup

from newsletters import outbox
from newsletters.models import Edition, Newsletter


class EditionEditView(EditView):
    """The edit form with the ways on: see it as a reader, let it go. What has left is not edited any more."""

    def dispatch(self, request, *args, **kwargs):  # type: ignore[no-untyped-def]
        if not self.object.editable:
            return redirect(reverse("newsletters_release", args=[self.object.pk]))
        return super().dispatch(request, *args, **kwargs)

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


class EditionViewSet(SnippetViewSet):
    model = Edition
    icon = "mail"
    menu_label = _("Editions")
    menu_name = "editions"
    menu_order = 10
    list_display = ["subject", "newsletter", "get_state_display", "scheduled_for"]
    list_filter = ["newsletter", "state"]
    search_fields = ["subject"]
    search_backend_name = None
    ordering = ["-created_at"]
    edit_view_class = EditionEditView
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
                        "Everybody else gets the newest."
                    )
                ),
                FieldRowPanel([FieldPanel("free_places"), FieldPanel("window_days")]),
            ],
            heading=_("Free places"),
        ),
        FieldPanel("outro"),
    ]


class NewsletterViewSet(SnippetViewSet):
    model = Newsletter
    icon = "list-ul"
    menu_label = _("Newsletters")
    menu_name = "newsletters"
    menu_order = 20
    list_display = ["name", "purpose", "sender"]
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
        return [*super().get_submenu_items(), outbox_item]
