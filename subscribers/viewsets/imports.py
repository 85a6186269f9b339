"""Imports of readers in the menu of the admin."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from subscribers.views import imports

from .guarded_page import GuardedPage

PERMISSION = "subscribers.add_importrun"


def _guarded(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """For those who may import; lists of people stay out of every cache."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    return answer


class ImportsPage(GuardedPage):
    name = "imports"
    icon = "upload"
    menu_label = _("Import")
    permission = PERMISSION

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", _guarded(imports.index), name="index"),
            path("new/", _guarded(imports.upload), name="upload"),
            path("<int:pk>/", _guarded(imports.run), name="run"),
            path("<int:pk>/progress/", _guarded(imports.progress), name="progress"),
            path("<int:pk>/rejected.csv", _guarded(imports.rejected), name="rejected"),
        ]
