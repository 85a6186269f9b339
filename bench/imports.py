"""How fast lists of readers come in: a million rows with proof, a mixed million, and the same file once more.

    .venv/bin/python bench/imports.py [--rows 1000000] [--port 8168]

Runs against PostgreSQL (BENCH_POSTGRES) in a database and a folder of its own. Each trial and each import is done
by a process of its own, which does what the Celery task does; its peak memory is what the system says of it.
ANALYZE runs before each, as autovacuum would, in case that is switched off.
"""

import argparse
import csv
import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path

from production import House, house

WORK = """
import json, resource, sys, time
from subscribers.importing import running, storing
from subscribers.models import ImportRun
run = ImportRun.objects.get(pk={run})
{begin}
base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
began = time.perf_counter()
running.work(run.pk)
took = time.perf_counter() - began
run.refresh_from_db()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps(dict(seconds=took, peak=peak, base=base, rows=run.rows, counts=run.counts, state=run.state,
                      message=run.message)))
"""
ANALYZE = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("ANALYZE")
"""
STORE = """
from pathlib import Path
from subscribers.importing import running, storing
from subscribers.models import Purpose
def blocks(path):
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            yield block
path = Path({path!r})
run = storing.store(blocks(path), path.name)
wordings = [Purpose.objects.get(key="brief").wording("de")]
running.prepare(run, run.mapping, wordings, source="Formular auf der alten Seite", wording={wording!r})
print(run.pk)
"""
WORDING = "Ja, ich möchte den Brief alle zwei Wochen per Mail bekommen. Das kann ich jederzeit widerrufen."
PROVIDERS = ["example.org", "example.com", "example.net", *(f"post{n}.example.org" for n in range(17))]
OWN_DOMAINS = 50_000
NAMES = ["Ada Lindgren", "Bruno Voss", "Clara Thiel", "Dora Möller", "Emil Kröger", "Friede Hansen"]
HEAD = [
    "Email Address",
    "First Name",
    "Last Name",
    "OPTIN_TIME",
    "CONFIRM_TIME",
    "STATUS",
    "MEMBER_RATING",
    "LEID",
]


def address(number: int, chance: random.Random) -> str:
    """Two thirds with one of twenty providers, one third under some fifty thousand domains."""
    if chance.random() < 0.66:
        return f"reader.{number}@{chance.choice(PROVIDERS)}"
    return f"reader.{number}@firma{chance.randrange(OWN_DOMAINS)}.example.org"


def proven(count: int) -> Iterator[list[str]]:
    chance = random.Random(1)
    for number in range(count):
        first, last = chance.choice(NAMES).split()
        day = f"20{chance.randrange(10, 25)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 28):02}"
        times = [f"{day} 10:{number % 60:02}:07", f"{day} 10:{number % 60:02}:58"]
        yield [address(number, chance), first, last, *times, "subscribed", "2", str(number)]


def mixed(count: int) -> Iterator[list[str]]:
    """55 % with proof, 15 without, 10 here already, 5 twice in the file, 5 rejected, 6 unsubscribed, 4 bounced."""
    chance = random.Random(2)
    here = proven(count)
    before: list[str] = []
    for number in range(count):
        row = next(here)
        kind = chance.random()
        if kind >= 0.10:
            row[0] = f"mixed.{row[0]}"
        if 0.10 <= kind < 0.25:
            row[3] = row[4] = ""
        elif 0.25 <= kind < 0.30 and before:
            row = before
        elif 0.30 <= kind < 0.35:
            row[0] = chance.choice(["", "reader at example.org", f"reader{number}@example", "müller@example.org"])
        elif 0.35 <= kind < 0.41:
            row[5] = "unsubscribed"
        elif 0.41 <= kind < 0.45:
            row[5] = "cleaned"
        elif kind >= 0.9:
            before = row
        yield row


def write(path: Path, rows: Iterator[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEAD)
        writer.writerows(rows)


def bring_in(built: House, label: str, path: Path) -> None:
    run = int(built.ask(STORE.format(path=str(path), wording=WORDING)).splitlines()[-1])
    for step, begin in (("trial", "running.check(run)"), ("import", "running.start(run)")):
        built.ask(ANALYZE)
        said = json.loads(built.ask(WORK.format(run=run, begin=begin)).splitlines()[-1])
        if said["state"] not in ("checked", "done"):
            sys.exit(f"{label}: {said}")
        rate = said["rows"] / said["seconds"]
        print(
            f"{label:<14} {step:<7} {said['rows']:>9} rows {said['seconds']:>7.1f} s {rate:>7.0f} rows/s "
            f"peak {said['peak'] / 1024:>4.0f} MB (before {said['base'] / 1024:.0f})  {said['counts']}",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--port", type=int, default=8168)
    options = parser.parse_args()
    with house(options.port, demo=False) as built:
        lists = {"with proof": proven, "mixed": mixed}
        for label, rows in lists.items():
            path = built.folder / f"{label.replace(' ', '_')}.csv"
            write(path, rows(options.rows))
            bring_in(built, label, path)
        bring_in(built, "mixed again", built.folder / "mixed.csv")
        print(built.manage("verify_consents").strip())


if __name__ == "__main__":
    main()
