"""A house as it stands in production, on this machine, for as long as it is measured; afterwards nothing is left.

Its own PostgreSQL database, its own folder, the demo's content, production settings, gunicorn with two workers.
PostgreSQL is asked at BENCH_POSTGRES (default postgres://postgres@127.0.0.1:5432/postgres).
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[1]
POSTGRES = os.environ.get("BENCH_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")
HOST = "127.0.0.1"
# Of gunicorn. More threads wait for one another more than for PostgreSQL when the client shares the two cores.
WORKERS, THREADS = 2, 1
# Seconds for the web server to answer its first page.
PATIENCE = 60


@dataclass
class House:
    environment: dict[str, str]
    folder: Path
    port: int
    # The process id of the web server that runs at the moment.
    web: int = 0
    # Of each of its workers.
    threads: int = THREADS

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def manage(self, *command: str) -> str:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            sys.exit(f"manage.py {' '.join(command)} failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    def ask(self, code: str) -> str:
        """What a piece of Python prints inside the house."""
        return self.manage("shell", "--no-imports", "-c", code).strip()

    @contextmanager
    def serving(self, application: str = "pollenpost.wsgi", **variables: str) -> Iterator[str]:
        """The address of a web server that runs until the block ends, with these variables in its environment."""
        command = [sys.executable, "-m", "gunicorn", application, "--bind", f"{HOST}:{self.port}"]
        command += ["--workers", str(WORKERS), "--threads", str(self.threads), "--log-level", "warning"]
        server = subprocess.Popen(  # noqa: S603
            command, cwd=ROOT, env={**self.environment, **variables}, start_new_session=True
        )
        try:
            _wait_for(self.port, server)
            self.web = server.pid
            yield self.url
        finally:
            _end(server)

    def web_seconds(self) -> float:
        """The processor time that the web server's workers have taken so far."""
        ticks = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                fields = stat.read_text().rpartition(")")[2].split()
                if int(fields[1]) == self.web:
                    ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def house(
    port: int, database_url: str = "", folder: str = "", pictures: bool = True, demo: bool = True
) -> Iterator[House]:
    """A house with the demo in it. A database and folder that are named are used as they are, and stay."""
    own_folder = Path(folder or tempfile.mkdtemp(prefix="pollenpost-bench-"))
    with _database(database_url) as url:
        built = House(_environment(url, own_folder, port), own_folder, port)
        try:
            if not database_url:
                print("Preparing a database (with the demo: a minute or two) …", file=sys.stderr, flush=True)
                built.manage("migrate", "--verbosity", "0")
                built.manage("install_defaults")
                if demo:
                    built.manage("load_demo", "--without-logins", "--readers", "20", *_without(pictures))
            built.manage("install_defaults")
            built.manage("collectstatic", "--noinput", "--verbosity", "0")
            yield built
        finally:
            if not folder:
                shutil.rmtree(own_folder, ignore_errors=True)


def _without(pictures: bool) -> list[str]:
    return [] if pictures else ["--no-pictures"]


def _environment(database_url: str, folder: Path, port: int) -> dict[str, str]:
    address = f"http://{HOST}:{port}"
    house = {
        "DJANGO_SETTINGS_MODULE": "pollenpost.settings.production",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}:{ROOT / 'bench'}",
        "SECRET_KEY": "only-for-measuring-on-this-machine-and-never-anywhere-else-0123456789",
        "ALLOWED_HOSTS": f"{HOST},localhost",
        "PUBLIC_URL": address,
        "POLLENPOST_VAR": str(folder),
        "DATABASE_URL": database_url,
        # Without the proxy that brings HTTPS.
        "SECURE_SSL_REDIRECT": "false",
        "CLIENT_ADDRESS_HEADER": "REMOTE_ADDR",
        "CELERY_BROKER_URL": "memory://",
        "LOG_LEVEL": "ERROR",
    }
    return {**os.environ, **house}


@contextmanager
def _database(named: str) -> Iterator[str]:
    if named:
        yield named
        return
    name = f"pollenpost_bench_{os.getpid()}"
    with psycopg.connect(POSTGRES, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield urlunsplit(urlsplit(POSTGRES)._replace(path=f"/{name}"))
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.1)
    sys.exit(f"The web server did not start on port {port}; its own words stand above.")


def _end(server: subprocess.Popen[bytes]) -> None:
    os.killpg(server.pid, signal.SIGTERM)
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
