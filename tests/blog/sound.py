"""Recordings for tests: silence, made of MP3 frames without a single sound in them."""

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model

# MPEG-2 layer III, 8 kbit/s, 16 kHz, mono: 36 bytes are 36 milliseconds.
FRAME = bytes([0xFF, 0xF3, 0x18, 0xC4]) + bytes(32)


def silence(seconds: float) -> bytes:
    return FRAME * round(seconds / 0.036)


def recording(seconds: float = 30, name: str = "stille.mp3", content: bytes | None = None):
    """A document of the library with so much silence."""
    file = ContentFile(silence(seconds) if content is None else content, name=name)
    document = get_document_model()(title=name, file=file)
    document.save()
    document.get_file_size()
    document.get_file_hash()
    return document


def turn(speaker, seconds, text):
    return ("turn", {"speaker": speaker, "seconds": seconds, "text": f"<p>{text}</p>"})


def chapter(seconds, title, url=""):
    return ("chapter", {"seconds": seconds, "title": title, "url": url})
