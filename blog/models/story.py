from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index

from blog.numbering import NumberedForm, refuse_double
from editorial.models import ReadablePage, ReadableQuerySet

from .series import Series


@dataclass(frozen=True)
class PlaceInSeries:
    """Part 2 of 5, and what stands before and after it."""

    part: int
    parts: int
    previous: "StoryPage | None"
    next: "StoryPage | None"


def in_reading_order(stories: ReadableQuerySet) -> ReadableQuerySet:
    """By number; stories without one come last, by date."""
    return stories.order_by(F("number").asc(nulls_last=True), "published_on", "pk")


class StoryPage(ReadablePage):
    """A numbered two-page story with what can be learned from it."""

    number = models.PositiveIntegerField(_("number"), null=True, blank=True)
    series = models.ForeignKey(
        Series,
        verbose_name=_("series"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="stories",
    )
    source = models.CharField(_("source"), max_length=200, blank=True, help_text=_("Where it appeared first."))
    source_url = models.URLField(
        _("address of the source"),
        blank=True,
        help_text=_("If the same text stands there. Search engines are then referred to it (canonical link)."),
    )

    parent_page_types = ["blog.BlogPage"]
    subpage_types: list[str] = []
    base_form_class = NumberedForm
    kind_label = _("Story")

    content_panels = [
        *ReadablePage.heading_panels,
        MultiFieldPanel(
            [
                FieldPanel("number", help_text=_("The next free one is proposed. None may come twice.")),
                FieldPanel("series", help_text=_("Its parts are counted in the order of their numbers.")),
            ],
            heading=_("Number and series"),
        ),
        FieldPanel("body"),
        MultiFieldPanel(ReadablePage.about_panels, heading=_("Topics, authors, picture")),
        MultiFieldPanel([FieldPanel("source"), FieldPanel("source_url")], heading=_("Source")),
    ]

    search_fields = [
        *ReadablePage.search_fields,
        index.RelatedFields("series", [index.SearchField("name"), index.SearchField("name_en")]),
    ]

    class Meta:
        verbose_name = _("story")

    def structured_data(self) -> dict[str, Any]:
        own: dict[str, Any] = {"@type": "BlogPosting", "position": self.number}
        if self.series:
            address = f"{settings.PUBLIC_URL}{self.series.get_absolute_url()}"
            own["isPartOf"] = {"@type": "CreativeWorkSeries", "name": str(self.series), "url": address}
        if self.source_url:
            own["isBasedOn"] = self.source_url
        return own

    @property
    def listing_label(self) -> str:
        return _("Story № %(number)s") % {"number": self.number} if self.number else str(self.kind_label)

    @property
    def canonical_url(self) -> str:
        """Where the same text stood first, if it did; search engines would take ours for a copy."""
        return self.source_url or super().canonical_url

    def clean(self) -> None:
        super().clean()
        if self.path:
            refuse_double(self, self.get_parent())

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["previous"], context["next"] = self.neighbours
        context["place"] = self.place_in_series
        if context["next"] is None:
            context["elsewhere"] = self._elsewhere()
        return context

    @cached_property
    def neighbours(self) -> tuple["StoryPage | None", "StoryPage | None"]:
        """The story before and the one after, by number; by date for one without."""
        others = StoryPage.objects.open_below(self.get_parent()).exclude(pk=self.pk)
        if self.number is None:
            before = others.filter(published_on__lte=self.published_on).newest_first().first()
            after = others.filter(published_on__gt=self.published_on).order_by("published_on", "pk").first()
            return before, after
        before = others.filter(number__lt=self.number).order_by("-number").first()
        return before, others.filter(number__gt=self.number).order_by("number").first()

    @cached_property
    def place_in_series(self) -> PlaceInSeries | None:
        """None without a series, and for a draft: nobody can count parts that are not there yet."""
        if self.series_id is None:
            return None
        stories = list(
            in_reading_order(StoryPage.objects.open_below(self.get_parent()).filter(series=self.series_id))
        )
        at = next((place for place, story in enumerate(stories) if story.pk == self.pk), None)
        if at is None:
            return None
        following = stories[at + 1] if at + 1 < len(stories) else None
        return PlaceInSeries(at + 1, len(stories), stories[at - 1] if at else None, following)

    def _elsewhere(self) -> ReadablePage | None:
        """Something on the same topics that is no story, for who has read the newest one."""
        about = [topic.pk for topic in self.topic_list]
        others = ReadablePage.objects.open_to_all().in_language().filter(topics__in=about)
        found = others.not_type(StoryPage).newest_first().first()
        return found.specific if found else None
