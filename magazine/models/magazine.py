from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from .issue import IssuePage


class MagazinePage(Page):
    """The magazine: its name, its promise and its issues."""

    claim = models.CharField(_("claim"), max_length=200, blank=True)

    parent_page_types = ["editorial.HomePage"]
    subpage_types = ["magazine.IssuePage"]
    content_panels = [*Page.content_panels, FieldPanel("claim")]

    class Meta:
        verbose_name = _("magazine")

    def issues(self) -> "models.QuerySet[IssuePage]":
        return IssuePage.objects.open_below(self).newest_first()

    def get_context(self, request: HttpRequest, *args, **kwargs):  # type: ignore[no-untyped-def]
        context = super().get_context(request, *args, **kwargs)
        context["issues"] = self.issues()
        return context
