"""Stories, episodes and postcards from a content folder."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from wagtail.models import Page

from editorial.importing.document import Document
from editorial.importing.markdown_blocks import RawBlock, parse
from editorial.importing.pictures import PictureShelf
from editorial.importing.places import room, room_named
from editorial.importing.registry import Fields, Recipe, register
from editorial.importing.rich_text import plain_text
from editorial.importing.transcript import conversation
from editorial.models import ReadablePage

from .models import BlogPage, EpisodePage, PostcardPage, PostcardRackPage, ShowPage, StoryPage


class StoryRecipe(Recipe):
    page_type = StoryPage
    texts = {"source": "source", "source_url": "source_url"}

    def parent(self, document: Document, container: ReadablePage | None) -> Page:
        return room(BlogPage, gettext_noop("Stories"), "geschichten")

    def fields(self, document: Document, pictures: PictureShelf, container: ReadablePage | None) -> Fields:
        found = super().fields(document, pictures, container)
        if document.names("number"):
            found["number"] = document.number("number")
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
        if document.names("duration"):
            found["duration"] = document.duration("duration")
        return found

    def text_fields(self, document: Document, pictures: PictureShelf) -> Fields:
        found = conversation(document.body, pictures)
        named = {"body": found.body, "transcript": found.turns}
        return {name: blocks for name, blocks in named.items() if blocks}

    def running_text(self, fields: Fields) -> list[RawBlock]:
        return [*fields.get("body", []), *fields.get("transcript", [])]


class PostcardRecipe(Recipe):
    page_type = PostcardPage
    texts = {"sender": "sender", "place": "place"}

    def parent(self, document: Document, container: ReadablePage | None) -> Page:
        return room(PostcardRackPage, gettext_noop("Postcards"), "ansichtskarten")

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
