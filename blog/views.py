from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.models import Page

from .models import Series, StoryPage
from .models.story import in_reading_order
from .page_files import FILES


def series(request: HttpRequest, slug: str) -> HttpResponse:
    """The stories of a series, in the order in which they are read."""
    found = get_object_or_404(Series, slug=slug)
    stories = in_reading_order(StoryPage.objects.open_to_all().in_language().filter(series=found))
    return render(request, "blog/series.html", {"series": found, "stories": stories})


@require_safe
def page_file(request: HttpRequest, path: str, name: str) -> HttpResponseBase:
    """A file of a page: behind the same password, login or group as the page itself (Wagtail's serving hooks)."""
    route = Page.route_for_request(request, path)
    handler = FILES.get((type(route.page), name)) if route else None
    if handler is None:
        raise Http404

    def serve(page: Page, request: HttpRequest, args: list[Any], kwargs: dict[str, Any]) -> HttpResponseBase:
        return handler(page, request)

    chain = serve
    for hook in reversed(hooks.get_hooks("on_serve_page")):
        chain = hook(chain)
    return chain(route.page, request, [], {})
