"""Whole pages are kept and answered without asking the database (docs/decisions/0024).

What the rooms of content answer is the same for everybody: they cannot import a reader (the contract of the
layers). So the page is kept as it was first written, compressed, under its address, and thrown away when anything
is published (`purging`). Readers whose pollen consent stands get a second variant, the same for all of them
(docs/decisions/0038). Whoever is logged in gets a page of their own.
"""

import gzip
import hashlib
import logging
import time
from collections.abc import Callable
from functools import cache as once
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from redis.exceptions import RedisError
from wagtail.models import Site

from editorial import freshness
from pollen import recognition

logger = logging.getLogger(__name__)

Answer = Callable[[HttpRequest], HttpResponseBase]

# While one request writes a page anew, others get the old one, but not for longer than this many seconds.
PATIENCE = 5
# Parameters that make another page of it, and what their values look like; every other one bypasses the cache.
KNOWN_PARAMETERS = {"p": 3}  # name: most digits
# Parameters that others append to our addresses to count their campaigns. They change nothing here.
IGNORED_PARAMETERS = ("utm_", "mtm_", "pk_", "fbclid", "gclid", "msclkid")
# The rooms whose answers are kept, by the module of their views. `wagtail.views` serves the pages of the tree.
ROOMS = {"editorial", "magazine", "blog"}
PAGE_VIEWS = "wagtail.views"
# Nothing below these is a page for readers.
NEVER = ("/admin/", "/documents/", settings.MEDIA_URL, settings.STATIC_URL)
# Larger ones are no pages but files; they are handed out as they are.
LARGEST = 2_000_000
# Of a kept page; the rest is said anew with each answer.
OWN_HEADERS = {"content-length", "content-encoding", "etag", "cache-control", "vary", "age", "date"}


class Kept(NamedTuple):
    generation: str
    written_at: float
    etag: str
    headers: dict[str, str]
    body: bytes  # gzip


def variant(request: HttpRequest) -> str | None:
    """Which kept page suits this reader; None if only a page of their own does.

    The pollen cookie alone does not make the second one: the consent ledger is asked whether it still says
    anything (one query). Where it does not, its carrier gets what everybody gets.
    """
    if any(name in request.COOKIES for name in (settings.SESSION_COOKIE_NAME, "messages")):
        return None
    return "recognised" if recognition.recognise(request) else "everybody"


def page_cache(get_response: Answer) -> Answer:
    def answer(request: HttpRequest) -> HttpResponseBase:
        freshness.begin(None)
        # A preview in the admin comes as a made-up request for the page's address.
        asks = request.method in ("GET", "HEAD") and not request.path_info.startswith(NEVER)
        asks = asks and not getattr(request, "is_dummy", False)
        if not (asks and settings.PAGE_CACHE_SECONDS):
            return _compressed(request, get_response(request))
        key = _key(request)
        try:
            generation, kept = _look_up(key)
            writing = kept is None or (not _is_fresh(kept, generation) and _may_write(key))
        except (OSError, RedisError) as error:
            logger.warning("The page cache cannot be reached: %s", error)
            return _compressed(request, get_response(request))
        if kept is not None and not writing:
            return _serve(request, kept)
        freshness.begin(generation)
        _find_site(request)
        if key is None:
            return _compressed(request, get_response(request))
        return _write(request, key, generation, get_response)

    return answer


def _pages() -> BaseCache:
    return caches["pages"]


@once
def _release() -> str:
    """Another one after every update of the program, whose pages may look different."""
    rooms = ("templates", "locale", "editorial", "magazine", "blog", "subscribers", "pollen", "site")
    folders = [settings.ROOT / name for name in rooms]
    files = (path for folder in folders for path in folder.rglob("*.*"))
    return str(max(path.stat().st_mtime_ns for path in files))


def _key(request: HttpRequest) -> str | None:
    """The address under which a page is kept, or None where nothing is kept."""
    query = _query(request.META.get("QUERY_STRING", ""))
    chosen = variant(request) if query is not None else None
    if chosen is None or query is None:
        return None
    # What is kept must not repeat the parameters of whoever came first.
    request.META["QUERY_STRING"] = query
    parts = (_release(), chosen, request.scheme or "", request.get_host(), request.path_info, query)
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=20).hexdigest()


def _query(raw: str) -> str | None:
    """The parameters that make the page, in a fixed order; None if there is one we do not know."""
    if not raw:
        return ""
    kept: list[tuple[str, str]] = []
    for name, value in parse_qsl(raw, keep_blank_values=True):
        if name.startswith(IGNORED_PARAMETERS):
            continue
        if not (value.isascii() and value.isdigit() and len(value) <= KNOWN_PARAMETERS.get(name, 0)):
            return None
        if name in dict(kept):
            # A page has no number twice; each further repetition would be kept as a page of its own.
            return None
        kept.append((name, value))
    return urlencode(sorted(kept))


