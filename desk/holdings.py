"""What the desk holds about a reader (subscribers/personal_data.py)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import lazystr
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from subscribers import personal_data
from subscribers.models import Subscriber
from subscribers.personal_data import Holding, Moment

from .models import Case
from .services import forgetting


def collect(subscriber: Subscriber) -> list[dict[str, Any]]:
    cases = Case.objects.of(subscriber).prefetch_related("letters", "entries")
    return [_row(case) for case in cases]


def _row(case: Case) -> dict[str, Any]:
    return {
        _("number"): case.number,
        _("kind"): case.get_kind_display(),
        _("came by"): case.get_channel_display(),
        _("received"): case.received_at.isoformat(),
        _("answer due on"): case.due_on.isoformat(),
        _("state"): case.get_state_display(),
        _("name"): case.name,
        _("mail address"): case.email,
        _("what the person wrote"): case.text,
        _("letters"): [
            {
                _("kind"): letter.get_kind_display(),
                _("sent"): letter.sent_at.isoformat() if letter.sent_at else None,
                _("wording of the letter"): letter.words,
            }
            for letter in case.letters.all()
        ],
        _("log"): [
            {_("at"): entry.at.isoformat(), _("what"): entry.get_what_display(), _("text"): entry.text}
            for entry in case.entries.all()
        ],
    }


def history(subscriber: Subscriber) -> Iterable[Moment]:
    return sorted(_moments(subscriber), key=lambda moment: moment.at, reverse=True)


def _moments(subscriber: Subscriber) -> Iterable[Moment]:
    for case in Case.objects.of(subscriber):
        link = reverse("cases:inspect", args=[case.pk])
        yield Moment(case.received_at, "case", _("Case %(case)s received") % {"case": case}, link)
        if case.closed_at:
            said = {"case": case, "outcome": case.get_outcome_display()}
            yield Moment(case.closed_at, "case", _("Case %(case)s closed: %(outcome)s") % said, link)


def addresses() -> Iterable[tuple[str, datetime]]:
    """With the last moment at which the person is known to have been there."""
    known = Case.objects.exclude(email="").annotate(known=Coalesce("identity_confirmed_at", "received_at"))
    return known.values_list("email", "known").iterator()


def register() -> None:
    personal_data.register(
        Holding(
            key="cases",
            label=gettext_lazy("Requests, questions and complaints"),
            models=("desk.Case", "desk.Step", "desk.Letter", "desk.CaseEntry", "desk.Reminder"),
            collect=collect,
            erase=forgetting.cut,
            history=history,
            stays=format_lazy(
                gettext_lazy(
                    "Number, kind, dates and outcome of each request, without name, address and text, for {days} "
                    "days after its end: we must be able to show that we answer requests (GDPR Art. 5(2))."
                ),
                days=lazystr(settings.CASE_DAYS),
            ),
            addresses=addresses,
            order=80,
        )
    )
