"""The square picture of a show for podcast directories: 1,400 to 3,000 pixels a side, RGB, JPEG (Apple)."""

from io import BytesIO
from zlib import crc32

from django.core.cache import cache
from PIL import Image

from editorial.marks import grain, house_mark, issue_cover

from .models import ShowPage
from .models.show import LARGEST_ARTWORK

DRAWN = 1800  # pixels a side
# The largest size that directories like to load at once is half a megabyte.
QUALITY = 88
A_MONTH = 30 * 24 * 3600


def artwork(show: ShowPage) -> bytes:
    """A JPEG: the uploaded picture, or one drawn from the name of the show."""
    if show.artwork is None:
        key = f"artwork:1:{crc32(f'{show.slug} {show.title} {show.publisher}'.encode())}"
        return cache.get_or_set(key, lambda: _drawn(show), A_MONTH) or b""
    side = min(show.artwork.width, LARGEST_ARTWORK)
    rendition = show.artwork.get_rendition(f"fill-{side}x{side}|format-jpeg|jpegquality-{QUALITY}")
    with rendition.file.open("rb") as file:
        content: bytes = file.read()
    return content


def _drawn(show: ShowPage) -> bytes:
    grains = [grain(show.slug), house_mark(), grain(show.title)]
    return _jpeg(issue_cover(show.title, "Podcast", show.publisher, "", grains, (DRAWN, DRAWN)))


def _jpeg(picture: Image.Image) -> bytes:
    content = BytesIO()
    picture.convert("RGB").save(content, "JPEG", quality=QUALITY, dpi=(72, 72), optimize=True)
    return content.getvalue()
