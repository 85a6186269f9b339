from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from editorial.forms import AddressForm
from editorial.marks import svg
from editorial.models import Author, Topic


class MarkColumn(Column):
    """The topic with its drawn grain."""

    def get_value(self, instance: Topic) -> SafeString:
        return format_html('<span class="pp-mark">{}</span>', SafeString(svg(instance.grain, 28)))


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "tag"
    menu_label = _("Topics")
    menu_order = 10
    list_display = [
        "label_de",
        MarkColumn("mark", label=_("Mark")),
        "label_en",
        "parent",
        Column("state", label=capfirst(_("state")), accessor="get_state_display", sort_key="state"),
    ]
    list_filter = ["state"]
    search_fields = ["label_de", "label_en", "synonyms"]
    search_backend_name = None
    ordering = ["label_de"]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("label_de"), FieldPanel("label_en")]),
            FieldPanel("description"),
            FieldPanel("synonyms"),
            FieldRowPanel([FieldPanel("parent"), FieldPanel("state")]),
            MultiFieldPanel([FieldPanel("mark_seed"), FieldPanel("slug")], heading=_("Mark and address")),
        ],
        base_form_class=AddressForm,
    )


class AuthorViewSet(SnippetViewSet):
    model = Author
    icon = "user"
    menu_label = _("Authors")
    menu_order = 20
    list_display = ["name", "role"]
    search_fields = ["name", "role"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("role"),
            FieldPanel("bio"),
            FieldPanel("portrait"),
            FieldPanel("slug"),
        ],
        base_form_class=AddressForm,
    )


class EditorialGroup(SnippetViewSetGroup):
    items = [TopicViewSet, AuthorViewSet]
    menu_label = _("Topics, authors")
    menu_name = "editorial"
    menu_icon = "edit"
    menu_order = 200
