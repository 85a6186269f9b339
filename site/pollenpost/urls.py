"""Addresses. Pages of the site come last: Wagtail takes every path that nobody else wants."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from editorial.mark_images import mark

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("marks/<slug:slug>-<int:seed>.png", mark, name="mark"),
]

if settings.DEBUG:
    urlpatterns += static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT)

urlpatterns += i18n_patterns(
    path("", include("newsletters.urls")),
    path("", include("pollen.urls")),
    path("", include("subscribers.urls")),
    path("", include("editorial.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
