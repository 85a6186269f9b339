from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from subscribers.views.embedding import MAY_EMBED, embedding


class EmbeddingMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(MAY_EMBED))


class EmbeddingViewSet(ViewSet):
    """The form for other sites, for whoever may say which sites these are."""

    name = "embedded-form"
    icon = "code"
    menu_label = _("Form for other sites")
    menu_item_class = EmbeddingMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        return [path("", embedding, name="index")]
