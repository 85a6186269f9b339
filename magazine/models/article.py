from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from editorial.freshness import remembered
from editorial.models import ReadablePage

from .issue import IssuePage
from .section import Section


class ArticlePage(ReadablePage):
    """An article of an issue: in a section, on a page of the printed magazine."""

    class Format(models.TextChoices):
        ARTICLE = "article", _("Article")
        INTERVIEW = "interview", _("Interview")
        REPORT = "report", _("Test report")

    section = models.ForeignKey(
        Section,
        verbose_name=_("section"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="articles",
    )
    page_number = models.PositiveSmallIntegerField(_("page"), null=True, blank=True)
    format = models.CharField(_("format"), max_length=10, choices=Format.choices, default=Format.ARTICLE)
    subtitle = models.CharField(_("subtitle"), max_length=200, blank=True)
    guest = models.CharField(_("guest"), max_length=120, blank=True, help_text=_("Who answers in an interview."))

    override_translatable_fields = [*ReadablePage.override_translatable_fields, SynchronizedField("guest")]

    read_with = (*ReadablePage.read_with, "section")

    parent_page_types = ["magazine.IssuePage"]
    subpage_types: list[str] = []
    kind_label = _("Article")

    content_panels = [
        *ReadablePage.heading_panels,
        FieldPanel("subtitle"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("section"), FieldPanel("page_number")]),
                FieldRowPanel([FieldPanel("format"), FieldPanel("guest")]),
            ],
            heading=_("Place in the issue"),
            help_text=_("The contents are sorted by page. Under “Planning” articles are put into another order."),
        ),
        FieldPanel("body"),
        ReadablePage.authors_panel,
        ReadablePage.topics_panel,
        ReadablePage.picture_panel,
        FieldPanel("published_on", help_text=_("Usually the day of the issue.")),
        FieldPanel("editors_weight"),
    ]

    search_fields = [
        *ReadablePage.search_fields,
        index.SearchField("subtitle"),
        index.SearchField("guest"),
        index.RelatedFields("section", [index.SearchField("name"), index.SearchField("name_en")]),
    ]

    class Meta:
        verbose_name = _("article")

    @cached_property
    def issue(self) -> IssuePage | None:
        place = self.path[: -self.steplen]
        above = IssuePage.objects.filter(path=place).defer_streamfields()
        return remembered(("issue", place), above.first) if place else None

    @property
    def listing_label(self) -> str:
        issue = self.issue
        parts = [_("From issue %(number)s") % {"number": issue.number} if issue else "", self.section]
        return " · ".join(str(part) for part in parts if part)

    def structured_data(self) -> dict[str, Any]:
        issue = self.issue
        if issue is None:
            return {}
        part = {
            "@type": "PublicationIssue",
            "issueNumber": issue.number,
            "name": issue.title,
            "url": issue.full_url,
        }
        return {
            "isPartOf": part,
            "articleSection": str(self.section) if self.section else None,
            "pageStart": self.page_number,
        }

    def get_context(self, request: HttpRequest, *args, **kwargs):  # type: ignore[no-untyped-def]
        context = super().get_context(request, *args, **kwargs)
        issue = self.issue
        context["issue"] = issue
        if issue and self.path:
            context["previous_article"], context["next_article"] = self._neighbours(issue)
        return context

    def _neighbours(self, issue: IssuePage) -> tuple["ArticlePage | None", "ArticlePage | None"]:
        """The articles printed before and after this one. Their texts are not read: a link shows none of it."""
        articles = issue.contents()
        others = [article for article in articles if article.pk != self.pk]
        before = [article for article in others if not self._printed_before(article)]
        after = [article for article in others if self._printed_before(article)]
        return before[-1] if before else None, after[0] if after else None

    def _printed_before(self, other: "ArticlePage") -> bool:
        return (other.page_number or 0, other.path) > (self.page_number or 0, self.path)
