"""How long a ledger of a million events takes to be proved, in how much memory, and that a flipped byte is found.

    python bench/ledger.py [--events 1000000]

It makes a database of its own beside the one that BENCH_POSTGRES names, and drops it at the end.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[1]
POSTGRES = os.environ.get("BENCH_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")
NAME = f"pollenpost_bench_ledger_{os.getpid()}"
URL = urlunsplit(urlsplit(POSTGRES)._replace(path=f"/{NAME}"))
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pollenpost.settings.dev")
os.environ["LOG_LEVEL"] = "WARNING"
os.environ["DATABASE_URL"] = URL

# What one reader declares, again and again: (purpose, kind).
LIFE = [(0, "granted"), (1, "granted"), (1, "withdrawn"), (1, "granted"), (0, "withdrawn")]
BEGIN = datetime(2024, 1, 1, tzinfo=UTC)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--events", type=int, default=1_000_000)
    events = options.parse_args().events
    with psycopg.connect(POSTGRES, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(NAME)))
        try:
            measure(events)
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(NAME)))


def measure(events: int) -> None:
    manage("migrate", "--verbosity", "0")
    began = time.perf_counter()
    with psycopg.connect(URL) as connection:
        fill(connection, events)
    print(f"{events} events written by COPY, hashes and all, in {time.perf_counter() - began:.0f} s")
    told = manage("rebuild_consents")
    print(f"rebuild_consents: {told.out.strip()}  peak memory {told.megabytes:.0f} MB")
    prove("untouched")
    with psycopg.connect(URL) as connection:
        event, subject, position = flip(connection)
    found = prove("a byte flipped in the middle")
    first = found["first"]
    named = (first["event"], UUID(first["subject"]), first["position"]) == (event, subject, position)
    print(f"flipped: event {event}, position {position}; found: {first['explained']}")
    sys.exit(0 if named else "The flipped byte was not the first finding.")


class Told:
    """What a command printed, how it ended, and what its process took of memory and processor (getrusage)."""

    def __init__(self, *command: str) -> None:
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "manage.py", *command], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        self.out = process.stdout.read() if process.stdout else ""
        _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = self.code = os.waitstatus_to_exitcode(status)
        self.seconds = usage.ru_utime + usage.ru_stime
        self.megabytes = usage.ru_maxrss / 1024


def manage(*command: str) -> Told:
    told = Told(*command)
    if told.code:
        sys.exit(f"manage.py {' '.join(command)} ended with {told.code}:\n{told.out}")
    return told


def prove(name: str) -> dict:
    told = Told("verify_consents", "--json")
    found: dict = json.loads(told.out)
    print(
        f"verify_consents, {name}: exit {told.code}, {found['events']} events in {found['chains']} chains, "
        f"{found['states']} states, {found['seconds']:.1f} s "
        f"({found['events'] / found['seconds']:.0f} events/s; processor {told.seconds:.0f} s), "
        f"peak memory {told.megabytes:.0f} MB, "
        f"broken {found['broken']}, differing {found['differing']}"
    )
    return found


def fill(connection: psycopg.Connection, events: int) -> None:
    import django

    django.setup()
    from subscribers.models import Purpose, Wording

    wordings = []
    for key in ("brief", "pollen"):
        purpose, _made = Purpose.objects.get_or_create(key=key, defaults={"kind": "newsletter", "label_de": key})
        wordings.append(
            Wording.objects.get_or_create(
                purpose=purpose, language="de", version=1, defaults={"text": f"Ja zu {key}."}
            )[0]
        )
    columns = "subject, position, purpose_id, kind, wording_id, at, evidence, previous, hash"
    with connection.cursor().copy(f"COPY subscribers_consentevent ({columns}) FROM STDIN") as copy:
        for row in rows(wordings, events):
            copy.write_row(row)
    connection.execute("ANALYZE subscribers_consentevent")


def rows(wordings: list, events: int) -> Iterator[tuple]:
    """Each reader has five events; the readers' pseudonyms are spread as random ones are."""
    from subscribers.models import ConsentEvent

    last = ""
    for number in range(events):
        reader, step = divmod(number, len(LIFE))
        which, kind = LIFE[step]
        wording = wordings[which]
        event = ConsentEvent(
            subject=UUID(int=reader * 0x9E3779B97F4A7C15F39CC0605CEDC835 % 2**128),
            position=step + 1,
            purpose_id=wording.purpose_id,
            kind=kind,
            wording=wording if kind == "granted" else None,
            at=BEGIN + timedelta(minutes=number),
            evidence={"form": "/brief/", "requested_at": (BEGIN + timedelta(minutes=number - 3)).isoformat()},
            previous=last if step else "",
        )
        event.hash = last = event.sealed()
        yield (
            event.subject,
            event.position,
            event.purpose_id,
            event.kind,
            event.wording_id,
            event.at,
            json.dumps(event.evidence),
            event.previous,
            event.hash,
        )


def flip(connection: psycopg.Connection) -> tuple[int, UUID, int]:
    """One letter of the evidence of the event in the middle, past the triggers."""
    connection.execute("ALTER TABLE subscribers_consentevent DISABLE TRIGGER USER")
    row = connection.execute(
        """
        UPDATE subscribers_consentevent SET evidence = replace(evidence::text, '/brief/', '/brieg/')::jsonb
         WHERE id = (SELECT (MIN(id) + MAX(id)) / 2 FROM subscribers_consentevent)
        RETURNING id, subject, position
        """
    ).fetchone()
    connection.execute("ALTER TABLE subscribers_consentevent ENABLE TRIGGER USER")
    assert row  # noqa: S101
    return row


if __name__ == "__main__":
    main()
