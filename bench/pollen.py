"""How many beacons a second become grains, how fast they are folded, and that none is lost or counted twice.

    python bench/pollen.py [--check] [--json] [--seconds 20] [--connections 32] [--kill-seconds 30]

On PostgreSQL, with gunicorn (two workers): every beacon comes in a connection of its own and is a new grain. Then
the workers and the folding are killed (kill -9) again and again while beacons go on; afterwards every beacon that
was answered must have counted exactly once, and the interests must be what plain Python makes of all grains.
--check ends with an error where a target is missed.
"""

import argparse
import json
import os
import sys
from dataclasses import asdict
from typing import Any

import pollen_killed
from beacons import Sender, Told
from production import WORKERS, House, house

# Beacons a second, milliseconds, and readings.
RATE, P99, OFF = 1000, 100, 1e-6
PREPARE = "import readers; readers.fill({readers})"
CAST = """
import json
from django.http import HttpResponse
from editorial.models import ReadablePage
from pollen import page_token, recognition
from subscribers.models import Subscriber
def cookie(reader):
    answer = HttpResponse()
    recognition.remember(answer, reader)
    return answer.cookies[recognition.COOKIE].value
readers = [(reader.pk, cookie(reader)) for reader in Subscriber.objects.consenting("pollen")]
pages = [(page.original_id, page_token.for_page(page)) for page in ReadablePage.objects.open_to_all().originals()]
print(json.dumps({"readers": readers, "pages": pages}))
"""
EMPTY = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("TRUNCATE pollen_grain, pollen_interest")
    cursor.execute("VACUUM ANALYZE")
"""
FOLD = """
import time
from pollen.models import Grain
from pollen.services import folding
waiting = Grain.objects.unfolded().count()
began = time.perf_counter()
while folding.fold(): pass
print(waiting, time.perf_counter() - began)
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--check", action="store_true")
    options.add_argument("--json", action="store_true")
    options.add_argument("--seconds", type=float, default=20)
    options.add_argument("--kill-seconds", type=float, default=30)
    options.add_argument("--connections", type=int, default=32)
    options.add_argument("--readers", type=int, default=20_000, help="Of ten, two or three agreed to pollen.")
    options.add_argument("--port", type=int, default=8161)
    options.add_argument("--database-url", default="", help="One that this has filled, instead of a new one.")
    options.add_argument("--folder", default="", help="The POLLENPOST_VAR that belongs to it.")
    chosen = options.parse_args()
    with house(chosen.port, chosen.database_url, chosen.folder, pictures=False) as built:
        if not chosen.database_url:
            built.ask(PREPARE.format(readers=chosen.readers))
        cast = json.loads(built.ask(CAST))
        built.ask(EMPTY)
        found = {"readers": len(cast["readers"]), "pages": len(cast["pages"]), **beacons(built, cast, chosen)}
        found |= folding(built)
        built.ask(EMPTY)
        found["killed"] = asdict(pollen_killed.run(built, cast, chosen.kill_seconds, chosen.connections))
    print(json.dumps(found) if chosen.json else report(found, chosen))
    missed = complaints(found)
    for complaint in missed:
        print(f"missed: {complaint}", file=sys.stderr)
    if missed and chosen.check:
        sys.exit(1)


def beacons(built: House, cast: dict[str, Any], chosen: argparse.Namespace) -> dict[str, Any]:
    """Each beacon is another pair of reader and page; every fourth is a glance, the others readings."""
    readers, pages = cast["readers"], cast["pages"]

    def content(number: int) -> bytes:
        _reader, cookie = readers[number % len(readers)]
        _page, token = pages[(number // len(readers) + number) % len(pages)]
        step = pollen_killed.STEPS["read" if number % 4 else "visit"]
        return pollen_killed.beacon(built, cookie, token, *step[:3])

    # As docs/operating.md has it: a beacon waits for PostgreSQL, and another one can be taken meanwhile.
    built.threads = 8
    with built.serving():
        sender = Sender("127.0.0.1", built.port, content, lambda _number, _status: None)
        # Opens the connections to the database and plans the statements.
        sender.send(1, chosen.connections)
        before = built.web_seconds(), sum(os.times()[:2])
        told: Told = sender.send(chosen.seconds, chosen.connections)
        web, mine = built.web_seconds() - before[0], sum(os.times()[:2]) - before[1]
    count = len(told.times)
    errors = sum(number for status, number in told.statuses.items() if status != 204)
    return {
        "rate": told.rate,
        "p50": told.percentile(50),
        "p99": told.percentile(99),
        "errors": errors,
        "web_ms": web / count * 1000,
        "generator_ms": mine / count * 1000,
        "load": os.getloadavg()[0],
    }


def folding(built: House) -> dict[str, float]:
    count, seconds = map(float, built.ask(FOLD).split())
    return {"grains": count, "folded_a_second": count / seconds}


def report(found: dict[str, Any], chosen: argparse.Namespace) -> str:
    killed = found["killed"]
    sums = killed["sums"]
    return "\n".join(
        [
            f"gunicorn, {WORKERS} workers, on PostgreSQL; {os.cpu_count()} cores for all and the client.",
            f"Load average {found['load']:.1f}. {found['readers']} readers, {found['pages']} pages,",
            f"{chosen.connections} connections, {chosen.seconds:.0f} s",
            "",
            f"beacons/s {found['rate']:.0f}   p50 {found['p50']:.1f} ms   p99 {found['p99']:.1f} ms   "
            f"errors {found['errors']}",
            f"processor time of each: web {found['web_ms']:.2f} ms, client {found['generator_ms']:.2f} ms",
            f"folding: {found['grains']:.0f} grains, {found['folded_a_second']:.0f} a second",
            "",
            f"killed: {killed['killed_workers']} workers, {killed['killed_foldings']} foldings; "
            f"{killed['answered']} beacons answered, {killed['lost']} answers lost, {killed['rows']} rows",
            f"counted wrongly: {len(killed['wrong'])}   interests {sums['interests']:.0f} of "
            f"{sums['expected']:.0f}, off by at most {sums['off']:.1e}",
        ]
    )


def complaints(found: dict[str, Any]) -> list[str]:
    killed = found["killed"]
    missed = list(killed["wrong"][:10])
    if found["rate"] < RATE:
        missed.append(f"{found['rate']:.0f} beacons a second, {RATE} wanted")
    if found["p99"] > P99:
        missed.append(f"p99 {found['p99']:.0f} ms, at most {P99} wanted")
    if found["errors"]:
        missed.append(f"{found['errors']} beacons were not answered with 204")
    if not (killed["killed_workers"] and killed["killed_foldings"] and killed["rows"]):
        missed.append("nothing was killed, so nothing was shown")
    if killed["sums"]["unfolded"] or killed["sums"]["off"] > OFF:
        missed.append(f"interests differ from what the grains say: {killed['sums']}")
    return missed


if __name__ == "__main__":
    main()
