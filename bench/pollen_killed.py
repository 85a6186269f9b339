"""Beacons while the workers of the web server and the folding are killed again and again; then all is counted."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from beacons import LOST, Sender
from production import ROOT, House

# Of the readers only so many, so that the same texts are reported again and again, by other steps and the same.
READERS = 300
# From one killing of a worker to the next: seconds, and answers, since a new one takes its time to start.
PAUSE, ANSWERS = 2.0, 300
# Prints a line after each folding, so that none is killed before it has begun its work.
FOLD_ON = """
import time
from pollen.tasks import fold_grains
while True:
    fold_grains()
    print(flush=True)
    time.sleep(0.05)
"""
FOLD_REST = "from pollen.services import folding\nwhile folding.fold(): pass"
ROWS = """
import json
from pollen.models import Grain
rows = Grain.objects.values_list("subscriber_id", "readable_id", "kind", "weight", "day")
print(json.dumps([[*row[:4], str(row[4])] for row in rows]))
"""
# What a beacon says, and what it is worth (pollen/weights.py).
STEPS = {"visit": (3, 0.1, 0, 0.3), "read": (900, 1, 0, 1.0), "finished": (900, 1, 1, 1.5)}

Pair = tuple[int, int]  # the ids of reader and page


@dataclass
class Outcome:
    answered: int = 0
    lost: int = 0
    killed_workers: int = 0
    killed_foldings: int = 0
    rows: int = 0
    wrong: list[str] = field(default_factory=list)
    sums: dict[str, float] = field(default_factory=dict)


@dataclass
class Sent:
    """By reader and page the steps that were answered with 204, and those whose answer never came."""

    accepted: dict[Pair, set[str]] = field(default_factory=lambda: defaultdict(set))
    lost: dict[Pair, set[str]] = field(default_factory=lambda: defaultdict(set))


def run(built: House, cast: dict, seconds: float, connections: int, outcome: Outcome | None = None) -> Outcome:
    outcome = outcome or Outcome()
    sent = Sent()
    pages = dict(cast["pages"])

    def said(number: int) -> tuple[Pair, str]:
        chance = random.Random(number)
        reader, page = chance.randrange(min(READERS, len(cast["readers"]))), chance.choice(list(pages))
        return (reader, page), chance.choices(list(STEPS), (5, 4, 1))[0]

    def content(number: int) -> bytes:
        (reader, page), step = said(number)
        return beacon(built, cast["readers"][reader][1], pages[page], *STEPS[step][:3])

    def told(number: int, status: int) -> None:
        (reader, page), step = said(number)
        kept = sent.lost if status == LOST else sent.accepted
        kept[cast["readers"][reader][0], page].add(step)
        outcome.lost += status == LOST
        outcome.answered += status != LOST
        if status not in (LOST, 204):
            outcome.wrong.append(f"answer {status}")

    sender = Sender("127.0.0.1", built.port, content, told)
    with built.serving():
        # Ends when the workers have started and answered.
        sender.send(1, connections)
        with _killing(built, outcome):
            sender.send(seconds, connections)
    built.ask(FOLD_REST)
    rows = json.loads(built.ask(ROWS))
    outcome.rows = len(rows)
    outcome.wrong += list(complaints(rows, sent))
    outcome.sums = json.loads(built.ask("import pollen_sums; pollen_sums.compare()"))
    return outcome


def beacon(built: House, cookie: str, token: str, seconds: float, depth: float, heard: float) -> bytes:
    body = json.dumps({"page": token, "seconds": seconds, "depth": depth, "heard": heard}).encode()
    head = f"POST /pollen/ HTTP/1.1\r\nHost: 127.0.0.1:{built.port}\r\nCookie: pollen={cookie}\r\n"
    return f"{head}Content-Type: text/plain\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


def complaints(rows: list, sent: Sent) -> Iterator[str]:
    """Exactly once: the weights of a reader's rows about a text are those of the highest step that was accepted.

    Where an answer was lost, its step may count or not, but wholly, and not twice either.
    """
    if len({row[4] for row in rows}) > 1:
        yield "It became midnight; what counts once a day cannot be told apart. Please run it again."
        return
    found: dict[Pair, dict[str, float]] = defaultdict(dict)
    for reader, page, kind, weight, _day in rows:
        if kind in found[reader, page]:
            yield f"two rows of {kind}"
        found[reader, page][kind] = weight
    for pair in found.keys() | sent.accepted.keys():
        accepted, lost = sent.accepted.get(pair, set()), sent.lost.get(pair, set())
        if not found[pair].keys() <= accepted | lost:
            yield f"{pair}: {set(found[pair])}, but only {accepted | lost} were sent"
        possible = {max((STEPS[step][3] for step in accepted), default=0.0)}
        possible |= {max(STEPS[step][3], *possible) for step in lost}
        if not any(abs(sum(found[pair].values()) - weight) < 1e-9 for weight in possible):
            yield f"{pair}: {found[pair]} for accepted {accepted}, lost {lost}"


@contextmanager
def _killing(built: House, outcome: Outcome) -> Iterator[None]:
    """Until the block ends: folds in a process of its own, and kills it and the web server's workers by turns."""
    over = threading.Event()
    killers = [
        threading.Thread(target=kill, args=(built, outcome, over)) for kill in (_kill_workers, _kill_folding)
    ]
    for killer in killers:
        killer.start()
    try:
        yield
    finally:
        over.set()
        for killer in killers:
            killer.join()


def _kill_workers(built: House, outcome: Outcome, over: threading.Event) -> None:
    chance, answered = random.Random(1), 0
    while not over.wait(PAUSE):
        workers = _workers(built.web)
        if workers and outcome.answered >= answered + ANSWERS:
            with suppress(ProcessLookupError):
                os.kill(chance.choice(workers), signal.SIGKILL)
                outcome.killed_workers += 1
                answered = outcome.answered


def _kill_folding(built: House, outcome: Outcome, over: threading.Event) -> None:
    chance = random.Random(2)
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", FOLD_ON]
    while not over.is_set():
        process = subprocess.Popen(  # noqa: S603
            command, cwd=ROOT, env=built.environment, stdout=subprocess.PIPE
        )
        # The first folding may have had nothing to do; then some are left alone for a while.
        for _folding in range(3):
            if process.stdout:
                process.stdout.readline()
        over.wait(chance.random())
        process.kill()
        process.wait()
        outcome.killed_foldings += 1


def _workers(server: int) -> list[int]:
    """The process ids of the web server's children."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            if int(stat.read_text().rpartition(")")[2].split()[1]) == server:
                found.append(int(stat.parent.name))
    return found
