"""`celery worker` as a process of its own, upon the test database and a queue of its own."""

import os
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path
from urllib.parse import quote

import redis
from celery import current_app
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


class Workers:
    """Starts workers one after another; what was started is ended with `close`."""

    def __init__(self, smtp_port: int, folder: Path) -> None:
        self.queue = f"test-{uuid.uuid4().hex}"
        self.smtp_port = smtp_port
        self.folder = folder
        self.log = folder / "worker.log"
        self.process: subprocess.Popen | None = None
        self.redis = redis.Redis.from_url(settings.CELERY_BROKER_URL)

    def start(self) -> None:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.services.worker_settings",
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "site")]),
            "DATABASE_URL": database_url(),
            "EMAIL_URL": f"smtp://127.0.0.1:{self.smtp_port}",
            "POLLENPOST_TEST_QUEUE": self.queue,
            "POLLENPOST_VAR": str(self.folder),
        }
        command = (
            "-m celery -A pollenpost worker --concurrency 2 --loglevel INFO --without-gossip --without-mingle"
        )
        self.process = subprocess.Popen(
            [sys.executable, *command.split(), "-Q", self.queue],
            env=environment,
            cwd=ROOT,
            stdout=self.log.open("ab"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def send(self, task: str, *args: object) -> None:
        current_app.send_task(task, args=args, queue=self.queue)

    def kill(self) -> None:
        """As a power cut would: the worker and its children at once."""
        assert self.process
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def finish(self) -> None:
        """Waits until the queue is empty, then lets the worker finish what it has taken."""
        wait_until(lambda: self.redis.llen(self.queue) == 0, self)
        assert self.process
        self.process.terminate()
        self.process.wait(timeout=60)

    def close(self) -> None:
        if self.process and self.process.poll() is None:
            self.kill()
        self.redis.delete(self.queue)
        self.redis.close()


def wait_until(condition, workers: Workers, seconds: float = 60) -> None:
    """Fails with the end of the worker's log when it takes too long."""
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            raise AssertionError(f"Not within {seconds} s. The worker said:\n{workers.log.read_text()[-4000:]}")
        time.sleep(0.05)


def database_url() -> str:
    """The address of the database that this test process uses, test_ and the worker's suffix included."""
    access = connection.settings_dict
    user = quote(access["USER"] or "", safe="")
    password = f":{quote(access['PASSWORD'], safe='')}" if access["PASSWORD"] else ""
    return f"postgres://{user}{password}@{access['HOST']}:{access['PORT'] or 5432}/{access['NAME']}"
