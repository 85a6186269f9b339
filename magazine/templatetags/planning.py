from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from editorial.rights import may_change_all
from editorial.services.drafts import Draft

register = template.Library()


@register.filter
def may_edit(user: Any, draft: Draft) -> bool:
    """Editors change every page, authors their own."""
    return may_change_all(user) or draft.page.owner_id == user.pk


@register.simple_tag
def days_left(days: int) -> str:
    """«12 days», «today» or «3 days late»."""
    if days == 0:
        return _("today")
    if days < 0:
        return ngettext("%(count)s day late", "%(count)s days late", -days) % {"count": -days}
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}


@register.filter
def names_of(draft: Draft, authors: Mapping[int, Any]) -> str:
    return ", ".join(str(authors[pk]) for pk in draft.authors if pk in authors)
