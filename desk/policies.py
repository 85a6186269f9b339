"""Who may do what with cases."""

from typing import Any

from django.db.models import QuerySet
from wagtail.permission_policies import ModelPermissionPolicy


class CasePolicy(ModelPermissionPolicy):
    """Cases are looked at and typed in. What is done with one is done on its own page, step by step, and logged;
    nobody changes or deletes one behind its log, superusers included."""

    ACTIONS = ("view", "add")

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in self.ACTIONS and super().user_has_permission(user, action)

    def users_with_any_permission(self, actions: Any) -> QuerySet[Any]:
        return super().users_with_any_permission([action for action in actions if action in self.ACTIONS])


def may_look(user: Any) -> bool:
    return bool(user.has_perm("desk.view_case"))


def may_work(user: Any) -> bool:
    return bool(user.has_perm("desk.change_case"))
