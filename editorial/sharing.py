"""The picture that stands for a page where its address is shared: its own, or one drawn from its topics."""

from dataclasses import dataclass
from io import BytesIO
from zlib import crc32

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from PIL import Image

from editorial.languages import language_of
from editorial.marks import house_mark
from editorial.marks.sharing import SIZE, sharing_card
from editorial.models import ReadablePage
from editorial.templatetags.readables import shown_topics

A_MONTH = 30 * 24 * 3600


@dataclass(frozen=True)
class SharingImage:
    """A picture by its complete address; width and height in pixels."""

    url: str
    width: int
    height: int
    alt: str


def sharing_image(page: ReadablePage) -> SharingImage:
    """A kind of page may bring its own (`sharing_image`); otherwise it is drawn, with the page's picture."""
    own = getattr(page, "sharing_image", None)
    if own is not None:
        return SharingImage(*own())
    address = reverse("sharing_image", args=[page.pk, fingerprint(page)])
    return SharingImage(f"{settings.PUBLIC_URL}{address}", *SIZE, alt=page.title)


def fingerprint(page: ReadablePage) -> str:
    """Changes with everything that is drawn, so that the address does, too."""
    topics = [(topic.slug, topic.mark_seed) for topic in shown_topics(page)]
    drawn = (page.title, str(page.listing_label), page.image_id, topics, language_of(page), 1)
    return f"{crc32(repr(drawn).encode()):08x}"


@require_safe
@cache_control(public=True, max_age=A_MONTH, immutable=True)
def drawn(request: HttpRequest, pk: int, mark: str) -> HttpResponse:
    """The drawn picture of a page that everybody may see; an address of an earlier state is gone."""
    page = ReadablePage.objects.open_to_all().filter(pk=pk).first()
    page = page.specific if page else None
    if page is None or fingerprint(page) != mark:
        raise Http404
    content = cache.get_or_set(f"sharing:{pk}:{mark}", lambda: _draw(page), A_MONTH)
    return HttpResponse(content, content_type="image/jpeg")


def _draw(page: ReadablePage) -> bytes:
    grains = [topic.grain for topic in shown_topics(page)] or [house_mark()]
    card = sharing_card(settings.WAGTAIL_SITE_NAME, str(page.listing_label), page.title, grains, _cover(page))
    content = BytesIO()
    card.save(content, "JPEG", quality=86, optimize=True)
    return content.getvalue()


def _cover(page: ReadablePage) -> Image.Image | None:
    """The uploaded picture; one that cannot be read is left out."""
    if page.image is None:
        return None
    try:
        with page.image.get_file() as file:
            picture = Image.open(file)
            picture.draft("RGB", (1600, 1600))
            return picture.convert("RGB")
    except (OSError, ValueError, Image.DecompressionBombError):
        return None
