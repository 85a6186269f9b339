"""The database itself keeps the consent ledger append-only: UPDATE and DELETE raise an error."""

from django.db import migrations

SQLITE_UP = [
    f"""CREATE TRIGGER consent_ledger_no_{verb} BEFORE {verb} ON subscribers_consentevent
        BEGIN SELECT RAISE(ABORT, 'the consent ledger is append-only'); END"""
    for verb in ("update", "delete")
]
SQLITE_DOWN = [f"DROP TRIGGER consent_ledger_no_{verb}" for verb in ("update", "delete")]

POSTGRES_UP = [
    """CREATE FUNCTION consent_ledger_is_append_only() RETURNS trigger AS $$
       BEGIN RAISE EXCEPTION 'the consent ledger is append-only'; END $$ LANGUAGE plpgsql""",
    """CREATE TRIGGER consent_ledger_no_change BEFORE UPDATE OR DELETE ON subscribers_consentevent
       FOR EACH ROW EXECUTE FUNCTION consent_ledger_is_append_only()""",
]
POSTGRES_DOWN = [
    "DROP TRIGGER consent_ledger_no_change ON subscribers_consentevent",
    "DROP FUNCTION consent_ledger_is_append_only()",
]


def _run(schema_editor, sqlite, postgres):
    statements = {"sqlite": sqlite, "postgresql": postgres}[schema_editor.connection.vendor]
    for statement in statements:
        schema_editor.execute(statement)


def up(apps, schema_editor):
    _run(schema_editor, SQLITE_UP, POSTGRES_UP)


def down(apps, schema_editor):
    _run(schema_editor, SQLITE_DOWN, POSTGRES_DOWN)


class Migration(migrations.Migration):
    dependencies = [("subscribers", "0001_subscribers_and_consent_ledger")]
    operations = [migrations.RunPython(up, down)]
