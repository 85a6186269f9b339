"""For tests that really commit: they leave an empty database behind, without what the migrations had put there."""

from django.db import connection
from wagtail.models import Collection, Locale, Page


def lay_ground() -> None:
    """Wagtail's root page, root collection and locale, if they are gone."""
    Locale.objects.get_or_create(language_code="de")
    if not Page.objects.filter(depth=1).exists():
        Page.add_root(instance=Page(title="Root", slug="root"))
    if not Collection.objects.filter(depth=1).exists():
        Collection.add_root(instance=Collection(name="Root"))


def empty_ledger() -> None:
    """Empties the consent ledger, whose triggers would refuse the DELETE with which SQLite is flushed.

    PostgreSQL is flushed with TRUNCATE, which row triggers do not see.
    """
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'consent_ledger_no_%'"
        )
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute("DELETE FROM subscribers_consentevent")
        for _name, sql in triggers:
            cursor.execute(sql)
