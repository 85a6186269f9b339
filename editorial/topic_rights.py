"""Who may do what with topics."""

from typing import Any

from editorial.models import Topic


def may_keep(user: Any) -> bool:
    """Accept proposals and map them to topics."""
    return bool(user.has_perm("editorial.change_topic"))


def may_remove(user: Any) -> bool:
    return bool(user.has_perm("editorial.delete_topic"))


def may_merge(user: Any, source: Topic) -> bool:
    """Mapping a proposal is daily work; merging ends a topic that readers know, as deleting it would."""
    return may_keep(user) and (source.state == Topic.State.PROPOSED or may_remove(user))
