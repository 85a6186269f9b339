"""Addresses. Pages of the site come last: Wagtail takes every path that nobody else wants."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.contrib.sitemaps.views import index as sitemap_index
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from editorial.mark_images import mark
from pollenpost.robots import robots
from pollenpost.sitemaps import SITEMAPS

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("robots.txt", robots, name="robots"),
    path("favicon.ico", RedirectView.as_view(url=f"{settings.STATIC_URL}img/mark.svg", permanent=True)),
    path(
        "sitemap.xml", sitemap_index, {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap_section"}, name="sitemap"
    ),
    path("sitemap-<section>.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap_section"),
    path("marks/<slug:slug>-<int:seed>.png", mark, name="mark"),
]

if settings.DEBUG:
    urlpatterns += static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT)

urlpatterns += i18n_patterns(
    path("", include("newsletters.urls")),
    path("", include("pollen.urls")),
    path("", include("contributions.urls")),
    path("", include("desk.urls")),
    path("", include("subscribers.urls")),
    path("", include("editorial.urls")),
    path("", include("blog.urls")),
    path("", include("blog.postcards.urls")),
    path("", include("magazine.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
