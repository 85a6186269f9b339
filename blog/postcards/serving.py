"""The files of a card as answers to requests."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control

from .card import Card
from .checking import Unprintable
from .keeping import kept
from .rendering import FILES

#: Seconds that a browser or a proxy may show a file without asking whether it has changed.
FRESH = 600


def answer(request: HttpRequest, owner: int, slug: str, card: Card, name: str, protected: bool) -> HttpResponse:
    """The file of this name, or 304 where the visitor has it already; 404 where the card cannot be printed."""
    etag = f'"{card.fingerprint()}-{name}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        try:
            content = kept(owner, card, name).read_bytes()
        except Unprintable as error:
            raise Http404(str(error)) from error
        response = HttpResponse(content, content_type=FILES[name])
        response["Content-Disposition"] = f'inline; filename="{slug}-{name}"'
    response["ETag"] = etag
    if protected:
        patch_cache_control(response, private=True, no_cache=True)
    else:
        patch_cache_control(response, public=True, max_age=FRESH)
    return response
