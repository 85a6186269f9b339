"""How fast the admin's list of readers is at a million readers on PostgreSQL: its pages, searches and filters.

    python bench/readers_list.py [--readers 1000000] [--plans]

It makes a database of its own beside the one that BENCH_POSTGRES names, and drops it at the end; with --keep NAME
the database of that name is made once and used again. Each figure is a whole request of a superuser through
Django's test client: rights, queries, templates. Beside the time by the clock stands the processor time of this
process and of its PostgreSQL backend, which others on the machine change little. --plans prints what it did.
"""

import argparse
import os
import statistics
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql
from readers import fill, pseudonym

ROOT = Path(__file__).resolve().parents[1]
POSTGRES = os.environ.get("BENCH_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")
ROUNDS = 7
LIMIT = 300  # milliseconds

REQUESTS = {
    "first page": {},
    "second page": {"p": "2"},
    "page 500": {"p": "500"},
    "by address": {"ordering": "email"},
    "search: frequent name": {"q": "müller"},
    "search: name and host": {"q": "mueller posteo"},
    "search: rare name": {"q": "lindgrensdottir"},
    "search: address": {"q": "ada.lindgrensdottir@"},
    "search: part of all": {"q": "example"},
    "search: two letters": {"q": "zo"},
    "search: part of a name": {"q": "chaela"},
    "search: misspelt": {"q": "lindgernsdottir"},
    "search: misspelt pair": {"q": "ada lindgrensdotir"},
    "search: misspelt frequent": {"q": "schnieder"},
    "search: nowhere": {"q": "xylophonquark"},
    "receives letters": {"state": "receiving"},
    "only other consents": {"state": "other"},
    "no consent": {"state": "none"},
    "paused": {"state": "paused"},
    "restricted": {"state": "restricted"},
    "unreachable": {"state": "unreachable"},
    "consent: letters": {"consent": "brief"},
    "consent: rare purpose": {"consent": "selten"},
    "language": {"language": "en"},
    "confirmed in one month": {"confirmed_at_from": "2021-03-01", "confirmed_at_to": "2021-03-31"},
    "paused, month, search": {"state": "paused", "confirmed_at_from": "2021-03-01", "q": "weber"},
}
LEDGER_REQUESTS = {
    "ledger": {},
    "ledger, page 100": {"p": "100"},
    "ledger: objections": {"kind": "objected"},
    "ledger: rare purpose": {"purpose": "selten"},
    "ledger: one month": {"at_from": "2021-03-01", "at_to": "2021-03-31"},
    "ledger: one reader": {"subject": "reader"},
}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--readers", type=int, default=1_000_000)
    options.add_argument("--plans", action="store_true")
    options.add_argument("--keep", metavar="NAME", default="")
    chosen = options.parse_args()
    name = chosen.keep or f"pollenpost_bench_readers_{os.getpid()}"
    with psycopg.connect(POSTGRES, autocommit=True) as server:
        known = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if not known:
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            start(urlunsplit(urlsplit(POSTGRES)._replace(path=f"/{name}")))
            if not known:
                fill(chosen.readers)
            measure(chosen.plans)
        finally:
            if not chosen.keep:
                from django.db import connection

                connection.close()
                server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def start(url: str) -> None:
    sys.path[:0] = [str(ROOT), str(ROOT / "site")]
    os.environ["DJANGO_SETTINGS_MODULE"] = "pollenpost.settings.dev"
    os.environ["LOG_LEVEL"] = "WARNING"
    os.environ["DATABASE_URL"] = url
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    # As in production: nothing is remembered of each query, and templates are compiled once.
    settings.DEBUG = False
    # So that the client can tell what a page was made of.
    setup_test_environment(debug=False)
    call_command("migrate", verbosity=0)


def measure(plans: bool) -> None:
    from django.db import connection
    from django.test import Client
    from django.urls import reverse
    from django.utils import translation

    from subscribers.models import Purpose

    translation.activate("de")
    client = Client(SERVER_NAME="localhost")
    from django.contrib.auth import get_user_model

    client.force_login(get_user_model().objects.get(username="bench"))
    purposes = dict(Purpose.objects.values_list("key", "pk"))
    slow = []
    print(f"{'':28} {'clock':>7} {'cpu':>6} {'of it database':>14}  median ms; rows shown, queries")
    for path, requests in (
        (reverse("readers:index"), REQUESTS),
        (reverse("consent-ledger:index"), LEDGER_REQUESTS),
    ):
        client.get(path)
        for name, asked in requests.items():
            query = {key: str(purposes.get(value, value)) for key, value in asked.items()}
            if "subject" in query:
                query["subject"] = str(pseudonym(7))
            page, took, queries = ask(client, path, query)
            clock, ours, database = (statistics.median(each) for each in zip(*took, strict=True))
            print(
                f"{name:28} {clock:7.0f} {ours + database:6.0f} {database:14.0f}  "
                f"{len(page.context['object_list']):4} {len(queries):4}  "
                f"{page.context['paginator'].items_count_label}"
            )
            if clock > LIMIT:
                slow.append(f"{name} ({ours + database:.0f} ms cpu)")
            if plans:
                explain(connection, queries)
    print("Slower than 300 ms: " + (", ".join(slow) or "nothing"))


Took = tuple[float, float, float]


def ask(client: Any, path: str, query: dict[str, str]) -> tuple[Any, list[Took], list[tuple[float, str, Any]]]:
    """The page; how long each round took in milliseconds (clock, our processor, the database's); the queries."""
    from django.db import connection

    took: list[Took] = []
    stat = Path(f"/proc/{backend(connection)}/stat")
    queries: list[tuple[float, str, Any]] = []

    def note(execute: Any, statement: str, values: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(statement, values, many, context)
        finally:
            queries.append((time.perf_counter() - began, statement, values))

    for _round in range(ROUNDS):
        queries.clear()
        began, ours, database = time.perf_counter(), time.process_time(), ticks(stat)
        with connection.execute_wrapper(note):
            page = client.get(path, query)
        clock, ours = time.perf_counter() - began, time.process_time() - ours
        took.append((clock * 1000, ours * 1000, (ticks(stat) - database) * 1000 / os.sysconf("SC_CLK_TCK")))
        if page.status_code != 200:
            sys.exit(f"{path} {query} answered {page.status_code}")
    return page, took, list(queries)


def backend(connection: Any) -> int:
    """The process id of our connection's server process; it has to run on this machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def ticks(stat: Path) -> int:
    """Processor time of a process so far (proc(5), fields utime and stime)."""
    fields = stat.read_text().rpartition(")")[2].split() if stat.exists() else ["0"] * 13
    return int(fields[11]) + int(fields[12])


def explain(connection: Any, queries: list[tuple[float, str, Any]]) -> None:
    """What the database did for every query that took more than ten milliseconds."""
    for seconds, statement, values in queries:
        if seconds > 0.01 and statement.startswith("SELECT"):
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {statement}", values)
                for (line,) in cursor.fetchall():
                    print("    ", line[:160])


if __name__ == "__main__":
    main()
