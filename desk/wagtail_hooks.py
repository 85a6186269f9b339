from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from .models import Case
from .policies import CasePolicy
from .views import letters, working
from .views.dashboard import DeskPanel
from .viewsets import CaseViewSet

# Before the viewset is registered: it makes a fallback policy for models that have none.
register_permission_policy(Case, CasePolicy(Case))


@hooks.register("register_admin_viewset")
def cases() -> CaseViewSet:
    return CaseViewSet()


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path("desk/<int:pk>/step/<slug:key>/", working.step, name="desk_step"),
        path("desk/<int:pk>/identity/", working.show_identity, name="desk_identity"),
        path("desk/<int:pk>/note/", working.note, name="desk_note"),
        path("desk/<int:pk>/taken-back/", working.take_back, name="desk_take_back"),
        path("desk/<int:pk>/preferences/", working.show_preferences, name="desk_show_preferences"),
        path("desk/<int:pk>/correct/", working.correct, name="desk_correct"),
        path("desk/<int:pk>/lift/", working.lift, name="desk_lift"),
        path("desk/<int:pk>/letter/<slug:kind>/", letters.letter, name="desk_letter"),
    ]


@hooks.register("construct_homepage_panels")
def what_is_due(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(DeskPanel())
