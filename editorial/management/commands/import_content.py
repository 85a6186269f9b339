from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import ngettext

from editorial.importing.importer import import_folder


class Command(BaseCommand):
    help = "Imports a folder of Markdown files: an issue, stories, episodes, postcards, or several of these."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        report = import_folder(folder)
        for line in report.lines():
            self.stdout.write(line)
        failed = len(report.failed)
        if failed:
            message = ngettext("%(count)s file failed.", "%(count)s files failed.", failed)
            raise CommandError(message % {"count": failed})
