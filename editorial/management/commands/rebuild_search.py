from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from editorial.search import indexing, trigrams


class Command(BaseCommand):
    help = "Reads everything published into the index of the search again. Readers may search meanwhile."

    def handle(self, *args: Any, **options: Any) -> None:
        trigrams.prepare(connection)
        count = indexing.rebuild()
        self.stdout.write(f"{count} pages are in the index.")
        if connection.vendor == "postgresql" and not trigrams.available():
            self.stdout.write(
                "This role may not install pg_trgm; similar words are compared in memory instead. "
                "To change that, run as a superuser in this database: CREATE EXTENSION pg_trgm"
            )
