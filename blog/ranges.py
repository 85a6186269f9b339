"""A file in the parts that players ask for (RFC 9110, section 14), for without them nobody can jump within it."""

import re
from typing import IO, Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

_RANGE = re.compile(r"bytes=(?P<first>\d{0,18})-(?P<last>\d{0,18})")


class NotSatisfiable(Exception):
    """The part asked for lies behind the end of the file."""


class _Slice:
    """The next so many bytes of an open file."""

    def __init__(self, file: IO[bytes], length: int) -> None:
        self.file = file
        self.left = length

    def read(self, size: int = -1) -> bytes:
        wanted = self.left if size < 0 else min(size, self.left)
        data = self.file.read(wanted)
        self.left -= len(data)
        return data

    def close(self) -> None:
        self.file.close()


def asked_for(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte of the one part asked for; None where the whole file answers best.

    Raises NotSatisfiable. Several parts at once, which no player asks for, are answered with the whole.
    """
    found = _RANGE.fullmatch(header.strip())
    if not found or not (found["first"] or found["last"]):
        return None
    if not found["first"]:
        first, last = max(0, size - int(found["last"])), size - 1
    else:
        first, last = int(found["first"]), min(int(found["last"] or size - 1), size - 1)
        if found["last"] and int(found["last"]) < first:
            return None
    if first >= size or (not found["first"] and int(found["last"]) == 0):
        raise NotSatisfiable
    return first, last


def file_response(
    request: HttpRequest, file: IO[bytes], size: int, version: str, **headers: Any
) -> HttpResponseBase:
    """The whole of an open file, a part of it (206), nothing new (304), or no such part (416).

    `version` tells one state of the file from another; headers are written with underscores.
    """
    tag = quote_etag(version)
    named = {name.replace("_", "-"): value for name, value in headers.items()} | {"ETag": tag}
    named["Accept-Ranges"] = "bytes"
    unchanged = get_conditional_response(request, etag=tag, response=HttpResponse(headers=named))
    if unchanged is not None and unchanged.status_code != 200:
        file.close()
        return unchanged
    try:
        # A part of a file that has changed since would not fit the parts that were fetched before.
        fits = request.headers.get("If-Range", tag) == tag
        part = asked_for(request.headers.get("Range", ""), size) if fits else None
    except NotSatisfiable:
        file.close()
        return HttpResponse(status=416, headers={**named, "Content-Range": f"bytes */{size}"})
    if part is None:
        return FileResponse(file, headers={**named, "Content-Length": str(size)})
    first, last = part
    file.seek(first)
    length = last - first + 1
    named |= {"Content-Range": f"bytes {first}-{last}/{size}", "Content-Length": str(length)}
    return FileResponse(_Slice(file, length), status=206, headers=named)
