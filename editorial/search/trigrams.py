"""PostgreSQL's pg_trgm, where it may be had: it finds similar words without reading all of them."""

from functools import lru_cache

from django.db import Error, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

_INDEX = "CREATE INDEX IF NOT EXISTS search_word_trigrams ON editorial_searchword USING gin (text gin_trgm_ops)"


def prepare(database: BaseDatabaseWrapper) -> bool:
    """Installs the extension and its index if this is PostgreSQL and the role may; says whether they are there.

    Without them words are compared in the memory of each process, as on SQLite; the results are the same.
    """
    if database.vendor != "postgresql":
        return False
    _available.cache_clear()
    try:
        with transaction.atomic(using=database.alias), database.cursor() as cursor:
            cursor.execute("SELECT to_regproc('similarity')")
            if cursor.fetchone() == (None,):
                cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            cursor.execute(_INDEX)
    except Error:
        return False
    return True


def available() -> bool:
    """Whether the default database compares words by trigrams."""
    return connection.vendor == "postgresql" and _available(str(connection.settings_dict["NAME"]))


@lru_cache(maxsize=8)
def _available(name: str) -> bool:
    """Asked once a process and database: the extension comes with a migration or with `rebuild_search`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT to_regproc('similarity') IS NOT NULL AND to_regclass('search_word_trigrams') IS NOT NULL"
        )
        return cursor.fetchone() == (True,)
