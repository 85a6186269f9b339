from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from pollenpost.defaults import install_defaults
from pollenpost.demo import loading, logins


class Command(BaseCommand):
    help = "Fills the database with the demo: content, pictures, invented readers, a letter that is due."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--readers", type=int, default=loading.Size.readers, help="How many; default: %(default)s."
        )
        parser.add_argument(
            "--no-pictures", dest="pictures", action="store_false", help="Leaves the drawings out."
        )
        parser.add_argument(
            "--without-logins", action="store_true", help="Makes no logins; the only way where DEBUG is off."
        )

    def handle(self, *args: Any, readers: int, pictures: bool, without_logins: bool, **options: Any) -> None:
        if not (without_logins or settings.DEBUG):
            raise CommandError(
                "DEBUG is off, and the demo's password is public: logins are not made here. "
                "Run load_demo --without-logins, then manage.py createsuperuser."
            )
        install_defaults()
        if not without_logins:
            self._install_logins()
        try:
            loading.load(loading.Size(readers, pictures), self._say)
        except loading.RealReaders:
            raise CommandError(
                "This database has readers of its own. The demo is loaded into an empty one only: "
                "name another in DATABASE_URL."
            ) from None

    def _install_logins(self) -> None:
        made = logins.install_logins()
        self._say(f"Logins: {', '.join(made)}" if made else "Logins: already there, kept as they are")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
