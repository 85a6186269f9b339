"""Stories, episodes and postcards from a content folder."""

import re
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from wagtail.models import Page

from editorial import clock
from editorial.importing.document import Document
from editorial.importing.documents import DocumentShelf
from editorial.importing.markdown_blocks import RawBlock, parse
from editorial.importing.pictures import PictureShelf
from editorial.importing.places import room, room_named
from editorial.importing.registry import Fields, Recipe, register
from editorial.importing.rich_text import plain_text
from editorial.importing.transcript import BadTimeMark, conversation
from editorial.models import ReadablePage
from editorial.models.topic import german_slug

from . import audio
from .models import BlogPage, EpisodePage, PostcardPage, PostcardRackPage, Series, ShowPage, StoryPage
from .postcards import problems
from .transcript import NoTranscript, read_vtt

# «12:05 What it is about», and a link behind it if there is one: «12:05 What it is about <https://…>».
CHAPTER = re.compile(r"(?P<time>[\d:]+)\s+(?P<title>\S.*?)(?:\s+<(?P<url>https?://\S+)>)?")


class StoryRecipe(Recipe):
    page_type = StoryPage
    texts = {"source": "source", "source_url": "source_url"}

    def parent(self, document: Document, container: ReadablePage | None) -> Page:
        return room(BlogPage, gettext_noop("Stories"), "geschichten")

    def fields(self, document: Document, pictures: PictureShelf, container: ReadablePage | None) -> Fields:
        found = super().fields(document, pictures, container)
        if document.names("number"):
            found["number"] = document.number("number")
        if document.names("series"):
            found["series"] = _series(document.text("series"))
        return found


class EpisodeRecipe(Recipe):
    page_type = EpisodePage
    texts = {"show": "show", "guest": "guest", "audio_url": "audio_url"}

    def parent(self, document: Document, container: ReadablePage | None) -> Page:
        return room_named(ShowPage, document.required_text("show"))

    def fields(self, document: Document, pictures: PictureShelf, container: ReadablePage | None) -> Fields:
        found = super().fields(document, pictures, container)
        if document.names("number"):
            found["number"] = document.number("number")
        if document.names("hosts"):
            found["hosts"] = ", ".join(document.strings("hosts"))
        if document.names("chapters"):
            found["chapters"] = [_chapter(document, line) for line in document.strings("chapters", "\n")]
        if document.names("audio"):
            # Its length is read from it.
            return found | {"audio": _recording(document, DocumentShelf(document, pictures), found["title"])}
        if document.names("duration"):
            found["duration"] = document.duration("duration")
        return found

    def text_fields(self, document: Document, pictures: PictureShelf) -> Fields:
        try:
            found = conversation(document.body, pictures)
        except BadTimeMark as error:
            raise document.error(None, str(error)) from None
        turns = found.turns
        if document.names("transcript"):
            turns = _transcript(document, DocumentShelf(document, pictures))
        named = {"body": found.body, "transcript": turns}
        return {name: blocks for name, blocks in named.items() if blocks}

    def running_text(self, fields: Fields) -> list[RawBlock]:
        return [*fields.get("body", []), *fields.get("transcript", [])]


def _series(name: str) -> Series:
    found = next((series for series in Series.objects.all() if series.name.casefold() == name.casefold()), None)
    if found:
        return found
    made = Series(name=name, slug=german_slug(name))
    made.full_clean()
    made.save()
    return made


def _chapter(document: Document, line: str) -> RawBlock:
    found = CHAPTER.fullmatch(line)
    try:
        if not found:
            raise ValueError(line)
        value = {"seconds": clock.seconds_of(found["time"]), "title": found["title"], "url": found["url"] or ""}
    except ValueError:
        words = {"line": line}
        raise document.error("chapters", _("A chapter is written as “12:05 Title”: %(line)s") % words) from None
    return {"type": "chapter", "value": value}


def _recording(document: Document, shelf: DocumentShelf, title: str) -> Any:
    """The audio file as a document of the library; what is no audio does not get there."""
    content, name = shelf.content("audio"), document.text("audio")
    try:
        audio.read(BytesIO(content), name)
    except audio.NotAudio:
        raise document.error("audio", _("This is no MP3 or M4A file: %(name)s") % {"name": name}) from None
    return shelf.keep("audio", content, title)


def _transcript(document: Document, shelf: DocumentShelf) -> list[RawBlock]:
    try:
        return read_vtt(shelf.content("transcript"))
    except NoTranscript:
        words = {"name": document.text("transcript")}
        message = _("This is no WebVTT file with words in it: %(name)s") % words
        raise document.error("transcript", message) from None


class PostcardRecipe(Recipe):
    page_type = PostcardPage
    texts = {
        "sender": "sender",
        "place": "place",
        "caption": "caption",
        "image_alt": "image_alt",
        "image_credit": "image_credit",
    }

    def parent(self, document: Document, container: ReadablePage | None) -> Page:
        return room(PostcardRackPage, gettext_noop("Postcards"), "ansichtskarten")

    def fields(self, document: Document, pictures: PictureShelf, container: ReadablePage | None) -> Fields:
        found = super().fields(document, pictures, container)
        if document.names("written_on"):
            found["written_on"] = document.date("written_on")
        # What cannot be printed is shown on the site all the same.
        said = {name: found.get(name, "") for name in ("statement", "sender", "place", "caption")}
        pictures.warnings += problems(**said)
        return found

    def text_fields(self, document: Document, pictures: PictureShelf) -> Fields:
        paragraphs = [" ".join(plain_text(node).split()) for node in parse(document.body)]
        statement = "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
        if not statement:
            raise document.error(None, _("A postcard needs its statement below the front matter."))
        return {"statement": statement}

    def defaults(self, document: Document, fields: Fields) -> Fields:
        # A card has no standfirst: its statement is all there is.
        return {}


def register_recipes() -> None:
    register(StoryRecipe(), "story")
    register(EpisodeRecipe(), "episode")
    register(PostcardRecipe(), "postcard")
