"""What an audio file says of itself: its length, its size, and whether podcast programs can play it."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from tinytag import TinyTag, TinyTagException

# The kinds that Apple's directory takes as audio, with the types it names for them.
MIME_TYPES = {".mp3": "audio/mpeg", ".m4a": "audio/x-m4a"}


class NotAudio(Exception):
    """The file is not an MP3 or M4A that can be played."""


@dataclass(frozen=True)
class Facts:
    duration: timedelta
    size: int  # bytes


def extension(name_or_address: str) -> str:
    """ ".mp3" of a file name or of an address, in small letters."""
    return PurePosixPath(urlsplit(name_or_address).path).suffix.lower()


def mime_type(name_or_address: str) -> str:
    """Its type by its name; "" for what is no audio file for podcasts."""
    return MIME_TYPES.get(extension(name_or_address), "")


def read(file: Any, name: str) -> Facts:
    """Length and size of an open file or an upload; raises NotAudio. The name must tell the truth about it.

    Whole seconds: fractions are shown nowhere.
    """
    if not mime_type(name):
        raise NotAudio
    file.seek(0)
    if _begins_as(file.read(12)) != extension(name):
        raise NotAudio
    file.seek(0)
    try:
        found = TinyTag.get(filename=name, file_obj=file, tags=False)
    except (TinyTagException, OSError, ValueError, ArithmeticError, LookupError) as error:
        raise NotAudio from error
    size = file.seek(0, 2)
    file.seek(0)
    length = found.duration or 0.0
    if length < 0.5:
        raise NotAudio
    return Facts(timedelta(seconds=round(length)), size)


def _begins_as(head: bytes) -> str:
    """The kind of file by its first bytes: an ID3 tag, the sync word of a frame, or the box of an MPEG-4 file."""
    if head[:3] == b"ID3" or (head[:1] == b"\xff" and len(head) > 1 and head[1] & 0xE0 == 0xE0):
        return ".mp3"
    return ".m4a" if head[4:8] == b"ftyp" else ""
