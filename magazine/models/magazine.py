from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.models import Page

from editorial.marks.colour import COLOURS

from .issue import IssuePage

COLOUR_LABELS = (
    _("Blue"),
    _("Teal"),
    _("Leaf green"),
    _("Ochre"),
    _("Vermilion"),
    _("Rose"),
    _("Violet"),
    _("Slate"),
)


class MagazinePage(Page):
    """The magazine: its name, its promise and its issues."""

    claim = models.CharField(_("claim"), max_length=200, blank=True)
    accent = models.CharField(
        _("accent colour"),
        max_length=12,
        choices=[(colour.name, label) for colour, label in zip(COLOURS, COLOUR_LABELS, strict=True)],
        default="blue",
        help_text=_("Links, rules and page numbers of this magazine; each is legible on light and on dark."),
    )

    parent_page_types = ["editorial.HomePage"]
    subpage_types = ["magazine.IssuePage"]
    content_panels = [
        *Page.content_panels,
        FieldPanel("claim", help_text=_("One line: what the magazine is about and for whom.")),
        FieldPanel("accent"),
        HelpPanel(template="magazine/admin/issues_help.html"),
    ]

    class Meta:
        verbose_name = _("magazine")

    def issues(self) -> "models.QuerySet[IssuePage]":
        return IssuePage.objects.open_below(self).newest_first()

    def structured_data(self) -> dict[str, Any]:
        return {"@type": "Periodical", "name": self.title, "description": self.claim, "url": self.full_url}

    def get_context(self, request: HttpRequest, *args, **kwargs):  # type: ignore[no-untyped-def]
        context = super().get_context(request, *args, **kwargs)
        context["issues"] = self.issues()
        return context
