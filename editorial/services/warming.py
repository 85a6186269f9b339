"""A page is written once right after its publication, so that its pictures are there before its first reader is.

Drawing a picture as AVIF in four sizes takes a second or two; the worker has them.
"""

from django.test import RequestFactory
from django.utils import translation
from wagtail.models import Page, Site

from editorial.languages import language_of


def warm(page_id: int) -> None:
    """Writes a published page, and the front page that may show it."""
    page = Page.objects.live().filter(pk=page_id).first()
    site: Site | None = page.get_site() if page else None
    if page is None or site is None:
        return
    for each in {page.pk: page, site.root_page_id: site.root_page}.values():
        _write(each.specific, site)


def _write(page: Page, site: Site) -> None:
    language = language_of(page)
    request = RequestFactory().get(
        page.relative_url(site) or "/", SERVER_NAME=site.hostname, SERVER_PORT=site.port
    )
    request.LANGUAGE_CODE = language
    with translation.override(language):
        response = page.serve(request)
        if not getattr(response, "is_rendered", True):
            response.render()
