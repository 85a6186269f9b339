"""Everything about one person (GDPR Art. 15 and 20): what is held, why, from where, for whom and for how long.

Rooms answer for what they hold (personal_data.py) and for how long they keep it (retention.py); nothing is listed
here that they could name themselves.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from editorial.models import PublisherSettings
from subscribers import mail, personal_data, retention
from subscribers.models import ConsentEvent, Subscriber

from . import evidence

# What machines read names its own shape, so that a later one is not taken for it.
FORMAT = "pollenpost-personal-data/1"

A_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
A_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\S*")


@transaction.atomic
def everything(subscriber: Subscriber) -> dict[str, Any]:
    """Plain values in the active language; JSON can hold them.

    The outer keys are fixed; the rows below `held` have keys that a reader understands.
    """
    return {
        "format": FORMAT,
        "made_at": localtime().isoformat(timespec="seconds"),
        "controller": _controller(),
        "held": [
            {"key": holding.key, "label": str(holding.label), "rows": holding.collect(subscriber)}
            for holding in personal_data.holdings()
        ],
        "sources": sources(subscriber),
        "purposes": purposes(),
        "retention": [_kept(rule) for rule in retention.rules()],
        "profiling": _(
            "Only with your consent to pollen do we conclude from what you read which topics occupy you. Each "
            "text that you read or opened counts for its topics, longer ago counts less, and what you chose or "
            "refused yourself comes first. By that we choose what stands in your letter. Nothing else is decided "
            "by it, and nothing that has legal effects for you."
        ),
        "rights": rights(),
        "supervisory_authority": authority(),
    }


def _controller() -> dict[str, str]:
    publisher: PublisherSettings = mail.publisher()
    return {
        "name": publisher.name,
        "postal_address": publisher.postal_address,
        "represented_by": publisher.represented_by,
        "email": publisher.email,
        "phone": publisher.phone,
    }


def sources(subscriber: Subscriber) -> list[str]:
    """Where the data came from (Art. 15(1)(g)), as the evidence of the consents says it."""
    grants = ConsentEvent.objects.filter(subject=subscriber.subject, kind__in=ConsentEvent.GRANTING)
    found = [_source(event) for event in grants.order_by("position")]
    if ConsentEvent.objects.filter(subject=subscriber.subject, purpose__kind="pollen").exists():
        found.append(_("From your reading, for as long as your consent to pollen stood."))
    return list(dict.fromkeys(found))


def _source(event: ConsentEvent) -> str:
    day = date_format(localtime(event.at), "DATE_FORMAT")
    if event.kind == ConsentEvent.Kind.IMPORTED:
        origin = event.evidence.get("source") or event.evidence.get("file") or ""
        if origin:
            return _("On %(day)s from a list that was imported: %(origin)s.") % {"day": day, "origin": origin}
        return _("On %(day)s from a list that was imported.") % {"day": day}
    form = str(event.evidence.get("form", ""))
    if form.startswith("/"):
        return _("On %(day)s from you, by the form on the page %(form)s.") % {"day": day, "form": form}
    if form == "preferences":
        return _("On %(day)s from you, on the page of your settings.") % {"day": day}
    said = dict(zip(event.evidence, evidence.lines(event), strict=True))
    if "form" in said:
        return _("On %(day)s from you: %(way)s.") % {"day": day, "way": said["form"][1]}
    return _("On %(day)s from you.") % {"day": day}


def purposes() -> list[dict[str, Any]]:
    """What is done, on which ground, and who gets something of it (Art. 15(1)(a) and (c))."""
    rules = {rule.key: rule for rule in retention.rules()}
    return [
        {
            "name": str(activity.name),
            "purpose": str(activity.purpose),
            "data": str(activity.data),
            "basis": str(activity.basis),
            "recipients": str(activity.recipients),
            "kept": [_kept(rules[key]) for key in activity.rules if key in rules],
        }
        for activity in retention.activities()
    ]


def _kept(rule: retention.Rule) -> dict[str, Any]:
    return {"what": str(rule.what), "days": rule.days(), "how_long": _how_long(rule.days()), "why": str(rule.why)}


def _how_long(days: int) -> str:
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days} if days else _("not a day longer")


def rights() -> list[dict[str, str]]:
    """What a person may ask for, with the article and where it is done."""
    return [
        {"right": _("See and take along what is held"), "law": _("GDPR Art. 15 and 20"), "where": "my_data"},
        {"right": _("Correct it"), "law": _("GDPR Art. 16"), "where": "preferences"},
        {"right": _("Have it erased"), "law": _("GDPR Art. 17"), "where": "erase"},
        {"right": _("Have its use restricted"), "law": _("GDPR Art. 18"), "where": "objections"},
        {"right": _("Object to profiling"), "law": _("GDPR Art. 21"), "where": "objections"},
        {"right": _("Withdraw any consent"), "law": _("GDPR Art. 7(3)"), "where": "preferences"},
        {"right": _("Complain to a supervisory authority"), "law": _("GDPR Art. 77"), "where": ""},
    ]


def authority() -> str:
    named = mail.publisher().supervisory_authority.strip()
    return named or _(
        "You may complain to any data protection authority, for example that of the state where you live or work."
    )


# --- For people ---------------------------------------------------------------------------------------


def readable(rows: Iterable[dict[str, Any]]) -> list[list[tuple[str, str]]]:
    """The rows of a holding as pairs of words; what is empty is left out."""
    return [
        [(key, in_words(value)) for key, value in row.items() if value not in (None, "", [], {})] for row in rows
    ]


def in_words(value: Any) -> str:
    """One value as a person reads it: days and moments written out, lists in a row."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        # The only inner records are pieces of evidence, whose keys are the program's own.
        return "; ".join(
            f"{evidence.LABELS.get(key, key)}: {in_words(evidence.named(key, inner))}"
            for key, inner in value.items()
        )
    if isinstance(value, list | tuple):
        return ", ".join(in_words(inner) for inner in value)
    if isinstance(value, float):
        return number_format(round(value, 3))
    return _moment(value) if isinstance(value, str) else str(value)


def _moment(text: str) -> str:
    try:
        if A_DAY.fullmatch(text):
            return date_format(date.fromisoformat(text), "DATE_FORMAT")
        if A_MOMENT.fullmatch(text):
            moment = datetime.fromisoformat(text)
            return date_format(localtime(moment) if timezone.is_aware(moment) else moment, "DATETIME_FORMAT")
    except ValueError:
        pass
    return text
