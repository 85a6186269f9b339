from django.utils.translation import gettext_lazy as _

from .listing import ListingPage


class PostcardRackPage(ListingPage):
    """Where the picture postcards stand."""

    parent_page_types = ["editorial.HomePage"]
    subpage_types = ["blog.PostcardPage"]
    page_size = 24

    class Meta:
        verbose_name = _("postcard rack")
