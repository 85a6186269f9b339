from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.db.models import Model, ProtectedError
from django.db.models.deletion import Collector
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from editorial.check_report import check_report
from editorial.content_checker import use_text_checker
from editorial.languages import language_of
from editorial.models import ReadablePage
from editorial.rights import may_change_all
from editorial.topic_admin import urls as topic_urls

from .viewsets import EditorialGroup

register_snippet(EditorialGroup)


@hooks.register("before_serve_page")
def lead_to_translation(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse | None:
    """A text asked for below the prefix of another language is shown in that language if it was translated."""
    if language_of(page) == get_language():
        return None
    translated = page.localized
    return redirect(translated.get_url(request)) if translated.pk != page.pk else None


@hooks.register("before_delete_snippet")
def refuse_what_is_needed(request: HttpRequest, instances: Sequence[Any]) -> HttpResponse | None:
    """Not every protected relation stands in Wagtail's reference index; without this they end in an error 500."""
    for instance in instances:
        if _is_protected(instance):
            messages.error(
                request, _("“%(name)s” is still in use and cannot be deleted.") % {"name": str(instance)}
            )
            return redirect(instance.snippet_viewset.get_url_name("list"))
    return None


def _is_protected(instance: Model) -> bool:
    try:
        Collector(using="default").collect([instance])
    except ProtectedError:
        return True
    return False


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [path("pages/<int:pk>/pruefung/", check_report, name="editorial_check"), *topic_urls]


@hooks.register("register_page_header_buttons")
def check_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if issubclass(page.specific_class or Page, ReadablePage) and page.permissions_for_user(user).can_edit():
        url = reverse("editorial_check", args=[page.pk])
        yield Button(_("Check fields, pictures and links"), url, icon_name="glasses", priority=35)


hooks.register("construct_wagtail_userbar", use_text_checker)


@hooks.register("before_create_page")
def refuse_frames_to_authors(request: HttpRequest, parent: Page, page_class: type[Page]) -> HttpResponse | None:
    """Authors write texts. What holds others (the magazine, an issue, the blog) is made by editors."""
    if page_class.allowed_subpage_models() and not may_change_all(request.user):
        messages.error(request, _("Only editors make this kind of page. Write a text below one that is there."))
        return redirect("wagtailadmin_explore", parent.pk)
    return None
