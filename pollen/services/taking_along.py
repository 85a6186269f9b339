"""The profile as a file to take along (GDPR Art. 20): what is believed, what was said and what was noted.

Unlike the page, the file has the interests in topics, too, that the editors have not approved and no letter uses.
"""

import csv
from datetime import datetime
from io import StringIO
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from pollen.models import Interest
from subscribers.models import Subscriber
from subscribers.services.csv_cells import BYTE_ORDER_MARK, harmless

from .gains import days_between, decayed
from .overview import kept_grains

COLUMNS = ("part", "topic", "text", "word", "at", "weight", "acute", "lasting", "acute_now", "lasting_now")


def collected(subscriber: Subscriber, now: datetime | None = None) -> dict[str, Any]:
    """Strengths are in readings: as they were written at the moment `as_of`, and as they have faded since."""
    now = now or timezone.now()
    choices = subscriber.topic_choices.select_related("topic").order_by("topic__label_de")
    interests = Interest.objects.filter(subscriber=subscriber).select_related("topic")
    return {
        "made_at": now.isoformat(),
        "paused_since": subscriber.pollen_paused_at and subscriber.pollen_paused_at.isoformat(),
        "interests": [_interest(interest, now) for interest in interests.order_by("topic__label_de")],
        "choices": [
            {"topic": choice.topic.label, "stance": choice.stance, "at": choice.at.isoformat()}
            for choice in choices
        ],
        "notes": [
            {
                "text": grain.readable.title,
                "kind": grain.kind,
                "at": grain.at.isoformat(),
                "weight": grain.weight,
            }
            for grain in kept_grains(subscriber)
        ],
    }


def _interest(interest: Interest, now: datetime) -> dict[str, Any]:
    acute, lasting = decayed(interest.acute, interest.lasting, days_between(interest.as_of, now))
    return {
        "topic": interest.topic.label,
        "acute": round(interest.acute, 4),
        "lasting": round(interest.lasting, 4),
        "as_of": interest.as_of.isoformat(),
        "acute_now": round(acute, 4),
        "lasting_now": round(lasting, 4),
    }


def as_csv(subscriber: Subscriber) -> str:
    """One table for spreadsheets; the first column says what a row is about."""
    found = collected(subscriber)
    buffer = StringIO()
    buffer.write(BYTE_ORDER_MARK)
    writer = csv.DictWriter(buffer, COLUMNS, restval="", delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    parts = {
        gettext("interest"): [{**row, "at": row["as_of"]} for row in found["interests"]],
        gettext("choice"): [{**row, "word": row["stance"]} for row in found["choices"]],
        gettext("note"): [{**row, "word": row["kind"]} for row in found["notes"]],
    }
    for part, rows in parts.items():
        for row in rows:
            cells = {"part": part, **{name: value for name, value in row.items() if name in COLUMNS}}
            writer.writerow({name: harmless(str(value)) for name, value in cells.items()})
    return buffer.getvalue()
