"""Pages of the admin that are no lists of models, for those who may see what they show."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet


class GuardedMenuItem(MenuItem):
    permission = ""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(self.permission))


class GuardedPage(ViewSet):
    """One page behind one permission; the menu shows it to nobody else."""

    permission: ClassVar[str]

    @property
    def menu_item_class(self) -> type[MenuItem]:
        return type(f"{type(self).__name__}MenuItem", (GuardedMenuItem,), {"permission": self.permission})

    def answer(self, request: HttpRequest) -> HttpResponse:
        raise NotImplementedError

    def index(self, request: HttpRequest, *_args: Any) -> HttpResponse:
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        return self.answer(request)

    def get_urlpatterns(self) -> list[URLPattern]:
        return [path("", self.index, name="index")]
