"""Links the events that were entered before there was a chain, and works out the present state of each consent.

The database refuses UPDATE of the ledger; this one time it is let pass, and 0010 shuts the door again.
"""

import hashlib
import json
from datetime import UTC

from django.db import migrations

BATCH = 2000
UNLOCK = {
    "sqlite": [f"DROP TRIGGER IF EXISTS consent_ledger_no_{verb}" for verb in ("update", "delete")],
    "postgresql": ["DROP TRIGGER IF EXISTS consent_ledger_no_change ON subscribers_consentevent"],
}


def chain(apps, schema_editor):
    for statement in UNLOCK[schema_editor.connection.vendor]:
        schema_editor.execute(statement)
    event_model = apps.get_model("subscribers", "ConsentEvent")
    wordings = apps.get_model("subscribers", "Wording").objects.select_related("purpose")
    fingerprints = {wording.pk: _fingerprint(wording) for wording in wordings}
    changed, last = [], None
    for event in event_model.objects.order_by("subject", "pk").iterator(BATCH):
        same = last is not None and last.subject == event.subject
        event.position = last.position + 1 if same else 1
        event.previous = last.hash if same else ""
        event.hash = _seal(event, fingerprints)
        changed.append(event)
        last = event
        if len(changed) == BATCH:
            _write(apps, changed)
            changed = []
    _write(apps, changed)


def _write(apps, events):
    if not events:
        return
    apps.get_model("subscribers", "ConsentEvent").objects.bulk_update(events, ["position", "previous", "hash"], 500)
    state_model = apps.get_model("subscribers", "ConsentState")
    last = {(event.subject, event.purpose_id): event for event in events}
    state_model.objects.bulk_create(
        [
            state_model(
                subject=event.subject,
                purpose_id=event.purpose_id,
                kind=event.kind,
                wording_id=event.wording_id,
                at=event.at,
                event_id=event.pk,
                position=event.position,
            )
            for event in last.values()
        ],
        update_conflicts=True,
        unique_fields=["subject", "purpose"],
        update_fields=["kind", "wording", "at", "event", "position"],
    )


def _seal(event, fingerprints):
    wording = [event.wording_id, fingerprints[event.wording_id]] if event.wording_id else None
    at = event.at.astimezone(UTC).isoformat(timespec="microseconds")
    said = [event.subject.hex, event.position, event.purpose_id, event.kind, wording, at, event.evidence]
    line = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{event.previous}\n{line}".encode()).hexdigest()


def _fingerprint(wording):
    said = [
        wording.purpose.key,
        wording.language,
        wording.version,
        wording.text,
        wording.yes_means,
        wording.no_means,
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


class Migration(migrations.Migration):
    dependencies = [("subscribers", "0008_the_life_cycle")]
    operations = [migrations.RunPython(chain, migrations.RunPython.noop)]
