"""The evidence of a declaration in the words of who reads it."""

from datetime import datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from subscribers.models import ConsentEvent

# What the forms write into the evidence of a declaration. A key that is not here is shown as it is.
LABELS = {
    "form": gettext_lazy("Form"),
    "origin": gettext_lazy("Form on the site"),
    "began": gettext_lazy("Begun on the page"),
    "requested_at": gettext_lazy("Requested"),
    "requested": gettext_lazy("Requested"),
    "requested_from": gettext_lazy("Requested from the network"),
    "confirmed_at": gettext_lazy("Confirmed"),
    "confirmed_from": gettext_lazy("Confirmed from the network"),
    "date": gettext_lazy("Agreed, as the imported list says"),
    "source": gettext_lazy("Source, as the imported list says"),
    "wording": gettext_lazy("Wording, as the imported list says"),
    "import": gettext_lazy("Number of the import"),
    "file": gettext_lazy("Imported file"),
    "row": gettext_lazy("Row of the file"),
    "asked": gettext_lazy("Asked for"),
    "reason": gettext_lazy("Reason"),
    "via": gettext_lazy("By"),
    "case": gettext_lazy("Case"),
    "undoes": gettext_lazy("Undoes the declaration number"),
}
_FORMS = {
    "preferences": gettext_lazy("the page of the reader’s settings"),
    "import": gettext_lazy("an imported list"),
    "permission": gettext_lazy("the mail that asked for agreement to a new wording"),
    "unsubscribe": gettext_lazy("the link at the foot of a letter"),
    "one-click": gettext_lazy("the button of the mail program"),
    "mail": gettext_lazy("a mail that unsubscribes"),
    "undo": gettext_lazy("undone on the page after leaving"),
    "complaint": gettext_lazy("a complaint to the mail provider"),
}


def lines(event: ConsentEvent) -> list[tuple[str, str]]:
    """As (label, value), moments in the site's time zone to the second."""
    return [(str(LABELS.get(key, key)), _shown(key, value)) for key, value in event.evidence.items()]


def exactly(moment: datetime) -> str:
    """To the second and with its zone: 1.7.2026 12:00:00 CEST."""
    local = localtime(moment)
    return f"{local.day}.{local.month}.{local.year} {local:%H:%M:%S} {local.tzname()}"


def named(key: str, value: Any) -> Any:
    """A form of ours by the name that people know; every other value as it is."""
    if isinstance(value, str) and key in ("form", "via"):
        return str(_FORMS.get(value, value))
    return value


def _shown(key: str, value: Any) -> str:
    value = named(key, value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return str(value)
    return exactly(moment) if moment.tzinfo else str(value)
