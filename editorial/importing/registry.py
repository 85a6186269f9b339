"""Which format of a file becomes which page. To add a format: a Recipe, registered in the app's `ready()`."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page

from editorial.models import ReadablePage
from editorial.models.topic import german_slug
from editorial.services import vocabulary

from .document import Document
from .markdown_blocks import RawBlock, body_blocks
from .pictures import PictureShelf
from .standfirst import first_sentences
from .transcript import mostly_turns

Fields = dict[str, Any]


class Recipe:
    """How one kind of file becomes a page.

    `fields` are what the file says and win over the page; `defaults` are set only where a page is new.
    Values of `topics`, `bylines` (authors) and stream fields (raw blocks) are lists.
    """

    page_type: type[ReadablePage] = ReadablePage
    # Front matter that is one line of text in the page: the name in the file to the name of the field.
    texts: dict[str, str] = {}

    def parent(self, document: Document, container: ReadablePage | None) -> Page:
        raise NotImplementedError

    def slug(self, document: Document) -> str:
        key = "slug" if document.names("slug") else "title"
        slug = german_slug(document.required_text(key))[:255]
        if not slug:
            raise document.error(key, _("This gives no address; add a “slug”."))
        return slug

    def fields(self, document: Document, pictures: PictureShelf, container: ReadablePage | None) -> Fields:
        texts = {"kicker": "kicker", "standfirst": "standfirst", **self.texts}
        found: Fields = {"title": document.required_text("title")}
        found |= {name: document.text(key) for key, name in texts.items() if document.names(key)}
        if published := document.date("published"):
            found["published_on"] = published
        if document.names("image") and (image := pictures.find(document.text("image"), found["title"])):
            found["image"] = image
        if document.names("tags"):
            found["topics"] = vocabulary.find_or_propose_topics(document.strings("tags"))
        if document.names("authors"):
            found["bylines"] = vocabulary.find_or_create_authors(document.strings("authors"))
        return found | self.text_fields(document, pictures)

    def text_fields(self, document: Document, pictures: PictureShelf) -> Fields:
        """What the Markdown below the front matter becomes."""
        blocks = body_blocks(document.body, pictures, interview=document.text("format") == "interview")
        return {"body": blocks} if blocks else {}

    def defaults(self, document: Document, fields: Fields) -> Fields:
        return {"standfirst": document.text("subtitle") or first_sentences(self.running_text(fields))}

    def running_text(self, fields: Fields) -> list[RawBlock]:
        return fields.get("body", [])


_recipes: dict[str, Recipe] = {}


def register(recipe: Recipe, *formats: str) -> None:
    _recipes.update(dict.fromkeys(formats, recipe))


def recipe_for(document: Document) -> Recipe:
    name = document.text("format") or guessed_format(document)
    if name not in _recipes:
        words = {"name": name, "known": ", ".join(sorted(_recipes))}
        raise document.error("format", _("The format “%(name)s” is none of: %(known)s") % words)
    return _recipes[name]


def guessed_format(document: Document) -> str:
    if document.path.name == "issue.md":
        return "issue"
    if document.path.parent.name == "articles":
        return "article"
    return "episode" if document.names("show") or mostly_turns(document.body) else "story"
