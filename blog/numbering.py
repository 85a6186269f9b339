"""Numbers of stories and episodes: each once in its room, and the next one proposed."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page


def next_free(model: type[Page], room: Page) -> int:
    """One more than the highest number in this room, drafts included."""
    highest = model.objects.child_of(room).aggregate(highest=Max("number"))["highest"]
    return (highest or 0) + 1


def refuse_double(page: Any, room: Page) -> None:
    """Raises ValidationError if another page of the room has the number of this one."""
    if page.number is None:
        return
    others = type(page).objects.child_of(room).filter(number=page.number).exclude(pk=page.pk)
    if other := others.first():
        words = {"number": page.number, "title": other.title, "next": next_free(type(page), room)}
        message = _("“%(title)s” has number %(number)s already. The next free one is %(next)s.") % words
        raise ValidationError({"number": message})


class NumberedForm(WagtailAdminPageForm):
    """Proposes the next number for a new page. A page that has a place in the tree checks its number itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None and self.parent_page and "number" in self.fields:
            self.initial["number"] = next_free(type(self.instance), self.parent_page)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if self.instance.pk is None and self.parent_page and cleaned.get("number") is not None:
            self.instance.number = cleaned["number"]
            try:
                refuse_double(self.instance, self.parent_page)
            except ValidationError as error:
                self.add_error(None, error)
        return cleaned
