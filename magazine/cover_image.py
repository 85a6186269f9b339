"""Drawn covers as small pictures: an archive of forty issues would otherwise weigh two megabytes of SVG."""

from io import BytesIO

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from editorial.marks import issue_cover
from editorial.templatetags.readables import shown_topics
from magazine.models import IssuePage

#: Twice the width of a tile, for sharp screens.
SIZE = (480, 640)
A_WEEK = 7 * 24 * 3600
FOLDER = "covers"


def cover_url(issue: IssuePage) -> str:
    """The address of the drawn cover; it changes with everything that the drawing shows."""
    return reverse("cover", args=[issue.pk, _key(issue)])


@require_safe
@cache_control(public=True, max_age=A_WEEK, immutable=True)
def cover(request: HttpRequest, pk: int, key: str) -> FileResponse:
    """The drawing as WebP. Its address cannot be guessed, so that a draft or a protected issue shows nothing."""
    issue = get_object_or_404(IssuePage, pk=pk)
    if not constant_time_compare(key, _key(issue)):
        raise Http404
    name = f"{FOLDER}/{pk}-{get_language()}-{key}.webp"
    if not default_storage.exists(name):
        _keep(issue, name)
    return FileResponse(default_storage.open(name), content_type="image/webp")


def _keep(issue: IssuePage, name: str) -> None:
    """Stores the drawing, which takes a second of work, in the place of the one that it replaces."""
    default_storage.save(name, ContentFile(_drawn(issue)))
    fresh = name.rpartition("/")[2]
    same = fresh.rpartition("-")[0] + "-"
    for other in default_storage.listdir(FOLDER)[1]:
        if other.startswith(same) and other != fresh:
            default_storage.delete(f"{FOLDER}/{other}")


def _texts(issue: IssuePage) -> tuple[str, str, str, str]:
    month = date_format(issue.published_on, "F Y")
    line = " · ".join(part for part in (month, issue.price) if part)
    return settings.WAGTAIL_SITE_NAME, str(issue.listing_label), line, issue.title


def _key(issue: IssuePage) -> str:
    marks = [(topic.slug, topic.mark_seed) for topic in shown_topics(issue)]
    return salted_hmac("magazine.cover_image", repr((get_language(), _texts(issue), marks))).hexdigest()[:20]


def _drawn(issue: IssuePage) -> bytes:
    buffer = BytesIO()
    issue_cover(*_texts(issue), [topic.grain for topic in shown_topics(issue)], SIZE).save(
        buffer, "WEBP", quality=86
    )
    return buffer.getvalue()
