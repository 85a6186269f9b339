from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from editorial.models import ReadablePage


class StoryPage(ReadablePage):
    """A numbered two-page story with what can be learned from it."""

    number = models.PositiveIntegerField(_("number"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True, help_text=_("Where it appeared first."))
    source_url = models.URLField(_("address of the source"), blank=True)

    parent_page_types = ["blog.BlogPage"]
    subpage_types: list[str] = []
    kind_label = _("Story")

    content_panels = [
        *ReadablePage.heading_panels,
        FieldPanel("number"),
        FieldPanel("body"),
        MultiFieldPanel(ReadablePage.about_panels, heading=_("Topics, authors, picture")),
        MultiFieldPanel([FieldPanel("source"), FieldPanel("source_url")], heading=_("Source")),
    ]

    class Meta:
        verbose_name = _("story")

    @property
    def listing_label(self) -> str:
        return _("Story № %(number)s") % {"number": self.number} if self.number else str(self.kind_label)
