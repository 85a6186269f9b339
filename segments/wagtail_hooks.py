from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from segments import views


class SegmentsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("segments.view_segments"))


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path("segments/", views.index, name="segments_index"),
        path("segments/<slug:slug>/export/", views.export, name="segments_export"),
    ]


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return SegmentsMenuItem(
        _("Segments"), reverse("segments_index"), name="segments", icon_name="group", order=230
    )
