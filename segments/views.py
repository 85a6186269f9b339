from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from editorial.models import Topic
from segments.models import Export
from segments.services import exporting
from segments.services.interests import topic_segments
from subscribers.models import Purpose, Subscriber


def _require(request: HttpRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied


def _shown(count: int) -> bool:
    """A column of a few readers might point at one of them, however large its segment."""
    return not 0 < count < settings.EXPORT_MINIMUM_SIZE


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Topics by the number of readers who care for them."""
    _require(request, "segments.view_segments")
    segments = topic_segments()
    context = {
        "rows": [(segment, _shown(segment.stated)) for segment in segments],
        "largest": max((segment.count for segment in segments), default=0),
        "with_pollen": Subscriber.objects.consenting(Purpose.POLLEN).count(),
        "purposes": Purpose.objects.newsletters().filter(active=True),
        "exports": Export.objects.select_related("by", "topic", "purpose")[:10],
    }
    return render(request, "segments/admin/index.html", context)


@require_POST
def export(request: HttpRequest, slug: str) -> HttpResponseBase:
    _require(request, "segments.export_segments")
    topic = get_object_or_404(Topic.objects.approved(), slug=slug)
    wanted = request.POST.get("purpose", "")
    purpose = get_object_or_404(Purpose.objects.newsletters(), pk=wanted if wanted.isdigit() else 0)
    try:
        lines = exporting.export(topic, purpose, request.user)
    except exporting.TooFew:
        messages.error(
            request, _("Too few readers who may be written to: a list that small could point at one person.")
        )
        return redirect("segments_index")
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"{topic.slug}-{timezone.localdate():%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
