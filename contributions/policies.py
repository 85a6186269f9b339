"""Who may decide on contributions."""

from typing import Any


def may_decide(user: Any) -> bool:
    """Publishing needs the rights upon the page; declining needs this one."""
    return bool(user.has_perm("contributions.change_contribution"))
