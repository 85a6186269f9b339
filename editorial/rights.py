"""What somebody may do with pages, asked once for a whole list."""

from typing import Any

from wagtail.models import Page
from wagtail.permissions import policy_registry


def page_rights(user: Any) -> frozenset[str]:
    """The actions that the user has been given upon any part of the tree: add, change, publish, lock …"""
    if not user.is_active:
        return frozenset()
    if user.is_superuser:
        return frozenset({"add", "change", "publish", "lock", "unlock"})
    given = policy_registry.get_by_type(Page).get_cached_permissions_for_user(user)
    return frozenset(one.permission.codename.removesuffix("_page") for one in given)


def works_on_pages(user: Any) -> bool:
    return bool(page_rights(user))


def may_change_all(user: Any) -> bool:
    """Editors; an author may add pages and change those of their own."""
    return "change" in page_rights(user)
