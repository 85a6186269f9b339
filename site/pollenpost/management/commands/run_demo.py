import os
import sys
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.migrations.executor import MigrationExecutor

from pollenpost.defaults import install_defaults
from pollenpost.demo import loading, logins, ports, processes

WELCOME = """
  Pollenpost is running.

    The site       {url}/
    The admin      {url}/admin/
    The outbox     {url}/admin/outbox/   (every letter that was sent; none leaves this machine)

    Logins         {logins}; the password of each: {password}

  Stop it with Ctrl-C. What you change is kept in {var} and there again next time.
"""


class Command(BaseCommand):
    help = "The demo: prepares the database once, then runs site, worker and beat until Ctrl-C."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="If it is taken, the next free one.")
        parser.add_argument("--host", default=ports.HOST, help="Where to listen; default: this machine only.")

    def handle(self, *args: Any, port: int, host: str, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("DEBUG is off: run_demo is for looking around, not for a public installation.")
        try:
            free = ports.next_free_port(port, host)
            # A child process inherits PUBLIC_URL, so that links in letters lead to where the site is.
            url = os.environ.get("PUBLIC_URL", "").rstrip("/") or f"http://localhost:{free}"
            with processes.only_one(settings.VAR, url):
                if free != port:
                    self._say(f"Port {port} is taken; using {free}.")
                self._prepare(url)
                names = ", ".join(logins.LOGINS)
                self._say(WELCOME.format(url=url, logins=names, password=logins.PASSWORD, var=settings.VAR))
                status = processes.run(processes.commands(host, free), _environment(url))
        except ports.NoFreePort as error:
            raise CommandError(str(error)) from None
        except processes.AlreadyRunning as error:
            raise CommandError(f"The demo is running already: {error}") from None
        self._say("\nPollenpost has stopped. Start it again with: make run")
        sys.exit(status)

    def _prepare(self, url: str) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self._say("Preparing the database …")
            call_command("migrate", database=DEFAULT_DB_ALIAS, interactive=False, verbosity=0)
        if loading.is_loaded():
            install_defaults(public_url=url)
            return
        self._say("Loading the demo (once) …")
        install_defaults(public_url=url)
        call_command("load_demo", stdout=self.stdout)
        # Once more: the port of this start belongs into the addresses that pages name of themselves.
        install_defaults(public_url=url)

    def _say(self, line: str) -> None:
        # The terminal may be gone.
        with suppress(OSError):
            self.stdout.write(line)
            self.stdout.flush()


def _environment(url: str) -> dict[str, str]:
    return {
        # What is not started by manage.py would take the production settings.
        "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"],
        "PUBLIC_URL": url,
        # As in production; development settings keep no pages.
        "PAGE_CACHE_SECONDS": os.environ.get("PAGE_CACHE_SECONDS", "600"),
        "LOG_LEVEL": os.environ.get("LOG_LEVEL", "WARNING"),
        "PYTHONUNBUFFERED": "1",
        # In a container everything is root, and six lines about it hide what matters here.
        "PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges",
    }
