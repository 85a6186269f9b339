"""Makes the page that editors decide upon out of what was sent in."""

import hashlib
import re
import secrets
from io import BytesIO
from typing import Any

from django.core.files.images import ImageFile
from django.utils import translation
from django.utils.html import escape
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.models import Collection, Locale, Page
from wagtail.rich_text import RichText

from blog.models import PostcardPage, StoryPage
from contributions.models import Contribution, Picture
from editorial.importing.places import free_slug
from editorial.models.topic import german_slug

from .rooms import room_for

COLLECTION = "Einsendungen"
LONGEST_TITLE = 60


class NoRoom(Exception):
    """The rack or the blog has gone since the form was shown."""


def draft(contribution: Contribution) -> None:
    """Sets the page, not live, and the image of a contribution; the caller saves it in the same transaction."""
    room = room_for(contribution.kind, contribution.language)
    if room is None:
        raise NoRoom(contribution.kind)
    if contribution.picture:
        contribution.image = into_the_library(contribution.picture, contribution.picture_alt)
    try:
        # The words that we add are in the language of the sender.
        with translation.override(contribution.language):
            page = page_of(contribution)
        page.slug = free_slug(room, german_slug(page.title) or contribution.kind)
        room.add_child(instance=page)
        page.save_revision()
    except BaseException:
        # The transaction takes the row back, but not the file.
        if contribution.image:
            contribution.image.file.delete(save=False)
        raise
    contribution.page_id = page.pk


def page_of(contribution: Contribution) -> PostcardPage | StoryPage:
    """The page as it would be, not saved: also what the sender is shown."""
    room = room_for(contribution.kind, contribution.language)
    locale = room.locale if room else Locale.get_default()
    if contribution.kind == Contribution.Kind.STORY:
        return StoryPage(
            live=False,
            locale=locale,
            title=contribution.title,
            kicker=_("Outrageous customers"),
            standfirst=_told_by(contribution.name, contribution.place),
            body=[("paragraph", RichText(html)) for html in paragraphs(contribution.text)],
        )
    return PostcardPage(
        live=False,
        locale=locale,
        title=Truncator(" ".join(contribution.text.split())).chars(LONGEST_TITLE),
        statement=contribution.text,
        sender=contribution.name,
        place=contribution.place,
        image=contribution.image,
        image_alt=contribution.picture_alt,
    )


def _told_by(name: str, place: str) -> str:
    if not name and not place:
        return _("Told by a reader.")
    told_by = ", ".join(part for part in (name, place) if part)
    return (
        _("Told by %(whom)s.") % {"whom": told_by}
        if name
        else _("Told by a reader from %(place)s.") % {"place": place}
    )


def paragraphs(text: str) -> list[str]:
    """Plain text as paragraphs of HTML; whatever looks like markup is shown as it was typed."""
    pieces = [piece.strip() for piece in re.split(r"\n\s*\n", text)]
    return [f"<p>{escape(piece).replace(chr(10), '<br/>')}</p>" for piece in pieces if piece]


def into_the_library(picture: Picture, description: str) -> Any:
    """The picture as an image of the library, under a name that nobody can guess."""
    content = bytes(picture.content)
    file = ImageFile(BytesIO(content), name=f"{secrets.token_hex(16)}.jpg")
    title = description or _("Sent in by a reader")
    image = get_image_model()(title=title, description=description, collection=the_collection(), file=file)
    image.file_size = len(content)
    image.file_hash = hashlib.sha1(content, usedforsecurity=False).hexdigest()
    image.save()
    return image


def the_collection() -> Collection:
    root = Collection.get_first_root_node()
    return root.get_children().filter(name=COLLECTION).first() or root.add_child(name=COLLECTION)


def translations_of(page: Page) -> list[Page]:
    """The page itself and what was translated or copied from it for other languages."""
    return list(page.get_translations(inclusive=True))