def _find_site(request: HttpRequest) -> None:
    """Wagtail asks the request which site it is for, and the database otherwise."""
    request._wagtail_site = freshness.remembered(  # type: ignore[attr-defined]
        ("site", request.get_host()), lambda: _site_with_its_home(request)
    )


def _site_with_its_home(request: HttpRequest) -> Site | None:
    """The root page comes as what it is: Wagtail would fetch it anew for each request."""
    site = Site.find_for_request(request)
    if site is not None:
        site.root_page = site.root_page.specific
    return site


def _look_up(key: str | None) -> tuple[str, Kept | None]:
    """The word of this moment (read before the page is written, see `freshness`) and what is kept, in one go."""
    found = _pages().get_many([freshness.KEY, key] if key else [freshness.KEY])
    kept = found.get(key) if key else None
    return found.get(freshness.KEY) or freshness.generation(), Kept(*kept) if kept else None


def _is_fresh(kept: Kept, generation: str) -> bool:
    return kept.generation == generation and time.time() - kept.written_at < settings.PAGE_CACHE_SECONDS


def _may_write(key: str | None) -> bool:
    """Whether nobody else is writing this page at the moment."""
    return _pages().add(f"{key}:writing", 1, PATIENCE)


def _write(request: HttpRequest, key: str, generation: str, get_response: Answer) -> HttpResponseBase:
    response = get_response(request)
    # A HEAD has no page to keep.
    keep = request.method == "GET" and _is_for_everybody(request, response)
    try:
        if keep:
            kept = _keep(response, generation)
            _pages().set(key, tuple(kept), 2 * settings.PAGE_CACHE_SECONDS)
        elif request.method == "GET":
            _pages().delete(key)
        _pages().delete(f"{key}:writing")
    except (OSError, RedisError) as error:
        logger.warning("The page cache cannot be reached: %s", error)
    return _serve(request, kept) if keep else _compressed(request, response)


def _is_for_everybody(request: HttpRequest, response: HttpResponseBase) -> bool:
    """A page from a room of content that set no cookie and did not say that it is for one reader."""
    match = request.resolver_match
    if match is None or response.status_code != 200 or response.streaming or response.cookies:
        return False
    module = getattr(match.func, "__module__", "")
    control = response.headers.get("Cache-Control", "")
    return (
        (module == PAGE_VIEWS or module.partition(".")[0] in ROOMS)
        and not any(word in control for word in ("private", "no-store", "no-cache", "max-age"))
        and _is_text(response)
        and not response.has_header("Content-Encoding")
        and len(response.content) <= LARGEST  # type: ignore[attr-defined]
    )


def _is_text(response: HttpResponseBase) -> bool:
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    return kind.startswith("text/") or kind.endswith(("xml", "json", "javascript"))


def _keep(response: HttpResponseBase, generation: str) -> Kept:
    content: bytes = response.content  # type: ignore[attr-defined]
    headers = {name: value for name, value in response.items() if name.lower() not in OWN_HEADERS}
    tag = f'W/"{hashlib.blake2b(content, digest_size=12).hexdigest()}"'
    return Kept(generation, time.time(), tag, headers, gzip.compress(content, compresslevel=7, mtime=0))


def _serve(request: HttpRequest, kept: Kept) -> HttpResponse:
    """The kept page, or the word that the reader has it already."""
    asked = request.headers.get("If-None-Match")
    response: HttpResponse
    if asked and kept.etag in parse_etags(asked):
        response = HttpResponseNotModified()
    elif "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(kept.body, headers=kept.headers)
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = HttpResponse(gzip.decompress(kept.body), headers=kept.headers)
    if response.status_code == 200:
        response.headers["Content-Length"] = str(len(response.content))
        response.headers["Age"] = str(int(time.time() - kept.written_at))
        if request.method == "HEAD":
            response.content = b""
    response.headers["ETag"] = kept.etag
    response.headers["Vary"] = "Accept-Encoding, Cookie"
    response.headers["Cache-Control"] = _for_how_long(request)
    return response


def _for_how_long(request: HttpRequest) -> str:
    """Browsers ask each time, which costs a 304; a proxy of ours may be told to answer for a while by itself.

    What is handed to the carrier of a cookie is kept here alone, whichever page it is.
    """
    if recognition.COOKIE in request.COOKIES:
        return "private, max-age=0"
    return f"public, max-age=0, s-maxage={settings.PAGE_CACHE_PROXY_SECONDS}"


def _compressed(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """What is not kept is compressed on its way, if it is text; a part of a file stays a part of it."""
    if response.streaming or response.status_code != 200 or not _is_text(response):
        return response
    patch_vary_headers(response, ("Accept-Encoding",))
    return GZipMiddleware(lambda _request: response).process_response(request, response)
