"""Parts of an EPUB's pages."""

from collections.abc import Sequence
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from magazine.exporting.document import Run

register = template.Library()

_TAGS = (("sub", "sub"), ("sup", "sup"), ("italic", "em"), ("bold", "strong"))


@register.filter
def runs(items: Sequence[Run]) -> SafeString:
    """Runs of text as XHTML."""
    return mark_safe("".join(_run(run) for run in items))


def _run(run: Run) -> str:
    html = escape(run["text"], quote=False).replace("\n", "<br/>")
    for style, tag in _TAGS:
        if run.get(style):
            html = f"<{tag}>{html}</{tag}>"
    if "to" in run:
        return f'<a href="{escape(run["to"])}.xhtml">{html}</a>'
    if "url" in run:
        return f'<a href="{escape(run["url"])}">{html}</a>'
    return html
