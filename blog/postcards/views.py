"""The files of a card below the address of its page."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from wagtail.views import serve


@require_safe
def card_file(request: HttpRequest, path: str, name: str) -> HttpResponse:
    """…/karte.pdf and its sisters: the page answers, behind its own door. Wagtail's pattern knows no full stop."""
    response: HttpResponse = serve(request, f"{path}{name}/")
    return response
