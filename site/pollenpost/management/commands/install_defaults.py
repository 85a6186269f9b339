from typing import Any

from django.core.management.base import BaseCommand

from pollenpost.defaults import install_defaults


class Command(BaseCommand):
    help = "Makes the home page, the purposes, the first newsletter and the roles; keeps what is there."

    def handle(self, *args: Any, **options: Any) -> None:
        install_defaults(self.stdout.write)
