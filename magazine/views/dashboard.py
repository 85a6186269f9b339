"""The state of the next issue on the first page of the admin."""

from collections.abc import Mapping
from typing import Any

from django import forms
from wagtail.admin.ui.components import Component

from editorial.models import Topic
from editorial.rights import may_change_all, works_on_pages
from magazine.services.planning import next_issue
from magazine.services.readiness import concerns


class NextIssuePanel(Component):
    name = "next_issue"
    order = 100
    template_name = "magazine/admin/next_issue.html"

    @property
    def media(self) -> forms.Media:
        return forms.Media(css={"all": ["css/admin.css", "css/editors.css"]})

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        issue = next_issue()
        found = concerns(issue) if issue else []
        proposed = Topic.objects.filter(state=Topic.State.PROPOSED).count() if may_change_all(user) else 0
        return {
            "user": user,
            "issue": issue,
            "missing": [concern for concern in found if not concern.under_way],
            "under_way": [concern for concern in found if concern.under_way],
            "proposed_topics": proposed,
            "may_change_all": may_change_all(user),
        }

    def render_html(self, parent_context: Mapping[str, Any] | None = None) -> str:
        """Only for those who work on pages: a marketer's or an operator's first page stays theirs."""
        if parent_context is None or not works_on_pages(parent_context["request"].user):
            return ""
        return super().render_html(parent_context)
