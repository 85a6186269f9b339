"""What a show and an episode hand out beside their page: feed, artwork, recording, transcript, chapters."""

import hashlib
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date, quote_etag
from django.utils.translation import override
from wagtail.models import Site

from editorial.languages import language_of

from . import artwork, feed, ranges, transcript
from .audio import mime_type
from .models import EpisodePage, ShowPage

FIVE_MINUTES, A_DAY = 300, 24 * 3600


def show_feed(show: ShowPage, request: HttpRequest) -> HttpResponseBase:
    with override(language_of(show)):
        xml, changed = feed.build(show, Site.find_for_request(request))
    response = HttpResponse(xml, content_type=feed.PodcastFeed.content_type)
    return _kept(request, response, FIVE_MINUTES, last_modified=int(changed.timestamp()))


def show_artwork(show: ShowPage, request: HttpRequest) -> HttpResponseBase:
    return _kept(request, HttpResponse(artwork.artwork(show), content_type="image/jpeg"), A_DAY)


def episode_audio(episode: EpisodePage, request: HttpRequest) -> HttpResponseBase:
    """The recording, in the parts that players ask for. It is behind the same doors as the page."""
    document = episode.audio
    if document is None or not request.path.endswith(f"/{episode.audio_name}"):
        raise Http404
    try:
        document.file.path  # noqa: B018
    except NotImplementedError:
        # Files in another store are fetched there; stores know parts.
        return redirect(document.file.url)
    try:
        file = document.file.storage.open(document.file.name, "rb")
    except FileNotFoundError:
        raise Http404 from None
    name = f"{episode.slug}{episode.audio_name[len('audio') :]}"
    return ranges.file_response(
        request,
        file,
        document.get_file_size(),
        document.get_file_hash(),
        Content_Type=mime_type(document.filename),
        Content_Disposition=f'inline; filename="{name}"',
        Cache_Control=f"public, max-age={A_DAY}",
        X_Content_Type_Options="nosniff",
        Access_Control_Allow_Origin="*",
    )


def episode_vtt(episode: EpisodePage, request: HttpRequest) -> HttpResponseBase:
    text = transcript.vtt(episode.turns, episode.seconds)
    if not text:
        raise Http404
    response = HttpResponse(text, content_type="text/vtt; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{episode.slug}.vtt"'
    return _kept(request, response, FIVE_MINUTES)


def episode_html(episode: EpisodePage, request: HttpRequest) -> HttpResponseBase:
    """The transcript in the few tags that podcast programs read (Podcasting 2.0, transcripts)."""
    if not episode.turns:
        raise Http404
    words = {"page": episode, "language": language_of(episode)}
    return _kept(request, HttpResponse(render_to_string("blog/episode_transcript.html", words)), FIVE_MINUTES)


def episode_chapters(episode: EpisodePage, request: HttpRequest) -> HttpResponseBase:
    """JSON chapters 1.2 (Podcasting 2.0)."""
    if not episode.chapter_list:
        raise Http404
    chapters = [
        {"startTime": chapter.seconds, "title": chapter.title, **({"url": chapter.url} if chapter.url else {})}
        for chapter in episode.chapter_list
    ]
    about = {"version": "1.2.0", "title": episode.title, "podcastName": episode.get_parent().title}
    response = JsonResponse({**about, "chapters": chapters}, content_type="application/json+chapters")
    return _kept(request, response, FIVE_MINUTES)


def _kept(
    request: HttpRequest, response: HttpResponse, seconds: int, last_modified: int | None = None
) -> HttpResponseBase:
    """With the headers by which programs ask again cheaply, and web players from elsewhere may read it."""
    response["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(response, public=True, max_age=seconds)
    tag = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
    response["ETag"] = tag
    if last_modified:
        response["Last-Modified"] = http_date(last_modified)
    return get_conditional_response(request, tag, last_modified, response) or response


Handler = Callable[[Any, HttpRequest], HttpResponseBase]

FILES: dict[tuple[type, str], Handler] = {
    (ShowPage, "feed.xml"): show_feed,
    (ShowPage, "artwork.jpg"): show_artwork,
    (EpisodePage, "audio.mp3"): episode_audio,
    (EpisodePage, "audio.m4a"): episode_audio,
    (EpisodePage, "transcript.vtt"): episode_vtt,
    (EpisodePage, "transcript.html"): episode_html,
    (EpisodePage, "chapters.json"): episode_chapters,
}
