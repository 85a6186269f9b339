"""What Wagtail's checker looks at in the preview: what an editor can mend, not how the site is built."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.userbar import ContentCheckerItem


class TextChecker(ContentCheckerItem):
    # Header, footer and the reader's own controls are the house's business; a test in the suite looks after them.
    axe_exclude = ["body > header", "body > footer", ".skip"]
    axe_run_only = [
        *ContentCheckerItem.axe_run_only,
        "identical-links-same-purpose",
        "image-alt",
        "image-redundant-alt",
        "list",
        "listitem",
    ]
    axe_messages = {
        **ContentCheckerItem.axe_messages,
        "identical-links-same-purpose": {
            "error_name": _("The same words lead to different pages"),
            "help_text": _("Let each link say where it leads"),
        },
        "image-alt": {
            "error_name": _("Picture without alternative text"),
            "help_text": _("Say what can be seen, or leave it empty on purpose for decoration"),
        },
        "image-redundant-alt": {
            "error_name": _("Alternative text repeats the words beside it"),
            "help_text": _("Say what can be seen; the caption is read aloud, too"),
        },
    }


def use_text_checker(request: HttpRequest, items: list[Any], page: Any) -> None:
    for at, item in enumerate(items):
        if isinstance(item, ContentCheckerItem):
            items[at] = TextChecker(in_editor=item.in_editor)
