from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from magazine.models import Section


class SectionViewSet(SnippetViewSet):
    model = Section
    icon = "list-ol"
    menu_label = _("Sections")
    menu_order = 205
    add_to_admin_menu = True
    list_display = ["name", "description", "position"]
    ordering = ["position", "name"]
    panels = [FieldPanel("name"), FieldPanel("description"), FieldPanel("position"), FieldPanel("slug")]


register_snippet(SectionViewSet)
