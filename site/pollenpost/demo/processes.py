"""The three processes of the demo under one roof: web, worker and beat. One Ctrl-C ends them all."""

import fcntl
import os
import select
import shlex
import signal
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import honcho.manager
from honcho.compat import ProcessManager
from honcho.manager import Manager
from honcho.printer import Message, Printer

STOPPED_BY_HAND = (128 + signal.SIGINT, 128 + signal.SIGTERM)
# Seconds for the worker to finish the batch it has in hand before it is killed.
FINISHING_TIME = 20


class AlreadyRunning(Exception):
    """Another demo uses the same folder; the message is what it noted about itself."""


class _Printer(Printer):
    """What the processes say while they run; of honcho's own lines only that one of them ended by itself."""

    hushed = False

    def write(self, message: Message) -> None:
        by_honcho = message.name == "system"
        if not self.hushed and (not by_honcho or " stopped " in message.data):
            # Whoever read our output (a pager, tee, a terminal) may be gone before the processes are.
            with suppress(OSError):
                super().write(message)


class _Interrupting(ProcessManager):
    """Ends a process group with SIGINT: the children of Celery's worker ignore it, so that the worker can let
    them finish the letters they have in hand. SIGTERM would cut them off."""

    def terminate(self, pid: int) -> None:
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGINT)


class _Roof(Manager):
    def __init__(self) -> None:
        super().__init__(_Printer(sys.stdout))
        self._procmgr = _Interrupting()

    def terminate(self) -> None:
        if self.returncode in STOPPED_BY_HAND and not self._terminating:
            with suppress(OSError):
                print("\nStopping …", flush=True)
            self._printer.hushed = True
        super().terminate()


def commands(host: str, port: int) -> dict[str, list[str]]:
    python = sys.executable
    celery = [python, "-m", "celery", "--quiet", "--app", "pollenpost"]
    return {
        "web": [
            *(python, "-m", "gunicorn", "pollenpost.wsgi", "--bind", f"{host}:{port}"),
            *("--threads", "8", "--no-control-socket", "--log-level", "warning", "--graceful-timeout", "3"),
        ],
        "worker": [
            *(*celery, "worker", "--concurrency", "2", "--loglevel", "WARNING"),
            *("--without-gossip", "--without-mingle", "--without-heartbeat"),
        ],
        "beat": [*celery, "beat", "--loglevel", "WARNING"],
    }


def run(programs: Mapping[str, list[str]], environment: Mapping[str, str]) -> int:
    """Blocks until all have ended; if one ends by itself, the others are ended, too. Returns the exit status."""
    honcho.manager.KILL_WAIT = FINISHING_TIME
    manager = _Roof()
    for name, program in programs.items():
        # Without `exec` a shell would stand between us and the process, and get the signals.
        manager.add_process(name, f"exec {shlex.join(program)}", env={**os.environ, **environment})
    # A closed terminal ends the demo as kill would: nobody is left to stop it by hand.
    signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    if sys.stdout.isatty():
        threading.Thread(target=_end_with, args=[sys.stdout.fileno()], daemon=True).start()
    manager.loop()
    return 0 if manager.returncode in STOPPED_BY_HAND else manager.returncode or 0


def _end_with(terminal: int) -> None:
    """SIGHUP goes to the first process of a terminal; where that is make (`xterm -e make run`), we get none."""
    watch = select.poll()
    watch.register(terminal, 0)
    watch.poll()
    os.kill(os.getpid(), signal.SIGTERM)


@contextmanager
def only_one(folder: Path, note: str) -> Iterator[None]:
    """Holds a lock on the folder: two beats upon one database would do everything twice."""
    path = folder / "run_demo.lock"
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise AlreadyRunning(file.read().strip()) from None
        file.seek(0)
        file.truncate()
        file.write(note)
        file.flush()
        yield
