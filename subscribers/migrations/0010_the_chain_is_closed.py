"""One event a place in the chain, and the triggers that keep the ledger append-only, set anew.

On SQLite a table that Django alters is a new table without its triggers.
"""

from django.db import migrations, models

SQLITE = [
    statement
    for verb in ("update", "delete")
    for statement in (
        f"DROP TRIGGER IF EXISTS consent_ledger_no_{verb}",
        f"""CREATE TRIGGER consent_ledger_no_{verb} BEFORE {verb} ON subscribers_consentevent
            BEGIN SELECT RAISE(ABORT, 'the consent ledger is append-only'); END""",
    )
] + [
    statement
    for verb in ("update", "delete")
    for statement in (
        f"DROP TRIGGER IF EXISTS published_wording_no_{verb}",
        f"""CREATE TRIGGER published_wording_no_{verb} BEFORE {verb} ON subscribers_wording
            WHEN OLD.published_at IS NOT NULL
            BEGIN SELECT RAISE(ABORT, 'a published wording is never changed'); END""",
    )
]
POSTGRES = [
    "DROP TRIGGER IF EXISTS consent_ledger_no_change ON subscribers_consentevent",
    """CREATE TRIGGER consent_ledger_no_change BEFORE UPDATE OR DELETE ON subscribers_consentevent
       FOR EACH ROW EXECUTE FUNCTION consent_ledger_is_append_only()""",
]


def lock(apps, schema_editor):
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRES}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("subscribers", "0009_events_are_chained")]
    operations = [
        migrations.AddConstraint(
            model_name="consentevent",
            constraint=models.UniqueConstraint(fields=["subject", "position"], name="one_event_a_place_in_the_chain"),
        ),
        migrations.RunPython(lock, migrations.RunPython.noop),
    ]
