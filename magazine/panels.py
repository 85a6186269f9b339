"""Panels of the editors' forms."""

from typing import Any

from django.urls import reverse
from wagtail.admin.panels import Panel


class IssueFilesPanel(Panel):
    """What became of the issue's PDF and EPUB, and what is missing in them. Read only: forms cannot be nested."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "magazine/admin/issue_files_panel.html"

        def is_shown(self) -> bool:
            return bool(super().is_shown() and self.instance.pk)

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            context["issue"] = self.instance
            context["files"] = self.instance.files.order_by("-kind")
            context["address"] = reverse("issue_files_manage", args=[self.instance.pk])
            return context
