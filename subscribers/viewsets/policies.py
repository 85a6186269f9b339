"""Who may do what with readers, whatever rights a group was given."""

from typing import Any

from django.db.models import QuerySet
from wagtail.permission_policies import ModelPermissionPolicy


class LookOnlyPolicy(ModelPermissionPolicy):
    """Nobody adds, changes or deletes, superusers included; who may view is set for the group."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, action)

    def users_with_any_permission(self, actions: Any) -> QuerySet[Any]:
        return super().users_with_any_permission([action for action in actions if action == "view"])


class WordingPolicy(ModelPermissionPolicy):
    """Wordings are written and, while they are drafts, changed; none is deleted."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "delete" and super().user_has_permission(user, action)


class PurposePolicy(ModelPermissionPolicy):
    """Purposes are made by the program, with their wordings; here they are only changed."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in ("view", "change") and super().user_has_permission(user, action)
