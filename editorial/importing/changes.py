"""What a file changes in a page: nothing is written that already stands there."""

import json
from typing import Any

from django.db.models import Field
from modelcluster.fields import ParentalManyToManyField
from wagtail.fields import StreamField

from editorial.models import Byline, ReadablePage

from .rich_text import clean


def apply(page: ReadablePage, fields: dict[str, Any]) -> list[str]:
    """Sets what differs and returns the names of what was set; the page is not saved."""
    return [name for name, value in fields.items() if _set(page, name, value)]


def _set(page: ReadablePage, name: str, value: Any) -> bool:
    if name == "bylines":
        return _set_bylines(page, value)
    field: Field[Any, Any] = page._meta.get_field(name)
    if isinstance(field, StreamField):
        return _set_stream(page, field, value)
    if isinstance(field, ParentalManyToManyField):
        return _set_related(page, name, value)
    if getattr(page, name) == value:
        return False
    setattr(page, name, value)
    return True


def _set_bylines(page: ReadablePage, authors: list[Any]) -> bool:
    wanted = [author.pk for author in authors]
    present = [byline.author_id for byline in page.bylines.all()] if page.pk else []
    if present == wanted:
        return False
    page.bylines.set([Byline(author=author, sort_order=place) for place, author in enumerate(authors)])
    return True


def _set_related(page: ReadablePage, name: str, wanted: list[Any]) -> bool:
    present = {related.pk for related in getattr(page, name).all()} if page.pk else set()
    if present == {related.pk for related in wanted}:
        return False
    setattr(page, name, wanted)
    return True


def _set_stream(page: ReadablePage, field: Any, wanted: list[dict[str, Any]]) -> bool:
    """Blocks that stay keep their ids: comments in the editor hang on them."""
    present = field.get_prep_value(getattr(page, field.name))
    if _comparable(present) == _comparable(wanted):
        return False
    ids: dict[str, list[str]] = {}
    for block in present:
        ids.setdefault(_key(block), []).append(block["id"])
    kept = [{**block, "id": found.pop(0)} if (found := ids.get(_key(block))) else block for block in wanted]
    setattr(page, field.name, kept)
    return True


def _key(block: dict[str, Any]) -> str:
    return json.dumps(_comparable(block), sort_keys=True)


def _comparable(raw: Any) -> Any:
    """Raw blocks without ids, list items without their frames, rich text as `clean` writes it."""
    if isinstance(raw, list):
        return [_comparable(item) for item in raw]
    if isinstance(raw, dict):
        if raw.get("type") == "item":
            return _comparable(raw["value"])
        return {key: _comparable(value) for key, value in raw.items() if key != "id"}
    return clean(raw) if isinstance(raw, str) and "<" in raw else raw
