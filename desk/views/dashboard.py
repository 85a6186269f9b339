"""The desk on the first page of the admin: how many cases are open, and which is due next."""

from collections.abc import Mapping
from typing import Any

from django import forms
from wagtail.admin.ui.components import Component

from desk.models import Case
from desk.policies import may_look


class DeskPanel(Component):
    name = "desk"
    order = 110
    template_name = "desk/admin/panel.html"

    @property
    def media(self) -> forms.Media:
        return forms.Media(css={"all": ["css/admin.css", "css/desk_admin.css"]})

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        cases = list(Case.objects.open().by_deadline())
        return {
            "open": len(cases),
            "next": cases[0] if cases else None,
            "over": sum(c.light == "over" for c in cases),
        }

    def render_html(self, parent_context: Mapping[str, Any] | None = None) -> str:
        if parent_context is None or not may_look(parent_context["request"].user):
            return ""
        return super().render_html(parent_context)
