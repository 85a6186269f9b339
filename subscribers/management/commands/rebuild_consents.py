"""Makes the states of all consents anew from the ledger: python manage.py rebuild_consents"""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from subscribers.services import rebuilding


class Command(BaseCommand):
    help = "Makes the present state of all consents anew from the ledger, in one transaction."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--although-cut-off",
            action="store_true",
            help="even if states know of events that the ledger no longer has",
        )

    def handle(self, **options: Any) -> None:
        began = time.perf_counter()
        try:
            states = rebuilding.rebuild(options["although_cut_off"])
        except rebuilding.LedgerIsShorter as error:
            raise CommandError(
                f"{error} states know of events that the ledger no longer has: its end was cut off, and they are "
                "the last trace of that. Run verify_consents, keep a copy of the table subscribers_consentstate, "
                "put the ledger back from a backup, or repeat this with --although-cut-off. Nothing was changed."
            ) from error
        self.stdout.write(f"{states} states made in {time.perf_counter() - began:.1f} s.")
