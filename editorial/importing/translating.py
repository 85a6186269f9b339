"""A file that translates another: `language: en` and `translates: slug-of-the-original` in its front matter."""

from django.conf import settings
from django.utils.translation import gettext as _
from wagtail.models import Locale

from editorial.models import ReadablePage

from .document import Document
from .registry import Recipe


def is_translation(document: Document) -> bool:
    return document.names("translates") or document.text("language") not in ("", settings.LANGUAGE_CODE)


def original_of(document: Document, recipe: Recipe) -> ReadablePage:
    """The page of the same kind that this file translates."""
    slug = document.required_text("translates")
    kind = recipe.page_type.objects.filter(locale__language_code=settings.LANGUAGE_CODE)
    found: ReadablePage | None = kind.filter(slug=slug).order_by("path").first()
    if found is None:
        message = _("There is no page of this kind to translate: %(slug)s") % {"slug": slug}
        raise document.error("translates", message)
    return found


def locale_of(document: Document) -> Locale:
    code = document.required_text("language")
    known = [name for name, _label in settings.LANGUAGES]
    if code not in known:
        words = {"code": code, "known": ", ".join(known)}
        raise document.error("language", _("The language “%(code)s” is none of: %(known)s") % words)
    return Locale.objects.get_or_create(language_code=code)[0]


def translated_page(document: Document, original: ReadablePage, locale: Locale) -> tuple[ReadablePage, bool]:
    """The original's page in this language, and whether it was made just now, as a draft.

    The rooms above it are made with it, as aliases of the original rooms. A text above it (the issue of an
    article) must be translated first.
    """
    present = original.get_translation_or_none(locale)
    if present is not None:
        return present.specific, False
    above = original.get_parent().specific
    if isinstance(above, ReadablePage) and not above.has_translation(locale):
        raise document.error("translates", _("Translate “%(title)s” first.") % {"title": above.title})
    return original.copy_for_translation(locale, copy_parents=True), True
