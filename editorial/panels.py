"""Panels of the admin that several page types share."""

from typing import Any

from django import forms
from django.forms.widgets import Script
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.panels import FieldPanel

from editorial.marks import svg


class TopicsWidget(forms.CheckboxSelectMultiple):
    """Every topic with its mark, to be ticked; a field above the list narrows it down."""

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        topic = getattr(option["value"], "instance", None)
        if topic is not None:
            option["mark"] = mark_safe(svg(topic.grain, 24))
            option["proposed"] = topic.state == topic.State.PROPOSED
            # What may be typed to find it.
            option["words"] = " ".join([topic.label_de, topic.label_en, *topic.synonym_list]).casefold()
        return option

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        # Django's renderer of forms does not look into the project's templates.
        context = self.get_context(name, value, attrs)
        return render_to_string("editorial/admin/topics_widget.html", context)

    @property
    def media(self) -> forms.Media:
        names = ("js/topics_filter.js", "js/topic_suggestions.js")
        scripts: list[Any] = [Script(name, type="module") for name in names]
        return forms.Media(css={"all": ["css/editors.css", "css/topics_admin.css"]}, js=scripts)


class TopicsPanel(FieldPanel):
    """The topics of a page as a list with marks, with suggestions from the text above it."""

    def __init__(self, field_name: str = "topics", **kwargs: Any) -> None:
        kwargs.setdefault("widget", TopicsWidget)
        super().__init__(field_name, **kwargs)
