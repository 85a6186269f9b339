import re
from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.search import index

from editorial.models import ReadablePage
from editorial.quotes import nested_quotes


class PostcardPage(ReadablePage):
    """A picture postcard with a reader's statement."""

    statement = models.TextField(_("statement"))
    sender = models.CharField(_("from whom"), max_length=80, blank=True)
    place = models.CharField(_("from where"), max_length=80, blank=True)

    parent_page_types = ["blog.PostcardRackPage"]
    subpage_types: list[str] = []
    kind_label = _("Postcard")

    content_panels = [
        TitleFieldPanel("title"),
        FieldPanel("statement"),
        MultiFieldPanel([FieldPanel("sender"), FieldPanel("place")], heading=_("Sender")),
        MultiFieldPanel(
            [FieldPanel("topics"), FieldPanel("published_on"), FieldPanel("image")],
            heading=_("Topics and picture"),
        ),
    ]
    search_fields = [*ReadablePage.search_fields, index.SearchField("statement"), index.SearchField("place")]

    class Meta:
        verbose_name = _("postcard")

    @property
    def listing_label(self) -> str:
        return _("Postcard from %(place)s") % {"place": self.place} if self.place else str(self.kind_label)

    @property
    def teaser(self) -> str:
        return f"„{nested_quotes(self.statement)}“"

    def words(self) -> Iterable[str]:
        return re.findall(r"\w+", self.statement)
