from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    help = "Turns locale/*/LC_MESSAGES/*.po into .mo files; needs no gettext installed."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, help="Only these .po files; default: all.")

    def handle(self, *args: Any, files: list[Path], **options: Any) -> None:
        for source in files or all_catalogues():
            compile_catalogue(source)
            self.stdout.write(f"Compiled {source}")


def all_catalogues() -> list[Path]:
    return sorted(po for folder in settings.LOCALE_PATHS for po in Path(folder).glob("*/LC_MESSAGES/*.po"))


def compile_catalogue(source: Path) -> None:
    """Writes the .mo beside the .po. Fuzzy entries are left out, as msgfmt does."""
    try:
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parent.parent.name, abort_invalid=True)
    except (OSError, PoFileError) as error:
        raise CommandError(f"{source}: {error}") from error
    unfinished = source.with_suffix(".mo.part")
    with unfinished.open("wb") as file:
        write_mo(file, catalogue)
    unfinished.replace(source.with_suffix(".mo"))
