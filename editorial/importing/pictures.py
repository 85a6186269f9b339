"""Pictures of a content folder: each becomes one image of the library and is found again by its content."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from django.core.files.images import ImageFile
from django.utils.translation import gettext as _
from PIL import Image as PillowImage
from PIL import UnidentifiedImageError
from wagtail.images import get_image_model

from .document import ContentError, Document, read_bytes

FORMATS = ["AVIF", "GIF", "JPEG", "PNG", "WEBP"]


@dataclass
class PictureShelf:
    """Finds or makes the pictures of one file; what is wrong with one is a warning and stops nothing."""

    document: Document
    warnings: list[str] = field(default_factory=list)
    made: list[Any] = field(default_factory=list)

    def find(self, name: str, description: str = "") -> Any | None:
        """The image for a file name beside the document, or None."""
        try:
            content = read_bytes(self.path_of(name))
            _check(self.document.path, name, content)
        except ContentError as error:
            self.warnings.append(_("Picture %(name)s: %(reason)s") % {"name": name, "reason": error.message})
            return None
        # Wagtail recognises a file by its SHA-1, too; nothing secret hangs on it.
        digest = hashlib.sha1(content, usedforsecurity=False).hexdigest()
        found = get_image_model().objects.filter(file_hash=digest).order_by("pk").first()
        return found or self._make(name, description, content, digest)

    def path_of(self, name: str) -> Path:
        """The file meant, which must lie inside the folder that is being imported."""
        root = (self.document.root or self.document.path.parent).resolve()
        try:
            path = (self.document.path.parent / unquote(name)).resolve()
        except (ValueError, OSError):
            raise ContentError(root, None, _("no file can have this name.")) from None
        if not path.is_relative_to(root):
            raise ContentError(path, None, _("it lies outside the folder."))
        return path

    def _make(self, name: str, description: str, content: bytes, digest: str) -> Any:
        file = ImageFile(BytesIO(content), name=Path(name).name)
        title = description[:255] or Path(name).stem
        image = get_image_model()(title=title, description=description[:255], file=file)
        image.file_hash, image.file_size = digest, len(content)
        image.save()
        self.made.append(image)
        return image

    @contextmanager
    def kept_only_on_success(self) -> Iterator[None]:
        """A rolled back transaction leaves files behind; they are put away here."""
        try:
            yield
        except BaseException:
            for image in self.made:
                image.file.delete(save=False)
            raise


def _check(path: Path, name: str, content: bytes) -> None:
    try:
        with PillowImage.open(BytesIO(content), formats=FORMATS) as picture:
            picture.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, PillowImage.DecompressionBombError):
        raise ContentError(path, None, _("it is not a picture that browsers show.")) from None
