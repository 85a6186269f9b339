from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from subscribers import mail
from subscribers.services.record import record

# The copies that come with the program, by language.
FILES = {"en": "record-of-processing.md", "de": "verzeichnis-von-verarbeitungstaetigkeiten.md"}


class Command(BaseCommand):
    help = (
        "Prints the record of processing activities (GDPR Art. 30) with this installation's publisher and times."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--language", choices=FILES, default="de")
        parser.add_argument("--placeholder", action="store_true", help="Name no publisher.")
        parser.add_argument("--write", action="store_true", help="Write both copies in docs/ instead, unnamed.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["write"]:
            for language, name in FILES.items():
                (Path(settings.ROOT) / "docs" / name).write_text(record(language, None))
            return
        publisher = None if options["placeholder"] else mail.publisher()
        self.stdout.write(record(options["language"], publisher), ending="")
