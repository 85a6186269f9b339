from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

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

    parent_page_types = ["magazine.IssuePage"]
    subpage_types: list[str] = []
    kind_label = _("Article")

    content_panels = [
        *ReadablePage.heading_panels,
        FieldPanel("subtitle"),
        MultiFieldPanel(
            [FieldPanel("section"), FieldPanel("page_number"), FieldPanel("format"), FieldPanel("guest")],
            heading=_("Place in the issue"),
        ),
        FieldPanel("body"),
        MultiFieldPanel(ReadablePage.about_panels, heading=_("Topics, authors, picture")),
    ]

    class Meta:
        verbose_name = _("article")

    @cached_property
    def issue(self) -> IssuePage | None:
        return IssuePage.objects.parent_of(self).first()

    @property
    def listing_label(self) -> str:
        issue = self.issue
        parts = [_("From issue %(number)s") % {"number": issue.number} if issue else "", self.section]
        return " · ".join(str(part) for part in parts if part)

    def get_context(self, request: HttpRequest, *args, **kwargs):  # type: ignore[no-untyped-def]
        context = super().get_context(request, *args, **kwargs)
        issue = self.issue
        context["issue"] = issue
        if issue:
            following = [article for article in issue.articles() if self._printed_before(article)]
            context["next_article"] = following[0] if following else None
        return context

    def _printed_before(self, other: "ArticlePage") -> bool:
        return (other.page_number or 0, other.path) > (self.page_number or 0, self.path)
