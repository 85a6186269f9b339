"""A person's history as one time line: what each room remembers of it, the newest first.

Rooms give their moments with their holdings (personal_data.py); this one gives declarations and chosen topics.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import nlargest
from itertools import islice

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from subscribers import personal_data
from subscribers.models import ConsentEvent, Subscriber
from subscribers.personal_data import Moment

from . import evidence

# So many of the newest moments are shown; a reader of ten years has thousands.
SHOWN = 200

KINDS: dict[str, str | Promise] = {
    "consent": gettext_lazy("Consent"),
    "topic": gettext_lazy("Topic"),
    "letter": gettext_lazy("Letter"),
    "grain": gettext_lazy("Reading"),
    "case": gettext_lazy("Case"),
}


@dataclass(frozen=True)
class TimeLine:
    moments: list[Moment]
    more: bool


def timeline(subscriber: Subscriber) -> TimeLine:
    """The newest moments of all rooms. Each room is asked for its newest alone."""
    told = (
        moment
        for holding in personal_data.holdings()
        for moment in islice(iter(holding.history(subscriber)), SHOWN + 1)
    )
    newest = nlargest(SHOWN + 1, told, key=lambda moment: moment.at)
    return TimeLine(newest[:SHOWN], more=len(newest) > SHOWN)


def of_consents(subscriber: Subscriber) -> Iterator[Moment]:
    """What was declared, and by what it can be shown."""
    events = ConsentEvent.objects.filter(subject=subscriber.subject).select_related("purpose", "wording__purpose")
    for event in events.order_by("-position")[: SHOWN + 1]:
        details = [f"{label}: {value}" for label, value in evidence.lines(event)]
        if event.wording:
            details.insert(0, _("Wording") + f": {event.wording}")
        link = reverse("consent-ledger:inspect", args=[event.pk])
        text = f"{event.purpose.label}: {event.get_kind_display()}"
        yield Moment(event.at, "consent", text, link, tuple(details))


def of_choices(subscriber: Subscriber) -> Iterator[Moment]:
    for choice in subscriber.topic_choices.select_related("topic").order_by("-at")[: SHOWN + 1]:
        yield Moment(choice.at, "topic", f"{choice.topic.label}: {choice.get_stance_display()}")
