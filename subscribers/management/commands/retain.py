from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from subscribers.services import retaining


class Command(BaseCommand):
    help = "Applies the rules of retention, as beat does once a day, and prints a table of them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Count what is over, and let nothing go.")

    def handle(self, *args: Any, **options: Any) -> None:
        lines = retaining.table()
        report = {line.rule.key: line.due for line in lines}
        if not options["dry_run"]:
            report = retaining.run().report
        width = max(len(line.rule.key) for line in lines)
        self.stdout.write(f"{'rule':<{width}}  {'days':>5}  {'due' if options['dry_run'] else 'let go':>9}  what")
        for line in lines:
            said = f"{line.rule.key:<{width}}  {line.days:>5}  {report.get(line.rule.key, 0):>9}  {line.rule.what}"
            self.stdout.write(said)
        if failed := sorted(key for key, count in report.items() if count == retaining.FAILED):
            raise CommandError(f"These rules failed, and the log says why: {', '.join(failed)}.")
