"""A door before a text is a door before its translations: they are one text (docs/decisions/0017 and 0027)."""

from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.models import Page, PageViewRestriction


def connect() -> None:
    post_save.connect(_close, sender=PageViewRestriction, dispatch_uid="doors.close")
    m2m_changed.connect(_choose, sender=PageViewRestriction.groups.through, dispatch_uid="doors.choose")
    post_delete.connect(_open, sender=PageViewRestriction, dispatch_uid="doors.open")


def _close(sender: Any, instance: PageViewRestriction, raw: bool = False, **kwargs: Any) -> None:
    """Puts the same door before each translation. What is the same already is not saved, and so this ends."""
    if raw:
        return
    for twin in _twins(instance):
        door = PageViewRestriction.objects.filter(page=twin).first() or PageViewRestriction(page=twin)
        wanted = (instance.restriction_type, instance.password)
        if door.pk is None or (door.restriction_type, door.password) != wanted:
            door.restriction_type, door.password = wanted
            door.save()


def _choose(sender: Any, instance: Any, action: str, **kwargs: Any) -> None:
    """The groups that a door lets in."""
    if not (action.startswith("post_") and isinstance(instance, PageViewRestriction)):
        return
    groups = set(instance.groups.values_list("pk", flat=True))
    for door in PageViewRestriction.objects.filter(page__in=_twins(instance)):
        if set(door.groups.values_list("pk", flat=True)) != groups:
            door.groups.set(groups)


def _open(sender: Any, instance: PageViewRestriction, origin: Any = None, **kwargs: Any) -> None:
    """Takes the doors away with the one that an editor took away; not with a page that was deleted."""
    if isinstance(origin, PageViewRestriction) or getattr(origin, "model", None) is PageViewRestriction:
        same = PageViewRestriction.objects.filter(restriction_type=instance.restriction_type)
        same.filter(page__in=_twins(instance)).delete()


def _twins(door: PageViewRestriction) -> list[Page]:
    return list(door.page.get_translations())
