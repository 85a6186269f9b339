from django.utils.translation import gettext_lazy as _

from .listing import ListingPage


class ShowPage(ListingPage):
    """A podcast: its episodes."""

    parent_page_types = ["editorial.HomePage"]
    subpage_types = ["blog.EpisodePage"]

    class Meta:
        verbose_name = _("podcast")
