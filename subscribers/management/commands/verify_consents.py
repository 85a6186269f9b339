"""Proves the consent ledger and the state beside it: python manage.py verify_consents [--json]

Ends with 1 if anything is broken. Keep the digest over the heads outside of this machine: as long as nobody
declares anything, it stays the same.
"""

import json
import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, no_translations

from subscribers.services import verifying


class Command(BaseCommand):
    help = "Proves every chain of the consent ledger and names the first broken event."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the findings as JSON")

    @no_translations
    def handle(self, **options: Any) -> None:
        began = time.perf_counter()
        report = verifying.verify()
        seconds = time.perf_counter() - began
        if options["json"]:
            self.stdout.write(json.dumps(_plain(report, seconds)))
        else:
            self._tell(report, seconds)
        if not report.sound:
            sys.exit(1)

    def _tell(self, report: verifying.Report, seconds: float) -> None:
        self.stdout.write(
            f"{report.events} events in {report.chains} chains and {report.states} states in {seconds:.1f} s."
        )
        self.stdout.write(f"Digest over the heads of all chains: {report.heads}")
        if report.first:
            self.stderr.write(f"BROKEN in {report.broken} places, first: {report.first.explained}.")
        if report.first_state:
            self.stderr.write(f"{report.differing} states differ, first: {report.first_state.explained}.")
            self.stderr.write("If the chains are whole, `rebuild_consents` makes the states anew.")
        if report.sound:
            self.stdout.write("Every chain is whole, and the state agrees with the ledger.")


def _plain(report: verifying.Report, seconds: float) -> dict[str, Any]:
    return {
        "sound": report.sound,
        "events": report.events,
        "chains": report.chains,
        "states": report.states,
        "seconds": round(seconds, 2),
        "heads": report.heads,
        "broken": report.broken,
        "first": _finding(report.first),
        "differing": report.differing,
        "first_state": _finding(report.first_state),
    }


def _finding(finding: verifying.Finding | None) -> dict[str, Any] | None:
    if finding is None:
        return None
    return {
        "what": finding.what.value,
        "event": finding.event,
        "subject": str(finding.subject),
        "position": finding.position,
        "explained": finding.explained,
    }
