"""What the log of exports holds about a reader (see subscribers/personal_data.py). Their files are not kept."""

from typing import Any

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from subscribers.holdings import moment
from subscribers.models import Subscriber
from subscribers.personal_data import Holding, register

from .models import Export

# Takes the place of a pseudonym in the log, so that the number of rows that left the house stays true.
ERASED = "erased"


def _exports_of(subscriber: Subscriber) -> QuerySet[Export]:
    """Exports with this reader in them. SQLite knows no `contains` for JSON; every database reads it as text."""
    exports = Export.objects.alias(said=Cast("subjects", TextField()))
    return exports.filter(said__contains=str(subscriber.subject))


def _exports(subscriber: Subscriber) -> list[dict[str, Any]]:
    return [
        {
            gettext("at"): moment(export.at),
            gettext("topic"): export.topic.label,
            gettext("purpose"): export.purpose.label,
        }
        for export in _exports_of(subscriber).select_related("topic", "purpose")
    ]


def _erase(subscriber: Subscriber) -> int:
    subject = str(subscriber.subject)
    exports = list(_exports_of(subscriber).select_for_update())
    for export in exports:
        export.subjects = [ERASED if one == subject else one for one in export.subjects]
        export.save(update_fields=["subjects"])
    return len(exports)


register(
    Holding(
        key="exports",
        label=_("lists taken out of the house"),
        models=("segments.Export",),
        collect=_exports,
        erase=_erase,
        order=60,
    )
)
