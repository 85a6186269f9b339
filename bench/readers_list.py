"""How fast the admin's list of readers is at a million readers on PostgreSQL: its pages, searches and filters.

    python bench/readers_list.py [--readers 1000000] [--plans]

It makes a database of its own beside the one that BENCH_POSTGRES names, and drops it at the end; with --keep NAME
the database of that name is made once and used again. Each figure is a whole request of a superuser through
Django's test client: rights, queries, templates. Beside the time by the clock stands the processor time of this
process and of its PostgreSQL backend, which others on the machine change little. --plans prints what it did.
"""

import argparse
import os
import random
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[1]
POSTGRES = os.environ.get("BENCH_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")
ROUNDS = 7
LIMIT = 300  # milliseconds

FIRST = """
Ada Anna Bruno Clara Dora Emil Frieda Gustav Hanna Ida Jan Käthe Lena Max Nora Otto Paula Quirin Rosa Sven Thea Uwe
Vera Wiebke Yara Zoë Jürgen Björn Sören Günther Ömer Michaela Manuel Renée François Henrike Torben Silke
""".split()  # noqa: SIM905
NAMES = """
Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein Wolf
Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Werner Krause Lehmann Köhler Maier
""".split()  # noqa: SIM905
SYLLABLES = """
ber gel han ken lin mar nau per rot sen tor wal bach dorf feld hein holz kamp mann stein thal
""".split()  # noqa: SIM905
HOSTS = ["gmail.example", "web.example", "gmx.example", "posteo.example", "t-online.example", "example.org"]

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


# --- Filling ----------------------------------------------------------------------------------------


def fill(readers: int) -> None:
    from django.contrib.auth import get_user_model
    from django.db import connection

    from subscribers.models import Purpose, Wording

    get_user_model().objects.create_superuser("bench", password="bench")  # noqa: S106
    wordings = []
    for key, kind in (("brief", "newsletter"), ("pollen", "pollen"), ("selten", "newsletter")):
        purpose, _made = Purpose.objects.get_or_create(key=key, defaults={"kind": kind, "label_de": key})
        wording, _made = Wording.objects.get_or_create(purpose=purpose, language="de", version=1)
        wordings.append(wording)
    began = time.perf_counter()
    with connection.cursor() as cursor:
        columns = (
            "email, name, subject, language, form_of_address, frequency, confirmed_at, paused_until, "
            "restricted_at, unreachable_at, last_sign_at"
        )
        with cursor.copy(f"COPY subscribers_subscriber ({columns}) FROM STDIN") as copy:
            for row in people(readers):
                copy.write_row(row)
        print(f"{readers} readers written in {time.perf_counter() - began:.0f} s, indexes and all")
        began = time.perf_counter()
        columns = "subject, position, purpose_id, kind, wording_id, at, evidence, previous, hash"
        with cursor.copy(f"COPY subscribers_consentevent ({columns}) FROM STDIN") as copy:
            for row in events(readers, wordings):
                copy.write_row(row)
    from subscribers.services import rebuilding

    print(f"{rebuilding.rebuild()} states; events and states written in {time.perf_counter() - began:.0f} s")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def pseudonym(number: int) -> UUID:
    return UUID(int=number * 0x9E3779B97F4A7C15F39CC0605CEDC835 % 2**128)


def people(count: int) -> Iterator[tuple[Any, ...]]:
    chance = random.Random(4)
    begin = datetime(2018, 1, 1, tzinfo=UTC)
    step = timedelta(days=3000) / count
    for number in range(count):
        first = chance.choice(FIRST)
        last = (
            chance.choice(NAMES) if chance.random() < 0.6 else "".join(chance.choices(SYLLABLES, k=3)).capitalize()
        )
        if number == count // 3:
            first, last = "Ada", "Lindgrensdottir"
        at = begin + number * step
        address = f"{first}.{last}{'' if number == count // 3 else number}@{chance.choice(HOSTS)}".lower()
        for umlaut, written in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ë", "e"), ("é", "e"), ("ç", "c")):
            address = address.replace(umlaut, written)
        rare = chance.random()
        yield (
            address,
            f"{first} {last}" if chance.random() < 0.8 else "",
            pseudonym(number + 1),
            "en" if chance.random() < 0.04 else "de",
            "sie",
            "each",
            at,
            "2099-01-01" if 0.10 < rare < 0.12 else None,
            at if 0.20 < rare < 0.2003 else None,
            at if 0.30 < rare < 0.33 else None,
            at,
        )


def events(count: int, wordings: list[Any]) -> Iterator[tuple[Any, ...]]:
    """Nobody proves these: bench/ledger.py does. Of ten readers two have left; one of 500 keeps only pollen."""
    chance = random.Random(5)
    begin = datetime(2018, 1, 1, tzinfo=UTC)
    step = timedelta(days=3000) / count
    brief, pollen, rare = wordings
    for number in range(count):
        subject, at = pseudonym(number + 1), begin + number * step
        life = [(brief, "granted")]
        if chance.random() < 0.3:
            life.append((pollen, "granted"))
        fate = chance.random()
        if fate < 0.2:
            life += [(wording, "withdrawn") for wording, _kind in list(life)]
        elif fate < 0.202:
            life = [(brief, "granted"), (pollen, "granted"), (brief, "withdrawn")]
        elif fate < 0.2022:
            life += [(rare, "granted"), (pollen, "objected")]
        for position, (wording, kind) in enumerate(life, 1):
            wording_id = wording.pk if kind == "granted" else None
            yield (subject, position, wording.purpose_id, kind, wording_id, at, "{}", "", "0" * 64)


# --- Measuring --------------------------------------------------------------------------------------


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
