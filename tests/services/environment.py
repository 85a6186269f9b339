"""Runs a command with PostgreSQL and Redis in its environment, after asking whether both are there:

python -m tests.services.environment python -m pytest tests/services
"""

import os
import sys
from collections.abc import Callable
from urllib.parse import urlsplit

import psycopg
import redis

TIMEOUT = 3  # seconds
MARK = "POLLENPOST_TEST_SERVICES"
DATABASE = ("POLLENPOST_TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
REDIS = ("POLLENPOST_TEST_REDIS_URL", "redis://127.0.0.1:6379")
HELP = {
    DATABASE[0]: "Start one with: docker run --rm -p 5432:5432 -e POSTGRES_HOST_AUTH_METHOD=trust postgres:17",
    REDIS[0]: "Start one with: docker run --rm -p 6379:6379 redis:7   (or: redis-server --port 6379)",
}


def main() -> None:
    command = sys.argv[1:]
    if not command:
        sys.exit(__doc__)
    database = os.environ.get(*DATABASE)
    # Only host and password of the address count: a broker and a cache have numbers of their own.
    broker = os.environ.get(*REDIS).rstrip("/")
    broker = broker.rpartition("/")[0] if urlsplit(broker).path else broker
    missing = [
        complaint
        for complaint in (
            _complaint(DATABASE[0], database, _ask_postgres),
            _complaint(REDIS[0], broker, _ask_redis),
        )
        if complaint
    ]
    if missing:
        sys.exit("\n".join(missing))
    environment = {
        "DATABASE_URL": database,
        "CELERY_BROKER_URL": f"{broker}/9",
        MARK: "1",
    }
    os.execvpe(command[0], command, {**os.environ, **environment})  # noqa: S606


def _complaint(variable: str, url: str, ask: Callable[[str], object]) -> str:
    try:
        ask(url)
    except (psycopg.Error, redis.RedisError, OSError, ValueError) as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        return f"{_shown(url)} does not answer: {reason}\n  {HELP[variable]}\n  Or name another in {variable}."
    return ""


def _ask_postgres(url: str) -> None:
    with psycopg.connect(url, connect_timeout=TIMEOUT) as connection:
        connection.execute("SELECT 1")


def _ask_redis(url: str) -> None:
    with redis.Redis.from_url(url, socket_connect_timeout=TIMEOUT, socket_timeout=TIMEOUT) as connection:
        connection.ping()


def _shown(url: str) -> str:
    """The address without its password."""
    password = urlsplit(url).password
    return url.replace(f":{password}@", ":…@") if password else url


if __name__ == "__main__":
    main()
