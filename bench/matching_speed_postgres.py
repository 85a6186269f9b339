"""The part of matching_speed.py that reads the interests from PostgreSQL, a block of readers at a time."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from pollen.engine import Candidates, Places, match

ROOT = Path(__file__).resolve().parents[1]
POSTGRES = os.environ.get("BENCH_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")

FILL = """
SET session_replication_role = replica;  -- no foreign keys are checked: all of them are made here
INSERT INTO subscribers_subscriber
    (email, name, subject, language, form_of_address, frequency, confirmed_at, last_sign_at)
SELECT 'reader' || n || '@example.org', '', gen_random_uuid(), 'de', 'sie', 'each', now(), now()
FROM generate_series(1, %(readers)s) AS n;
INSERT INTO pollen_interest (subscriber_id, topic_id, acute, lasting, as_of)
SELECT reader.id, topics.ids[1 + (reader.id * 7 + place * %(step)s) %% cardinality(topics.ids)],
       random() * 0.5, random() * 3, now() - random() * interval '30 days'
FROM subscribers_subscriber AS reader, generate_series(0, %(each)s - 1) AS place,
     (SELECT array_agg(id ORDER BY id) AS ids FROM editorial_topic) AS topics
ORDER BY reader.id;
SET session_replication_role = DEFAULT;
ANALYZE;
"""


def measure(readers: int, topics: int, candidates: Candidates, places: Places, block: int) -> float:
    """Seconds to load the profiles of all readers and match them, block by block."""
    name = f"pollenpost_bench_matching_{os.getpid()}"
    with psycopg.connect(POSTGRES, autocommit=True) as server, _database(server, name):
        ids, columns = _fill(readers, topics, candidates.about.shape[1])
        from django.utils import timezone

        from pollen.services import profiles

        now, seconds = timezone.now(), 0.0
        for first in range(0, readers, block):
            began = time.perf_counter()
            known = profiles.load(ids[first : first + block], columns, now)
            picks = match(known, candidates, places)
            seconds += time.perf_counter() - began
            if (picks.choice < 0).any() or len(known.topic) != len(known) * topics:
                raise SystemExit("Not all interests were read, or a place stayed empty.")
        return seconds


@contextmanager
def _database(server: psycopg.Connection, name: str) -> Iterator[None]:
    server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        _start(urlunsplit(urlsplit(POSTGRES)._replace(path=f"/{name}")))
        yield
    finally:
        from django.db import connection

        connection.close()
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _start(url: str) -> None:
    sys.path.insert(0, str(ROOT / "site"))
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "pollenpost.settings.dev",
        "LOG_LEVEL": "WARNING",
        "DATABASE_URL": url,
    }
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    # As in production: nothing is remembered of each query.
    settings.DEBUG = False
    call_command("migrate", verbosity=0)


def _fill(readers: int, each: int, vocabulary: int) -> tuple[list[int], list[int]]:
    """The ids of the readers and of the topics."""
    from django.db import connection

    from editorial.models import Topic
    from subscribers.models import Subscriber

    print("Filling a database …", file=sys.stderr, flush=True)
    Topic.objects.bulk_create(Topic(slug=f"topic-{n}", label_de=f"Topic {n}") for n in range(vocabulary))
    # Each reader's topics lie this far from one another; they are distinct if it has no divisor in common with
    # the size of the vocabulary.
    step = next(step for step in (11, 13, 17, 19) if vocabulary % step)
    with connection.cursor() as cursor:
        for statement in FILL.split(";\n"):
            if statement.strip():
                cursor.execute(statement, {"readers": readers, "each": each, "step": step})
    columns = list(Topic.objects.order_by("pk").values_list("pk", flat=True)[:vocabulary])
    return list(Subscriber.objects.order_by("pk").values_list("pk", flat=True)), columns
