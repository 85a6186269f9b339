"""What was chosen from what, a JSON line each: python manage.py export_selections --since 2026-10-01 > file

For replay (newsletters/services/replay.py). Delete the file when it has served: it names nobody, but is about
single readers.
"""

import json
from argparse import ArgumentParser
from datetime import date, datetime, time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations
from django.utils import timezone

from newsletters.services import replay


class Command(BaseCommand):
    help = "Prints one JSON line for each selection, of readers whose pollen consent stands."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--since", help="a day such as 2026-10-01; default: as long as clicks are known")

    @no_translations
    def handle(self, **options: Any) -> None:
        known = replay.known_since()
        since = _begin(options["since"]) if options["since"] else known
        if since < known:
            self.stderr.write(f"Clicks are known since {known:%Y-%m-%d}; what is older is left out.")
        lines = 0
        for line in replay.selections(since):
            self.stdout.write(json.dumps(line))
            lines += 1
        self.stderr.write(f"{lines} selections.")


def _begin(day: str) -> datetime:
    try:
        return timezone.make_aware(datetime.combine(date.fromisoformat(day), time()))
    except ValueError as error:
        raise CommandError(f"{day} is no day such as 2026-10-01.") from error
