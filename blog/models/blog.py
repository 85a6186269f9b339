from django.utils.translation import gettext_lazy as _

from .listing import ListingPage


class BlogPage(ListingPage):
    """The blog: numbered stories."""

    parent_page_types = ["editorial.HomePage"]
    subpage_types = ["blog.StoryPage"]

    class Meta:
        verbose_name = _("blog")
