"""Published wordings refuse UPDATE and DELETE, and on PostgreSQL neither they nor the ledger can be truncated.

A draft (published_at is NULL) stays free. TRUNCATE of a table that holds nothing to protect is let pass: it destroys
nothing, and test suites flush with it.

On SQLite Django changes a table by making a new one, and its triggers go with the old one: a migration that alters
these tables must set them anew.
"""

from django.db import migrations

SQLITE_UP = [
    f"""CREATE TRIGGER published_wording_no_{verb} BEFORE {verb} ON subscribers_wording
        WHEN OLD.published_at IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'a published wording is never changed'); END"""
    for verb in ("update", "delete")
]
SQLITE_DOWN = [f"DROP TRIGGER published_wording_no_{verb}" for verb in ("update", "delete")]

POSTGRES_UP = [
    """CREATE FUNCTION published_wording_is_never_changed() RETURNS trigger AS $$
       BEGIN RAISE EXCEPTION 'a published wording is never changed'; END $$ LANGUAGE plpgsql""",
    """CREATE TRIGGER published_wording_no_change BEFORE UPDATE OR DELETE ON subscribers_wording
       FOR EACH ROW WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION published_wording_is_never_changed()""",
    """CREATE FUNCTION published_wordings_are_not_truncated() RETURNS trigger AS $$
       BEGIN
         IF EXISTS (SELECT 1 FROM subscribers_wording WHERE published_at IS NOT NULL) THEN
           RAISE EXCEPTION 'a published wording is never changed';
         END IF;
         RETURN NULL;
       END $$ LANGUAGE plpgsql""",
    """CREATE TRIGGER published_wording_no_truncate BEFORE TRUNCATE ON subscribers_wording
       FOR EACH STATEMENT EXECUTE FUNCTION published_wordings_are_not_truncated()""",
    """CREATE FUNCTION consent_ledger_is_not_truncated() RETURNS trigger AS $$
       BEGIN
         IF EXISTS (SELECT 1 FROM subscribers_consentevent) THEN
           RAISE EXCEPTION 'the consent ledger is append-only';
         END IF;
         RETURN NULL;
       END $$ LANGUAGE plpgsql""",
    """CREATE TRIGGER consent_ledger_no_truncate BEFORE TRUNCATE ON subscribers_consentevent
       FOR EACH STATEMENT EXECUTE FUNCTION consent_ledger_is_not_truncated()""",
]
POSTGRES_DOWN = [
    "DROP TRIGGER consent_ledger_no_truncate ON subscribers_consentevent",
    "DROP FUNCTION consent_ledger_is_not_truncated()",
    "DROP TRIGGER published_wording_no_truncate ON subscribers_wording",
    "DROP FUNCTION published_wordings_are_not_truncated()",
    "DROP TRIGGER published_wording_no_change ON subscribers_wording",
    "DROP FUNCTION published_wording_is_never_changed()",
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
    dependencies = [("subscribers", "0004_no_readers_in_the_search_index")]
    operations = [migrations.RunPython(up, down)]
