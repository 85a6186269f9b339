"""Who of the staff looked at whose data (GDPR Art. 5(2), 32): noted before it is shown."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from subscribers.models import PersonalView, Subscriber

# So many looks are shown on a reader's page; all of them are kept, and told when the reader asks.
SHOWN = 20

WHAT = {
    "page": _("the reader’s page"),
    "proof": _("the printed proof"),
    "preview": _("a letter as the reader gets it"),
    "case": _("a case"),
}


def note(by: Any, subscriber: Subscriber, what: str) -> None:
    """`what` is a key of WHAT, or another word of at most 20 letters."""
    PersonalView.objects.create(by=by, subscriber=subscriber, what=what)


def looks(subscriber: Subscriber) -> list[dict[str, Any]]:
    """The last looks, the newest first."""
    views = PersonalView.objects.filter(subscriber=subscriber).select_related("by").order_by("-pk")[:SHOWN]
    return [{"at": view.at, "by": view.by, "what": WHAT.get(view.what, view.what)} for view in views]
