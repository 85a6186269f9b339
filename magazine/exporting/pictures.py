"""The pictures of an issue, encoded anew: what is missing or broken is reported and stops nothing."""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override
from PIL import Image, ImageOps

from .document import Stored

#: Pixels of the longer side; enough for half a page at 300 dots an inch.
LONGEST = 1600
#: What is read at all: a picture of more pixels would take the worker's memory.
MOST_PIXELS = 60_000_000
MOST_BYTES = 60_000_000
FORMATS = ["AVIF", "GIF", "JPEG", "PNG", "TIFF", "WEBP"]


class Unusable(Exception):
    """A picture that cannot be used; the message says why and what to do, in the site's first language."""


class PictureStore:
    """Every picture once, however often it is shown."""

    def __init__(self) -> None:
        self.stored: dict[Any, Stored] = {}
        self.complaints: list[str] = []

    def complain(self, sentence: str) -> None:
        if sentence not in self.complaints:
            self.complaints.append(sentence)

    def keep(self, image: Any, where: str, longest: int = LONGEST) -> Stored | None:
        """The image of the library, or None and a complaint that names the part of the issue it belongs to."""
        if image is None:
            return None
        key = image.pk, longest
        if key in self.stored:
            return self.stored[key]
        with override(settings.LANGUAGE_CODE):
            try:
                self.stored[key] = _encoded(_opened(image, longest), f"picture-{len(self.stored) + 1}")
            except Unusable as reason:
                told = {"where": where, "picture": image.title, "reason": reason}
                self.complain(_("“%(where)s”: the picture “%(picture)s” is left out. %(reason)s") % told)
                return None
        return self.stored[key]

    def keep_drawing(self, drawing: Image.Image, name: str) -> Stored:
        self.stored[name] = _encoded(drawing, name)
        return self.stored[name]


def _opened(image: Any, longest: int) -> Image.Image:
    try:
        with image.file.storage.open(image.file.name) as file:
            content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise Unusable(_("Its file is missing: upload it again.")) from error
    if len(content) > MOST_BYTES:
        raise Unusable(_("Its file is too large: upload it with fewer than 60 MB."))
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Unusable(_("It has too many pixels: upload it with at most 60 million."))
            # JPEG can be read at a fraction of its size, which saves most of the time.
            picture.draft("RGB", (longest, longest))
            turned = ImageOps.exif_transpose(picture)
            turned.thumbnail((longest, longest), Image.Resampling.LANCZOS)
            return turned
    except (OSError, SyntaxError, ValueError, TypeError, IndexError, Image.DecompressionBombError) as error:
        raise Unusable(_("Its file is broken: save it anew and upload it again.")) from error


def _encoded(picture: Image.Image, name: str) -> Stored:
    """JPEG for photographs, PNG for what has transparency or few colours. Nothing of the camera is kept."""
    transparent = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    plain = picture.convert("RGBA" if transparent else "RGB")
    if transparent and plain.getchannel("A").getextrema()[0] == 255:
        plain, transparent = plain.convert("RGB"), False
    # Flat drawings are smaller and cleaner as PNG.
    flat = not transparent and plain.getcolors(256) is not None
    kind = "PNG" if transparent or flat else "JPEG"
    buffer = BytesIO()
    clean = Image.frombytes(plain.mode, plain.size, plain.tobytes())
    clean.save(buffer, kind, optimize=True, quality=84)
    ending, media_type = ("png", "image/png") if kind == "PNG" else ("jpg", "image/jpeg")
    return Stored(f"{name}.{ending}", media_type, clean.width, clean.height, buffer.getvalue())
