from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from editorial.forms import AddressForm
from editorial.rights import works_on_pages
from magazine import issue_files_admin  # noqa: F401  (registers its hooks)
from magazine.models import Section
from magazine.views import planning
from magazine.views.dashboard import NextIssuePanel


class SectionViewSet(SnippetViewSet):
    model = Section
    icon = "list-ol"
    menu_label = _("Sections")
    menu_order = 205
    add_to_admin_menu = True
    list_display = ["name", "description", "position"]
    ordering = ["position", "name"]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("description"),
            FieldPanel("name_en"),
            FieldPanel("description_en"),
            FieldPanel("position", help_text=_("The smallest stands first in the list of sections.")),
            FieldPanel("slug"),
        ],
        base_form_class=AddressForm,
    )


register_snippet(SectionViewSet)


class PlanningMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return works_on_pages(request.user)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path("planung/", planning.index, name="magazine_planning"),
        path("planung/neu/", planning.frame, name="magazine_frame"),
        path("planung/<int:pk>/", planning.move, name="magazine_move"),
    ]


@hooks.register("register_admin_menu_item")
def planning_item() -> MenuItem:
    return PlanningMenuItem(
        _("Planning"), reverse("magazine_planning"), name="planning", icon_name="calendar-alt", order=150
    )


@hooks.register("construct_homepage_panels")
def next_issue_first(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(NextIssuePanel())
