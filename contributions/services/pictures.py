"""Pictures from strangers: looked at by content, then drawn anew, so that nothing of the file itself remains.

What is drawn anew carries no EXIF, GPS, XMP or comment, and nothing that was hidden before, between or behind
the picture.
"""

import re
from dataclasses import dataclass
from io import BytesIO

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

FORMATS = ["JPEG", "PNG", "WEBP", "AVIF"]
LONGEST_SIDE = 3000
SHORTEST_SIDE = 200
QUALITY = 88
PAPER = (255, 255, 255)
# A progressive JPEG has about ten scans; one with thousands keeps a processor busy for minutes with few pixels.
MOST_SCANS = 100
# The brands of ISO/IEC 23008-12 (HEIF) that phones write and browsers do not show.
HEIC = re.compile(rb"hei[cxms]|hev[cxm]|mif1|msf1")


class PictureRefused(Exception):
    """Carries a sentence for the person who uploaded it."""


@dataclass(frozen=True)
class CleanPicture:
    """A JPEG in sRGB, at most LONGEST_SIDE pixels wide and high, the right way up, without metadata."""

    content: bytes
    width: int
    height: int


def clean_picture(content: bytes) -> CleanPicture:
    """Raises PictureRefused for whatever is not a picture that we show."""
    _refuse_by_the_first_bytes(content)
    try:
        _refuse_by_the_header(content)
        picture = _drawn_anew(content)
    except PictureRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PictureRefused(_too_many_pixels()) from None
    except UnidentifiedImageError:
        raise PictureRefused(
            _("This file is not a picture that we can show. Please choose a JPEG, PNG, WebP or AVIF file.")
        ) from None
    # What decoders raise for damaged and malicious files is not one family: OSError, SyntaxError, struct.error,
    # RuntimeError.
    except Exception:
        raise PictureRefused(
            _("This picture is damaged or was not sent completely. Please try once more, or choose another.")
        ) from None
    return _encoded(picture)


def _refuse_by_the_first_bytes(content: bytes) -> None:
    if len(content) > megabytes() * 1_000_000:
        raise PictureRefused(too_large())
    if content[4:8] == b"ftyp" and b"avif" not in content[8:40] and HEIC.search(content[8:40]):
        raise PictureRefused(
            _(
                "This is a HEIC picture, as iPhones take them; browsers do not show it. Please send it as a JPEG: "
                "share it by mail with yourself, or choose “Most Compatible” under Settings → Camera → Formats."
            )
        )
    if content.startswith(b"\xff\xd8") and content.count(b"\xff\xda") > MOST_SCANS:
        raise PictureRefused(_("This picture is built too intricately. Please save it anew as a plain JPEG."))


def _refuse_by_the_header(content: bytes) -> None:
    """Before anything is decoded: the size that the header claims, and Pillow's check of the file's structure."""
    with Image.open(BytesIO(content), formats=FORMATS) as picture:
        if picture.width * picture.height > settings.CONTRIBUTION_PICTURE_MEGAPIXELS * 1_000_000:
            raise PictureRefused(_too_many_pixels())
        if min(picture.size) < SHORTEST_SIDE:
            raise PictureRefused(
                _("This picture is too small to be printed on a card. It needs %(count)s pixels on each side.")
                % {"count": SHORTEST_SIDE}
            )
        picture.verify()


def _drawn_anew(content: bytes) -> Image.Image:
    """Of an animation the first picture."""
    with Image.open(BytesIO(content), formats=FORMATS) as picture:
        # A large JPEG is decoded at a fraction of its size; other formats do not know this.
        picture.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
        picture.load()
        profile = picture.info.get("icc_profile")
        smooth = _in_smooth_colours(picture)
        # Made small before anything is copied: that takes half the memory.
        smooth.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
        return _on_paper(_in_srgb(ImageOps.exif_transpose(smooth), profile))


def _in_smooth_colours(picture: Image.Image) -> Image.Image:
    """Palettes cannot be scaled smoothly, and 16-bit greys would all turn white."""
    if picture.mode == "P":
        return picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    if picture.mode.startswith("I"):
        return picture.convert("I").point(lambda grey: grey / 256).convert("L")
    return picture


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Phones take pictures in wider colours than sRGB; a profile that cannot be read is left out."""
    if picture.mode not in ("RGB", "RGBA", "CMYK", "L") or not profile:
        return picture
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        mode = "RGBA" if picture.mode == "RGBA" else "RGB"
        target = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(picture, source, target, outputMode=mode) or picture
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture


def _on_paper(picture: Image.Image) -> Image.Image:
    """The pixels alone, on white where the picture is transparent: a new image knows no metadata."""
    paper = Image.new("RGB", picture.size, PAPER)
    if picture.has_transparency_data:
        layer = picture.convert("RGBA")
        paper.paste(layer, mask=layer.getchannel("A"))
    else:
        paper.paste(picture.convert("RGB"))
    return paper


def _encoded(picture: Image.Image) -> CleanPicture:
    written = BytesIO()
    picture.save(written, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return CleanPicture(written.getvalue(), *picture.size)


def megabytes() -> int:
    return int(settings.CONTRIBUTION_PICTURE_MEGABYTES)


def too_large() -> str:
    return _("This picture is larger than %(count)s megabytes. Please send it in a smaller size.") % {
        "count": megabytes()
    }


def _too_many_pixels() -> str:
    return _("This picture has more than %(count)s million pixels. Please send it in a smaller size.") % {
        "count": settings.CONTRIBUTION_PICTURE_MEGAPIXELS
    }
