from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from editorial.forms import AddressForm
from magazine.models import Section


class SectionViewSet(SnippetViewSet):
    model = Section
    icon = "list-ol"
    menu_label = _("Sections")
    menu_order = 205
    add_to_admin_menu = True
    list_display = ["name", "description", "position"]
    ordering = ["position", "name"]
    edit_handler = ObjectList(
        [FieldPanel("name"), FieldPanel("description"), FieldPanel("position"), FieldPanel("slug")],
        base_form_class=AddressForm,
    )


register_snippet(SectionViewSet)
