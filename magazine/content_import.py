"""Issues and articles from a content folder."""

from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from wagtail.models import Page

from editorial.importing.document import Document
from editorial.importing.pictures import PictureShelf
from editorial.importing.places import room
from editorial.importing.registry import Fields, Recipe, register
from editorial.models import ReadablePage
from editorial.services.vocabulary import author_words, slug_of

from .models import ArticlePage, IssuePage, MagazinePage, Section


class IssueRecipe(Recipe):
    page_type = IssuePage
    texts = {"number": "number", "price": "price", "editor": "editor", "claim": "claim"}

    def parent(self, document: Document, container: ReadablePage | None) -> Page:
        return room(MagazinePage, gettext_noop("Magazine"), "magazin")

    def slug(self, document: Document) -> str:
        if document.names("slug"):
            return super().slug(document)
        return slug_of("heft-" + document.required_text("number").replace(".", "-").replace("/", "-"))

    def fields(self, document: Document, pictures: PictureShelf, container: ReadablePage | None) -> Fields:
        found = super().fields(document, pictures, container)
        # Somebody who is known here lends the editorial portrait and signature.
        if profile := author_words().get(document.text("editor").casefold()):
            found["editor_profile"] = profile
        return found

    def text_fields(self, document: Document, pictures: PictureShelf) -> Fields:
        lines = {
            "imprint": document.strings("imprint", separator=" / "),
            "outlook": _joined_quotes(document.strings("outlook", separator=";")),
        }
        named = {name: "\n".join(value) for name, value in lines.items() if value}
        return super().text_fields(document, pictures) | named


class ArticleRecipe(Recipe):
    page_type = ArticlePage
    texts = {"subtitle": "subtitle", "guest": "guest"}

    def parent(self, document: Document, container: ReadablePage | None) -> Page:
        if isinstance(container, IssuePage):
            return container
        if document.container:
            raise document.error(None, _("Its issue failed: %(path)s") % {"path": document.container})
        raise document.error(None, _("An article needs an issue: there is no issue.md beside it."))

    def fields(self, document: Document, pictures: PictureShelf, container: ReadablePage | None) -> Fields:
        found: Fields = {"published_on": container.published_on} if container else {}
        found |= super().fields(document, pictures, container)
        if document.names("format"):
            found["format"] = document.text("format")
        if document.names("page"):
            found["page_number"] = document.number("page")
        if document.names("section"):
            found["section"] = find_or_create_section(document.text("section"))
        return found


def find_or_create_section(name: str) -> Section:
    """The section of this name, whatever its capitals; a new one comes after the others."""
    sections: dict[Any, Section] = {section.slug: section for section in Section.objects.all()}
    sections |= {section.name.casefold(): section for section in list(sections.values())}
    found = sections.get(name.casefold()) or sections.get(slug_of(name))
    if found:
        return found
    last = Section.objects.aggregate(last=Max("position"))["last"]
    section = Section(name=name, slug=slug_of(name), position=0 if last is None else last + 1)
    section.full_clean()
    section.save()
    return section


def _joined_quotes(lines: list[str]) -> list[str]:
    """A line that ends inside German quotation marks goes on in the next; a typesetter broke it."""
    joined: list[str] = []
    for line in lines:
        if joined and joined[-1].count("„") > joined[-1].count("“"):
            joined[-1] += f" {line}"
        else:
            joined.append(line)
    return joined


def register_recipes() -> None:
    register(IssueRecipe(), "issue")
    register(ArticleRecipe(), *ArticlePage.Format.values)
