"""What the newsletters hold about a reader (see subscribers/personal_data.py)."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from editorial.models import ReadablePage
from pollen.services import reasons
from subscribers.holdings import deleted, moment
from subscribers.models import Subscriber
from subscribers.personal_data import Holding, register

from . import outbox
from .models import Delivery, HeldClick
from .services import history


def _deliveries_of(subscriber: Subscriber) -> QuerySet[Delivery]:
    return Delivery.objects.filter(subscriber_id=subscriber.pk)


def _deliveries(subscriber: Subscriber) -> list[dict[str, Any]]:
    rows = list(_deliveries_of(subscriber).select_related("edition__newsletter").order_by("-pk"))
    titles = _titles(pick["readable"] for row in rows for pick in row.picks)
    return [
        {
            gettext("newsletter"): row.edition.newsletter.name,
            gettext("edition"): row.edition.subject,
            gettext("state"): row.get_state_display(),
            gettext("sent"): moment(row.sent_at),
            gettext("personalised"): row.personalised,
            gettext("selection"): [_pick(pick, titles) for pick in row.picks],
            gettext("what the mail server said"): row.reply,
            gettext("first click"): moment(row.clicked_at),
            gettext("arm of the comparison"): row.get_arm_display(),
            gettext("texts that could have been chosen"): int(row.eligible or "0", 16).bit_count(),
        }
        for row in rows
    ]


def _titles(readables: Iterable[int]) -> dict[int, str]:
    return dict(ReadablePage.objects.filter(pk__in=set(readables)).values_list("pk", "title"))


def _pick(pick: dict[str, Any], titles: dict[int, str]) -> dict[str, str]:
    """Why something stood in a letter, in the words of the program's own record."""
    title = titles.get(pick["readable"], str(pick["readable"]))
    return {gettext("text"): title, gettext("reason"): pick.get("kind", reasons.EDITOR)}


def _held_clicks_of(subscriber: Subscriber) -> QuerySet[HeldClick]:
    return HeldClick.objects.filter(delivery__subscriber_id=subscriber.pk)


def _held_clicks(subscriber: Subscriber) -> list[dict[str, Any]]:
    rows = _held_clicks_of(subscriber).select_related("readable").order_by("-at")
    return [
        {
            gettext("text"): row.readable.title if row.readable else gettext("a link that people do not see"),
            gettext("at"): moment(row.at),
            gettext("by a known program"): row.known_agent,
        }
        for row in rows
    ]


def _erase_letters(address: str) -> None:
    outbox.forget(address)


register(
    Holding(
        key="deliveries",
        label=_("letters sent and on their way"),
        models=("newsletters.Delivery",),
        collect=_deliveries,
        erase=lambda subscriber: deleted(_deliveries_of(subscriber)),
        erase_files=_erase_letters,
        history=history.of_deliveries,
        order=40,
    )
)
register(
    Holding(
        key="held-clicks",
        label=_("clicks in letters that are not judged yet"),
        models=("newsletters.HeldClick",),
        collect=_held_clicks,
        erase=lambda subscriber: deleted(_held_clicks_of(subscriber)),
        # Before the deliveries, which would take them along uncounted.
        order=39,
    )
)
