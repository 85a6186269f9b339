"""How much of a request is taken in. What is too large is dropped while it arrives and never lies on the disk."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from contributions.services.pictures import megabytes

# Beyond this nobody meant a picture: the request is not read at all.
MOST_MEGABYTES = 100


class DroppingHandler(FileUploadHandler):
    """Passes files on to the next handler, up to the allowed size all together.

    The text fields arrive in any case, so that nothing is lost that somebody typed.
    """

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.received = 0
        self.dropped = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        if self.received > megabytes() * 1_000_000:
            self.dropped = True
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> Any:
        return None


def is_absurd(request: HttpRequest) -> bool:
    return int(request.META.get("CONTENT_LENGTH") or 0) > MOST_MEGABYTES * 1_000_000


def dropping_what_is_too_large(request: HttpRequest) -> DroppingHandler:
    """To be called before the first look at request.POST."""
    handler = DroppingHandler(request)
    request.upload_handlers = [handler, *request.upload_handlers]
    return handler
