from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from .readable import ReadablePage


class HomePage(Page):
    """The front of the house: the current issue as an object, below it the newest of each kind."""

    max_count = 1
    template = "editorial/home_page.html"
    subpage_types = ["magazine.MagazinePage", "blog.BlogPage", "blog.ShowPage", "blog.PostcardRackPage"]

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: HttpRequest, *args, **kwargs):  # type: ignore[no-untyped-def]
        context = super().get_context(request, *args, **kwargs)
        context["newest"] = self.newest()
        return context

    def newest(self) -> dict[str, list[ReadablePage]]:
        """The newest pages by content type name: {"issuepage": [...], "storypage": [...], ...}.

        The home page knows no other room by name, so it asks for what there is.
        """
        wanted = {"issuepage": 1, "storypage": 3, "episodepage": 1, "postcardpage": 1}
        return {
            kind: list(
                ReadablePage.objects.open_to_all()
                .descendant_of(self)
                .filter(content_type__model=kind)
                .newest_first()
                .specific()[:most]
            )
            for kind, most in wanted.items()
        }
