"""The map of the site (sitemaps.org): every page and list that is for everybody, in each of its languages."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import Max, Q, QuerySet
from wagtail.models import Page, Site

from blog.models import Series
from editorial.languages import language_of
from editorial.models import Author, ReadablePage, Topic
from magazine.models import Section


class PageSitemap(Sitemap):
    """Pages below the home pages. A translated page names its other versions (hreflang)."""

    limit = 2000

    def items(self) -> QuerySet[Page]:
        site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
        if site is None:
            return Page.objects.none()
        below = Q(pk__in=[])
        for home in site.root_page.get_translations(inclusive=True).live():
            below |= Q(path__startswith=home.path)
        return Page.objects.filter(below).live().public().order_by("path")

    def location(self, page: Page) -> str:
        return page.url or "/"

    def lastmod(self, page: Page) -> datetime | None:
        return page.last_published_at

    def get_urls(self, *args: Any, **kwargs: Any) -> list[dict[str, Any]]:
        urls: list[dict[str, Any]] = super().get_urls(*args, **kwargs)
        versions: dict[Any, list[dict[str, Any]]] = {}
        for url in urls:
            versions.setdefault(url["item"].translation_key, []).append(url)
        for together in versions.values():
            if len(together) > 1:
                names = [{"location": url["location"], "lang_code": language_of(url["item"])} for url in together]
                for url in together:
                    url["alternates"] = names
        return urls


class ListSitemap(Sitemap):
    """Lists that are made of texts: only those that have any."""

    limit = 2000
    model: Any = Topic
    texts = "readables"

    def objects(self) -> QuerySet[Any]:
        return self.model.objects.all()

    def items(self) -> Iterable[Any]:
        public = ReadablePage.objects.open_to_all().values("pk")
        return (
            self.objects()
            .filter(**{f"{self.texts}__in": public})
            .annotate(changed=Max(f"{self.texts}__last_published_at"))
            .order_by("slug")
        )

    def lastmod(self, item: Any) -> datetime | None:
        return item.changed


class TopicSitemap(ListSitemap):
    def objects(self) -> QuerySet[Any]:
        return Topic.objects.approved()


class AuthorSitemap(ListSitemap):
    model = Author
    texts = "bylines__page"


class SectionSitemap(ListSitemap):
    model = Section
    texts = "articles"


class SeriesSitemap(ListSitemap):
    model = Series
    texts = "stories"


SITEMAPS: dict[str, type[Sitemap]] = {
    "pages": PageSitemap,
    "topics": TopicSitemap,
    "authors": AuthorSitemap,
    "sections": SectionSitemap,
    "series": SeriesSitemap,
}
