from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from editorial.models import ReadablePage


class ListingPage(Page):
    """What the blog, the show and the postcard rack have in common: an introduction and the newest first."""

    introduction = models.TextField(_("introduction"), blank=True)
    page_size = 12

    content_panels = [*Page.content_panels, FieldPanel("introduction")]

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args, **kwargs):  # type: ignore[no-untyped-def]
        context = super().get_context(request, *args, **kwargs)
        readables = ReadablePage.objects.open_below(self).newest_first().specific()
        context["readables"] = Paginator(readables, self.page_size).get_page(request.GET.get("p"))
        return context
