from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from subscribers.services import replaying


class Command(BaseCommand):
    help = "After a restored backup: erases again whoever was erased since it was made. Nobody gets a second mail."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--file", type=Path, help="Another file than ERASURES_FILE names.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would be done, and change nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"] or Path(settings.ERASURES_FILE)
        try:
            report = replaying.replay(path, dry_run=options["dry_run"])
        except FileNotFoundError as error:
            raise CommandError(
                f"There is no file {path}. Either nobody was ever erased here, and there is nothing to do, or "
                "ERASURES_FILE names another place than it used to: name the file with --file."
            ) from error
        except OSError as error:
            raise CommandError(f"The erasures could not be read: {error}. Name the file with --file.") from error
        self._warn(report)
        would = "would be " if options["dry_run"] else ""
        self.stdout.write(
            f"{report.lines} lines read. {report.readers} readers and {report.strangers} other addresses {would}"
            f"erased again, {report.suppressed} entries of the suppression list {would}made again."
        )

    def _warn(self, report: replaying.Report) -> None:
        if report.unreadable:
            self.stderr.write(f"{report.unreadable} lines could not be read and were passed over.")
        if report.strange_keys:
            keys = ", ".join(sorted(report.strange_keys))
            self.stderr.write(
                f"Lines were made with keys that are not set: {keys}. Whoever stands in them cannot be found. Put "
                "these keys into SUPPRESSION_KEYS (behind the current one) and run this again."
            )
