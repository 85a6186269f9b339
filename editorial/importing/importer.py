"""Reads a content folder into pages: a transaction for each file, and nothing is written twice."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from editorial.models import ReadablePage

from .changes import apply
from .document import ContentError, Document, read_document
from .folder import FolderContent, look_through
from .pictures import PictureShelf
from .registry import Recipe, recipe_for
from .report import Entry, Outcome, Report
from .translating import is_translation, locale_of, original_of, translated_page

Overrides = Callable[[Document], Document]


def import_folder(path: Path, *, overrides: Overrides | None = None) -> Report:
    """Creates or updates a page for each Markdown file below the folder.

    `overrides` may hand back another document for each that was read: the demo moves dates with it.
    """
    content = look_through(path)
    run = _Run(path, content, overrides or (lambda document: document))
    for error in content.errors:
        run.fail(error)
    for file in content.files:
        run.read(file)
    # Only now is there something to translate.
    for document in run.translations:
        run.take(document)
    return run.report


@dataclass
class _Run:
    root: Path
    content: FolderContent
    overrides: Overrides
    report: Report = field(default_factory=Report)
    pages: dict[Path, ReadablePage] = field(default_factory=dict)
    files: dict[int, Path] = field(default_factory=dict)
    translations: list[Document] = field(default_factory=list)

    def read(self, file: Path) -> None:
        try:
            document = read_document(file, container=self.content.container_of(file), root=self.root)
            document = self.overrides(document)
        except ContentError as error:
            return self.fail(error, file)
        if is_translation(document):
            return self.translations.append(document)
        return self.take(document)

    def take(self, document: Document) -> None:
        try:
            entry = self._import(document)
        except ContentError as error:
            self.fail(error, document.path)
        except ValidationError as error:
            self.fail(_as_content_error(document, error))
        except DatabaseError as error:
            self.fail(
                ContentError(document.path, None, _("The database refused it: %(reason)s") % {"reason": error})
            )
        else:
            self.report.add(entry)

    def fail(self, error: ContentError, file: Path | None = None) -> None:
        self.report.add(Entry(file or error.path, Outcome.FAILED, None, error.message, error.line))

    def _import(self, document: Document) -> Entry:
        recipe = recipe_for(document)
        container = self.pages.get(document.container) if document.container else None
        pictures = PictureShelf(document)
        with pictures.kept_only_on_success(), transaction.atomic():
            save = self._save_translation if is_translation(document) else self._save
            page, outcome = save(document, recipe, container, pictures)
        self.pages[document.path] = page
        self.files[page.pk] = document.path
        return Entry(document.path, outcome, page, warnings=pictures.warnings)

    def _save(
        self, document: Document, recipe: Recipe, container: ReadablePage | None, pictures: PictureShelf
    ) -> tuple[ReadablePage, Outcome]:
        parent = recipe.parent(document, container)
        slug = recipe.slug(document)
        fields = recipe.fields(document, pictures, container)
        present = parent.get_children().filter(slug=slug).specific().first()
        if present is None:
            page = recipe.page_type(slug=slug)
            apply(page, {**recipe.defaults(document, fields), **fields})
            page.first_published_at = _morning_of(page.published_on)
            parent.add_child(instance=page)
            return _publish(page), Outcome.CREATED
        self._must_be_free(document, recipe, present)
        if not apply(present, fields):
            return present, Outcome.UNCHANGED
        if present.live and present.has_unpublished_changes:
            pictures.warnings.append(_("An unpublished draft of this page is now in its history only."))
        return _publish(present) if present.live else _keep_as_draft(present, pictures), Outcome.UPDATED

    def _save_translation(
        self, document: Document, recipe: Recipe, container: ReadablePage | None, pictures: PictureShelf
    ) -> tuple[ReadablePage, Outcome]:
        original = original_of(document, recipe)
        locale = locale_of(document)
        fields = {"slug": recipe.slug(document), **recipe.fields(document, pictures, container)}
        page, is_new = translated_page(document, original, locale)
        if not is_new and (other := self.files.get(page.pk)):
            raise document.error("translates", _("%(other)s translates the same page.") % {"other": other})
        if is_new:
            apply(page, {"standfirst": "", **recipe.defaults(document, fields), **fields})
            page.first_published_at = original.first_published_at
            return _publish(page), Outcome.CREATED
        if not apply(page, fields):
            return page, Outcome.UNCHANGED
        return _publish(page) if page.live else _keep_as_draft(page, pictures), Outcome.UPDATED

    def _must_be_free(self, document: Document, recipe: Recipe, present: ReadablePage) -> None:
        """The page found may be of another kind, or another file of this run."""
        key = "slug" if document.names("slug") else "title"
        if not isinstance(present, recipe.page_type):
            message = _("Another kind of page has this address: %(slug)s") % {"slug": present.slug}
            raise document.error(key, message)
        if other := self.files.get(present.pk):
            message = _("%(other)s has the same address; add a “slug” to one of them.") % {"other": other}
            raise document.error(key, message)


def _publish(page: ReadablePage) -> ReadablePage:
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def _keep_as_draft(page: ReadablePage, pictures: PictureShelf) -> ReadablePage:
    """Somebody took this page off the site; an import does not put it back."""
    page.save_revision()
    pictures.warnings.append(_("This page is not public; the new text is saved as a draft."))
    page.refresh_from_db()
    return page


def _morning_of(day: date) -> datetime | None:
    """When a text of an earlier day was first published, as nearly as its file tells."""
    return timezone.make_aware(datetime.combine(day, time(6))) if day < timezone.localdate() else None


def _as_content_error(document: Document, error: ValidationError) -> ContentError:
    if not hasattr(error, "error_dict"):
        return document.error(None, " ".join(error.messages))
    line = next((document.lines[name] for name in error.message_dict if name in document.lines), None)
    reasons = (f"{name}: {' '.join(messages)}" for name, messages in error.message_dict.items())
    return ContentError(document.path, line, "; ".join(reasons))
