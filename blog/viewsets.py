from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from editorial.forms import AddressForm

from .models import Series


class PartsColumn(Column):
    def get_value(self, instance: Series) -> int:
        return instance.stories.filter(live=True).count()


class SeriesViewSet(SnippetViewSet):
    model = Series
    icon = "list-ol"
    menu_label = _("Series")
    menu_order = 206
    add_to_admin_menu = True
    list_display = ["name", PartsColumn("parts", label=_("Published stories"))]
    search_fields = ["name", "name_en"]
    search_backend_name = None
    ordering = ["name"]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("name"), FieldPanel("name_en")]),
            MultiFieldPanel(
                [FieldPanel("description"), FieldPanel("description_en")], heading=_("What holds it together")
            ),
            FieldPanel("slug"),
        ],
        base_form_class=AddressForm,
    )
