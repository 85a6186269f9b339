"""One grain, one statement: it asks the consent, takes off what the day holds already, and writes the row.

On PostgreSQL a few words go before it in the same message: a grain costs one round trip and one transaction
(docs/decisions/0036). On SQLite only one writes at a time anyway.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from pollen.models import Grain
from pollen.weights import STEPS, WEIGHTS
from subscribers.models import ConsentEvent, Purpose, Subscriber

from .planned import Planned

# Ours among the advisory locks of PostgreSQL; the second half of the number is the reader.
_LOCKS = 0x6772_6169

# The row of the reader is held as a withdrawal holds it (consent.lock): the statement after this one looks at the
# ledger wholly before the withdrawal, which then deletes the grain, or wholly after it. A folding holds readers in
# a way that leaves this lock free. The other lock makes the same reader's beacons wait for each other: two tabs
# that are closed at once would not see each other's grain. It comes second, as where somebody holds the row
# already (acting); in one SELECT PostgreSQL would call the function first and lock the row last.
_HOLD = f"""
WITH held AS MATERIALIZED (SELECT id FROM subscribers_subscriber WHERE subject = %(subject)s FOR KEY SHARE)
SELECT pg_advisory_xact_lock({_LOCKS}, hashtext(%(subject)s::text)) FROM held
"""  # noqa: S608 - a number of ours
# What is promised outlives every process of ours, not the database server. Nobody waits for its disk.
_UNHURRIED = "SET LOCAL synchronous_commit TO off"

_NOTE = """
INSERT INTO pollen_grain (subscriber_id, readable_id, kind, weight, at, day, folded)
SELECT noted.reader, noted.page, %(kind)s, noted.weight, %(at)s, %(day)s, FALSE
  FROM (SELECT reader.id AS reader, page.id AS page, {weight} AS weight
          FROM subscribers_subscriber reader, wagtailcore_page page
         WHERE reader.subject = %(subject)s AND reader.restricted_at IS NULL AND reader.pollen_paused_at IS NULL
           AND page.id = %(readable)s AND page.live
           AND EXISTS (SELECT 1 FROM subscribers_consentstate state
                        WHERE state.subject = reader.subject AND state.kind IN ({granting})
                          AND state.purpose_id = (SELECT id FROM subscribers_purpose WHERE key = %(purpose)s))
       ) noted
 WHERE {condition}
    ON CONFLICT DO NOTHING
"""
_WHAT_IS_MORE = """%(weight)s - COALESCE((
    SELECT SUM(earlier.weight) FROM pollen_grain earlier
     WHERE earlier.subscriber_id = reader.id AND earlier.readable_id = page.id
       AND earlier.day = %(day)s AND earlier.kind IN ({steps})), 0)"""


def _words(values: tuple[str, ...]) -> str:
    return ", ".join(f"'{value}'" for value in values)


_GRANTING = _words(ConsentEvent.GRANTING)
# Less than any step adds, more than floating-point numbers lose.
_NOTE_STEP = _NOTE.format(
    weight=_WHAT_IS_MORE.format(steps=_words(STEPS)), granting=_GRANTING, condition="noted.weight > 1e-9"
)
_NOTE_OTHER = _NOTE.format(weight="%(weight)s", granting=_GRANTING, condition="TRUE")

_TYPES = {
    "subject": "uuid",
    "readable": "bigint",
    "kind": "varchar",
    "weight": "float8",
    "at": "timestamptz",
    "day": "date",
    "purpose": "varchar",
}
_PLANNED = {
    _NOTE_STEP: Planned("pollen_note_step", _TYPES, _HOLD, _NOTE_STEP, before=_UNHURRIED),
    _NOTE_OTHER: Planned("pollen_note_other", _TYPES, _HOLD, _NOTE_OTHER, before=_UNHURRIED),
}


def note(subject: UUID, readable: int, kind: Grain.Kind, at: datetime | None = None) -> bool:
    """Whether a grain was written: the reader agrees, the page is published, and the day did not hold it yet.

    `readable` is the id of an original. Saying the same again changes nothing, so it may be said again.
    """
    at = at or timezone.now()
    values = {
        "subject": Subscriber._meta.get_field("subject").get_db_prep_value(subject, connection),
        "readable": readable,
        "kind": kind.value,
        "weight": WEIGHTS[kind],
        "at": connection.ops.adapt_datetimefield_value(at),
        "day": connection.ops.adapt_datefield_value(timezone.localdate(at)),
        "purpose": Purpose.POLLEN,
    }
    statement = _NOTE_STEP if kind in STEPS else _NOTE_OTHER
    if connection.in_atomic_block:
        return _written(statement, values)
    # Django would ask a kept connection whether it is alive before each use. A grain may be said twice instead.
    connection.health_check_done = True  # type: ignore[attr-defined]
    try:
        return _written(statement, values)
    except (OperationalError, InterfaceError):
        connection.close_if_unusable_or_obsolete()
        return _written(statement, values)


def _written(statement: str, values: dict[str, Any]) -> bool:
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.execute(statement, values)
            return cursor.rowcount > 0
        # In somebody else's transaction it is theirs to say what they wait for.
        if connection.in_atomic_block or not _PLANNED[statement].execute(cursor, values):
            cursor.execute(f"{_HOLD}; {statement}", values)
        while cursor.nextset():
            pass
        return cursor.rowcount > 0
