"""What pollen holds about a reader (see subscribers/personal_data.py).

All of it is shown, also while the processing is restricted or no consent stands: a right of access asks what
there is, not what may be used.
"""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from editorial.models import ReadablePage, Topic
from subscribers.holdings import deleted, moment
from subscribers.models import Subscriber
from subscribers.personal_data import Holding, register

from .models import Grain, Interest, Suggestion
from .services import history, reasons


def _grains_of(subscriber: Subscriber) -> QuerySet[Grain]:
    return Grain.objects.filter(subscriber_id=subscriber.pk)


def _grains(subscriber: Subscriber) -> list[dict[str, Any]]:
    return [
        {
            gettext("at"): moment(grain.at),
            gettext("kind"): grain.get_kind_display(),
            gettext("text"): grain.readable.title,
        }
        for grain in _grains_of(subscriber).select_related("readable").order_by("-at")
    ]


def _interests_of(subscriber: Subscriber) -> QuerySet[Interest]:
    return Interest.objects.filter(subscriber_id=subscriber.pk)


def _interests(subscriber: Subscriber) -> list[dict[str, Any]]:
    return [
        {
            gettext("topic"): interest.topic.label,
            gettext("acute"): round(interest.acute, 3),
            gettext("lasting"): round(interest.lasting, 3),
            gettext("as of"): moment(interest.as_of),
        }
        for interest in _interests_of(subscriber).select_related("topic").order_by("topic__label_de")
    ]


register(
    Holding(
        key="grains",
        label=_("grains: what was read, and when"),
        models=("pollen.Grain",),
        collect=_grains,
        erase=lambda subscriber: deleted(_grains_of(subscriber)),
        history=history.of_grains,
        order=50,
    )
)
register(
    Holding(
        key="interests",
        label=_("interests worked out from the grains"),
        models=("pollen.Interest",),
        collect=_interests,
        erase=lambda subscriber: deleted(_interests_of(subscriber)),
        order=51,
    )
)


def _suggestions_of(subscriber: Subscriber) -> QuerySet[Suggestion]:
    return Suggestion.objects.filter(subscriber_id=subscriber.pk)


def _suggestions(subscriber: Subscriber) -> list[dict[str, Any]]:
    rows = list(_suggestions_of(subscriber).select_related("below").order_by("-at"))
    picks = [pick for row in rows for pick in row.picks]
    titles = dict(
        ReadablePage.objects.filter(pk__in={pick["readable"] for pick in picks}).values_list("pk", "title")
    )
    topics = Topic.objects.in_bulk({pick["topic"] for pick in picks if pick.get("topic")})
    return [
        {
            gettext("at"): moment(row.at),
            gettext("below"): row.below.title,
            gettext("suggested"): [
                {
                    gettext("text"): titles.get(pick["readable"], str(pick["readable"])),
                    gettext("reason"): reasons.sentence(pick, topics, subscriber.form_of_address),
                }
                for pick in row.picks
            ],
            gettext("texts that could have been chosen"): len(row.candidates),
        }
        for row in rows
    ]


register(
    Holding(
        key="suggestions",
        label=_("what was suggested to you below texts"),
        models=("pollen.Suggestion",),
        collect=_suggestions,
        erase=lambda subscriber: deleted(_suggestions_of(subscriber)),
        order=52,
    )
)
