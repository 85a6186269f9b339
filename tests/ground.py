"""For tests that really commit: they leave an empty database behind, without what the migrations had put there."""

from django.db import connection, transaction
from wagtail.models import Collection, Locale, Page

# In this order, for each refers to the next.
PROTECTED = [
    "contributions_notice",
    "contributions_contribution",
    "subscribers_signup_wordings",
    "subscribers_importrun_wordings",
    "subscribers_permissionask",
    "subscribers_permissioncampaign",
    "subscribers_consentstate",
    "subscribers_consentevent",
    "subscribers_wording",
]


def lay_ground() -> None:
    """Wagtail's root page, root collection and locale, if they are gone."""
    Locale.objects.get_or_create(language_code="de")
    if not Page.objects.filter(depth=1).exists():
        Page.add_root(instance=Page(title="Root", slug="root"))
    if not Collection.objects.filter(depth=1).exists():
        Collection.add_root(instance=Collection(name="Root"))


@transaction.atomic
def empty_ledger() -> None:
    """Empties the consent ledger and the wordings, whose triggers would refuse to be flushed."""
    lift, restore = _on_sqlite() if connection.vendor == "sqlite" else _on_postgres()
    with connection.cursor() as cursor:
        for statement in [*lift, *(f"DELETE FROM {table}" for table in PROTECTED), *restore]:  # noqa: S608
            cursor.execute(statement)


def _on_sqlite() -> tuple[list[str], list[str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = [(name, sql) for table, name, sql in cursor.fetchall() if table in PROTECTED]
    return [f"DROP TRIGGER {name}" for name, _sql in triggers], [sql for _name, sql in triggers]


def _on_postgres() -> tuple[list[str], list[str]]:
    def switch(action: str) -> list[str]:
        return [f"ALTER TABLE {table} {action} TRIGGER USER" for table in PROTECTED]

    # A table that waits for a check of its foreign keys, put off to the end of the transaction, cannot be altered.
    return switch("DISABLE"), ["SET CONSTRAINTS ALL IMMEDIATE", *switch("ENABLE")]
