from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.models import Page

from editorial.models import ReadablePage


class IssuePage(ReadablePage):
    """One issue of the magazine. Its text is the editorial; its articles are its child pages."""

    number = models.CharField(_("number"), max_length=20, help_text=_("As printed on the cover: 2.26"))
    price = models.CharField(_("price"), max_length=60, blank=True)
    editor = models.CharField(_("editor in chief"), max_length=120, blank=True)
    claim = models.CharField(_("claim"), max_length=200, blank=True)
    imprint = models.TextField(_("imprint"), blank=True)
    outlook = models.TextField(_("outlook"), blank=True, help_text=_("What the next issue brings, one line each."))

    parent_page_types = ["magazine.MagazinePage"]
    subpage_types = ["magazine.ArticlePage"]
    kind_label = _("Issue")

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    *ReadablePage.heading_panels,
                    MultiFieldPanel(
                        [
                            FieldPanel("number"),
                            FieldPanel("price"),
                            FieldPanel("claim"),
                            FieldPanel("editor"),
                        ],
                        heading=_("Cover and editor"),
                    ),
                    FieldPanel("body", heading=_("Editorial")),
                    MultiFieldPanel(ReadablePage.about_panels, heading=_("Topics, authors, cover picture")),
                ],
                heading=_("Cover and editorial"),
            ),
            ObjectList([FieldPanel("outlook"), FieldPanel("imprint")], heading=_("Outlook and imprint")),
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

    def articles(self) -> list[ReadablePage]:
        """The articles that a reader of the issue may see, in the order of their printed pages."""
        articles = ReadablePage.objects.open_below(self).order_by("path").specific()
        return sorted(articles, key=lambda article: article.page_number or 0)

    def get_context(self, request: HttpRequest, *args, **kwargs):  # type: ignore[no-untyped-def]
        context = super().get_context(request, *args, **kwargs)
        context["articles"] = self.articles()
        siblings = IssuePage.objects.open_below(self.get_parent())
        context["previous"] = siblings.filter(published_on__lt=self.published_on).newest_first().first()
        context["next"] = siblings.filter(published_on__gt=self.published_on).order_by("published_on").first()
        return context
