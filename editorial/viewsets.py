from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from editorial.forms import AddressForm, TopicForm
from editorial.models import Author, Topic
from editorial.topic_listing import MarkColumn, TopicIndexView


class TopicViewSet(SnippetViewSet):
    model = Topic
    index_view_class = TopicIndexView
    icon = "tag"
    menu_label = _("Topics")
    menu_order = 10
    list_display = [
        "label_de",
        MarkColumn("mark", label=_("Mark")),
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
        base_form_class=TopicForm,
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
