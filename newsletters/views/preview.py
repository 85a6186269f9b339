"""An edition as any reader will get it."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from newsletters.models import Edition
from newsletters.services import audiences
from newsletters.services.previewing import preview
from subscribers.models import Purpose, Subscriber
from subscribers.services import consent, looking

MOST_READERS = 30


def _edition_and_reader(request: HttpRequest, pk: int) -> tuple[Edition, Subscriber | None]:
    if not request.user.has_perm("newsletters.change_edition"):
        raise PermissionDenied
    edition = get_object_or_404(Edition.objects.select_related("newsletter__purpose"), pk=pk)
    chosen = request.GET.get("reader", "")
    if not chosen.isdecimal():
        return edition, None
    if not may_see_readers(request):
        raise PermissionDenied
    return edition, get_object_or_404(audiences.to_look_at(edition), pk=chosen)


def may_see_readers(request: HttpRequest) -> bool:
    """Whoever may send to readers may look at the letter of one; others see the letter of nobody in particular."""
    return bool(request.user.has_perm("newsletters.send_edition"))


@require_safe
def preview_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Chooses a reader (`?q=` searches, `?reader=` chooses) and shows the letter on desk and telephone."""
    edition, reader = _edition_and_reader(request, pk)
    if reader:
        looking.note(request.user, reader, "preview")
    query = request.GET.get("q", "").strip()
    everybody = audiences.to_look_at(edition) if may_see_readers(request) else Subscriber.objects.none()
    named = Q(name__icontains=query) | Q(email__icontains=query)
    readers = everybody.filter(named).order_by("name", "pk")
    shown = list(readers[: MOST_READERS + 1])
    with_pollen = consent.consenting_ids([found.pk for found in shown], Purpose.POLLEN)
    context = {
        "edition": edition,
        "may_see_readers": may_see_readers(request),
        "reader": reader,
        "query": query,
        "readers": [(found, found.pk in with_pollen) for found in shown[:MOST_READERS]],
        "more": len(shown) > MOST_READERS,
        "letter": preview(edition, reader),
    }
    return render(request, "newsletters/admin/preview.html", context)


@require_safe
@xframe_options_sameorigin
def preview_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The bare letter, for the frames of the preview page."""
    edition, reader = _edition_and_reader(request, pk)
    return harmless(preview(edition, reader).html)


def harmless(html: str) -> HttpResponse:
    """A mail's HTML as a page of its own that may run nothing and fetch nothing but our pictures."""
    response = HttpResponse(html)
    response["Content-Security-Policy"] = (
        f"default-src 'none'; img-src {settings.PUBLIC_URL}; style-src 'unsafe-inline'; sandbox allow-popups"
    )
    response["Referrer-Policy"] = "no-referrer"
    return response
