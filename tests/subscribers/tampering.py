"""What somebody with the keys of the database could do: lift the triggers, change a row, set them again."""

from contextlib import contextmanager

from django.db import connection

TABLES = ("subscribers_consentevent", "subscribers_wording")


@contextmanager
def unlocked():
    lift, restore = _on_sqlite() if connection.vendor == "sqlite" else _on_postgres()
    with connection.cursor() as cursor:
        for statement in lift:
            cursor.execute(statement)
        yield cursor
        for statement in restore:
            cursor.execute(statement)


def tamper(statement, *values):
    """`{event}` and `{wording}` stand for the tables."""
    names = {"event": TABLES[0], "wording": TABLES[1]}
    with unlocked() as cursor:
        cursor.execute(statement.format(**names), values)
        assert cursor.rowcount


def _on_sqlite():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN (%s, %s)", TABLES
        )
        triggers = cursor.fetchall()
    return [f"DROP TRIGGER {name}" for name, _sql in triggers], [sql for _name, sql in triggers]


def _on_postgres():
    # A table that waits for a check of its foreign keys, put off to the end of the transaction, cannot be altered.
    checked = "SET CONSTRAINTS ALL IMMEDIATE"
    lift = [checked, *(f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in TABLES)]
    return lift, [checked, *(f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in TABLES)]
