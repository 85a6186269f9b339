"""Purposes in the admin. New ones come with a newsletter; here they are named, put in order and offered or not."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from subscribers.models import Purpose

from .thrifty import ThriftyList


class PurposeForm(WagtailAdminModelForm):
    class Meta:
        model = Purpose
        fields = ["label_de", "label_en", "active", "position"]
        help_texts = {
            "active": _("Whether the sign-up form and the preferences ask for it. Consents that stand go on."),
            "position": _("Smaller numbers stand first in the forms."),
        }


class PurposeIndexView(ThriftyList, IndexView):
    """Scrolls within itself on a telephone."""


class PurposeViewSet(ModelViewSet):
    model = Purpose
    index_view_class = PurposeIndexView
    name = "purposes"
    icon = "list-ul"
    menu_label = _("Purposes")
    copy_view_enabled = False
    inspect_view_enabled = False
    list_display = ["__str__", "key", "kind", BooleanColumn("active", label=_("offered")), "position"]
    ordering = ["position", "pk"]

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return PurposeForm
