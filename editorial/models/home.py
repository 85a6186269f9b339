from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.http import Http404, HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction
from wagtail.url_routing import RouteResult

from editorial.freshness import remembered
from editorial.languages import language_of

from .readable import ReadablePage, restrictions_of


class HomePage(Page):
    """The front of the house: the current issue as an object, below it the newest of each kind."""

    parent_page_types = ["wagtailcore.Page"]
    template = "editorial/home_page.html"
    subpage_types = ["magazine.MagazinePage", "blog.BlogPage", "blog.ShowPage", "blog.PostcardRackPage"]

    class Meta:
        verbose_name = _("home page")

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """One home page a language: the first is there from the beginning, the others are its translations."""
        return super().can_create_at(parent) and not cls.objects.exists()

    def get_context(self, request: HttpRequest, *args, **kwargs):  # type: ignore[no-untyped-def]
        context = super().get_context(request, *args, **kwargs)
        context["newest"] = self.newest()
        return context

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """An address that this language does not have leads to the text in the language that has it.

        The page then says that it was not translated. What was translated is shown at its own address
        (wagtail_hooks.lead_to_translation).
        """
        page = self._page_at(path_components)
        if page is not None:
            return RouteResult(page)
        try:
            return super().route(request, path_components)
        except Http404:
            for other in self.get_translations().live():
                try:
                    return super(HomePage, other).route(request, path_components)
                except Http404:
                    continue
            moved = self._moved_from(path_components)
            if moved is None:
                raise
            return RouteResult(moved)

    def _moved_from(self, path_components: list[str]) -> Page | None:
        """The page that left this address; where another language asks for it, Wagtail redirects nobody."""
        if get_language() == settings.LANGUAGE_CODE:
            return None
        old = Redirect.normalise_path(f"/{'/'.join(path_components)}")
        found = Redirect.objects.filter(old_path=old, redirect_page__live=True).first()
        return found.redirect_page.specific if found else None

    def _page_at(self, path_components: list[str]) -> Page | None:
        """The published page at an address below this one, in one query or two; Wagtail takes two for each step.

        None where it takes more to know: drafts, and addresses that a page type answers by itself.
        """
        if not path_components:
            return None
        address = f"{self.url_path}{'/'.join(path_components)}/"
        places = Page.objects.live().filter(url_path=address, path__startswith=self.path).order_by()
        found = remembered(("page at", address), places.values_list("pk", "content_type_id").first, unless=None)
        if found is None:
            return None
        model: Any = ContentType.objects.get_for_id(found[1]).model_class()
        if model is None or not issubclass(model, Page):
            return None
        return model.objects.select_related(*getattr(model, "read_with", ())).live().filter(pk=found[0]).first()

    @property
    def localized(self) -> Page:
        """Wagtail asks for it at each request, which is nearly always for the language of this very page."""
        return self if language_of(self) == get_language() else super().localized

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        return restrictions_of(self, super().get_view_restrictions)

    def newest(self) -> dict[str, list[ReadablePage]]:
        """The newest pages by content type name: {"issuepage": [...], "storypage": [...], ...}.

        The home page knows no other room by name, so it asks for what there is.
        """
        wanted = {"issuepage": 1, "storypage": 3, "episodepage": 1, "postcardpage": 1}
        place = Window(
            RowNumber(), partition_by=[F("content_type")], order_by=[F("published_on").desc(), F("pk").desc()]
        )
        newest = (
            ReadablePage.objects.open_to_all()
            .in_language()
            .filter(content_type__model__in=wanted)
            .annotate(place_in_kind=place)
            .filter(place_in_kind__lte=max(wanted.values()))
            .newest_first()
        )
        groups: dict[str, list[ReadablePage]] = {kind: [] for kind in wanted}
        for page in newest.specific():
            group = groups[page._meta.model_name]
            if len(group) < wanted[page._meta.model_name]:
                group.append(page)
        return groups
