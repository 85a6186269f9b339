from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from editorial.search.results import Results, newest
from editorial.services.related import leading_topics


def search(request: HttpRequest) -> HttpResponse:
    """The results page. What was asked is neither stored nor logged, and no cache shares it."""
    results = Results(request.GET)
    context: dict[str, object] = {"results": results}
    if not results.total:
        context |= {"popular": leading_topics(8), "newest": newest()}
    response = render(request, "editorial/search.html", context)
    response["X-Robots-Tag"] = "noindex"
    patch_cache_control(response, private=True, max_age=60)
    return response
