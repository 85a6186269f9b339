from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from editorial.blocks import TranscriptBlock
from editorial.models import ReadablePage
from editorial.models.readable import plain_words


class EpisodePage(ReadablePage):
    """A podcast episode with its full transcript. Its body holds the show notes."""

    show = models.CharField(_("show"), max_length=120, blank=True)
    number = models.PositiveIntegerField(_("number"), null=True, blank=True)
    guest = models.CharField(_("guest"), max_length=120, blank=True)
    hosts = models.CharField(_("hosts"), max_length=200, blank=True, help_text=_("Names, separated by commas."))
    duration = models.DurationField(_("duration"), null=True, blank=True)
    audio_url = models.URLField(_("address of the audio file"), blank=True)
    transcript = StreamField(TranscriptBlock(), verbose_name=_("transcript"), blank=True)

    parent_page_types = ["blog.ShowPage"]
    subpage_types: list[str] = []
    kind_label = _("Episode")

    content_panels = [
        *ReadablePage.heading_panels,
        MultiFieldPanel(
            [
                FieldPanel("show"),
                FieldPanel("number"),
                FieldPanel("guest"),
                FieldPanel("hosts"),
                FieldPanel("duration"),
                FieldPanel("audio_url"),
            ],
            heading=_("Episode"),
        ),
        FieldPanel("body", heading=_("Show notes")),
        FieldPanel("transcript"),
        MultiFieldPanel(ReadablePage.about_panels, heading=_("Topics, authors, picture")),
    ]
    search_fields = [*ReadablePage.search_fields, index.SearchField("transcript"), index.SearchField("guest")]

    class Meta:
        verbose_name = _("episode")

    @property
    def minutes(self) -> int | None:
        return round(self.duration.total_seconds() / 60) if self.duration else None

    @property
    def listing_label(self) -> str:
        parts = [self.show or str(self.kind_label)]
        if self.minutes:
            parts.append(_("%(count)s minutes") % {"count": self.minutes})
        return " · ".join(parts)

    def words(self) -> Iterable[str]:
        return [*super().words(), *plain_words(self.transcript)]
