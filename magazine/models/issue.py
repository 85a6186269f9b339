from typing import Any

from django.apps import apps
from django.db import models
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField

from editorial.freshness import remembered
from editorial.models import Author, ReadablePage
from magazine.panels import IssueFilesPanel


class IssuePage(ReadablePage):
    """One issue of the magazine. Its text is the editorial; its articles are its child pages."""

    number = models.CharField(_("number"), max_length=20, help_text=_("As printed on the cover: 2.26"))
    price = models.CharField(_("price"), max_length=60, blank=True)
    editor = models.CharField(_("editor in chief"), max_length=120, blank=True)
    editor_profile = models.ForeignKey(
        Author,
        verbose_name=_("profile of the editor in chief"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Portrait and signature stand beside the editorial."),
    )
    copy_deadline = models.DateField(
        _("copy deadline"), null=True, blank=True, help_text=_("When all texts have to be there. For planning.")
    )
    claim = models.CharField(_("claim"), max_length=200, blank=True)
    imprint = models.TextField(_("imprint"), blank=True)
    outlook = models.TextField(_("outlook"), blank=True, help_text=_("What the next issue brings, one line each."))

    override_translatable_fields = [
        *ReadablePage.override_translatable_fields,
        SynchronizedField("number", overridable=False),
        SynchronizedField("editor"),
    ]

    parent_page_types = ["magazine.MagazinePage"]
    subpage_types = ["magazine.ArticlePage"]
    kind_label = _("Issue")
    # Its editorial is signed by the editor in chief; it needs no author of its own.
    expected = ("standfirst", "topics")

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    *ReadablePage.heading_panels,
                    MultiFieldPanel(
                        [
                            FieldRowPanel([FieldPanel("number"), FieldPanel("price")]),
                            FieldRowPanel([FieldPanel("copy_deadline"), FieldPanel("published_on")]),
                            FieldPanel("claim"),
                            FieldPanel("editors_weight"),
                        ],
                        heading=_("Number and dates"),
                    ),
                    MultiFieldPanel(ReadablePage.picture_panel.children, heading=_("Cover picture")),
                    HelpPanel(template="magazine/admin/articles_help.html"),
                ],
                heading=_("Cover"),
            ),
            ObjectList(
                [
                    FieldPanel("body", heading=_("Editorial")),
                    MultiFieldPanel(
                        [FieldPanel("editor"), FieldPanel("editor_profile")], heading=_("Who signs it")
                    ),
                    ReadablePage.topics_panel,
                    ReadablePage.authors_panel,
                ],
                heading=_("Editorial"),
            ),
            ObjectList([FieldPanel("outlook"), FieldPanel("imprint")], heading=_("Outlook and imprint")),
            ObjectList([IssueFilesPanel()], heading=_("PDF and EPUB")),
            ObjectList(Page.promote_panels, heading=_("Promote")),
            ObjectList(Page.settings_panels, heading=_("Settings"), classname="settings"),
        ]
    )

    class Meta:
        verbose_name = _("issue")

    @property
    def listing_label(self) -> str:
        return _("Issue %(number)s") % {"number": self.number}

    @property
    def outlook_lines(self) -> list[str]:
        return [line.strip() for line in self.outlook.splitlines() if line.strip()]

    def structured_data(self) -> dict[str, Any]:
        magazine = self.get_parent()
        return {
            "@type": "PublicationIssue",
            "issueNumber": self.number,
            "isPartOf": {"@type": "Periodical", "name": magazine.title, "url": magazine.full_url},
            "headline": None,
            "wordCount": None,
            "timeRequired": None,
        }

    def articles(self) -> list[ReadablePage]:
        """The articles that a reader of the issue may see, in the order of their printed pages."""
        articles = ReadablePage.objects.open_below(self).order_by("path").specific()
        return sorted(articles, key=lambda article: article.page_number or 0)

    def contents(self) -> list[ReadablePage]:
        """The same for lists and links, which show nothing of the texts: without them, and with their sections."""
        return remembered(("contents", self.pk, get_language()), self._contents)

    def _contents(self) -> list[ReadablePage]:
        articles = apps.get_model("magazine.ArticlePage").objects.open_below(self)
        listed = articles.select_related("section").defer_streamfields()
        return sorted(listed, key=lambda article: (article.page_number or 0, article.path))

    def get_context(self, request: HttpRequest, *args, **kwargs):  # type: ignore[no-untyped-def]
        context = super().get_context(request, *args, **kwargs)
        context["articles"] = self.articles()
        siblings = IssuePage.objects.open_below(self.get_parent())
        context["previous"] = siblings.filter(published_on__lt=self.published_on).newest_first().first()
        context["next"] = siblings.filter(published_on__gt=self.published_on).order_by("published_on").first()
        return context
