"""Files that belong to a text (a recording, a transcript): read beside it, kept as documents of the library."""

import hashlib
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model

from .document import ContentError, Document, read_bytes
from .pictures import PictureShelf


class DocumentShelf:
    """Unlike a picture, a file that is named and not there stops the text: without it, it is not what it says."""

    def __init__(self, document: Document, pictures: PictureShelf) -> None:
        self.document = document
        self.pictures = pictures

    def content(self, key: str) -> bytes:
        """What stands in the file that this field of the front matter names. Raises ContentError with its line."""
        name = self.document.required_text(key)
        try:
            return read_bytes(self.pictures.path_of(name))
        except ContentError as error:
            words = {"name": name, "reason": error.message}
            raise self.document.error(key, _("File %(name)s: %(reason)s") % words) from None

    def keep(self, key: str, content: bytes, title: str) -> Any:
        """The document of the library with this content, found again or made."""
        # Wagtail recognises a file by its SHA-1, too; nothing secret hangs on it.
        digest = hashlib.sha1(content, usedforsecurity=False).hexdigest()
        found = get_document_model().objects.filter(file_hash=digest).order_by("pk").first()
        if found:
            return found
        file = ContentFile(content, name=Path(self.document.text(key)).name)
        made = get_document_model()(title=title[:255], file=file, file_hash=digest, file_size=len(content))
        made.save()
        # A shelf that fails puts its files away.
        self.pictures.made.append(made)
        return made
