from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from subscribers.services import suppression

HOW = """
To rotate: put a new key in front of SUPPRESSION_KEYS, keep the old ones behind it, and restart all processes.
  python -c 'import secrets; print(secrets.token_urlsafe(64))'
An entry moves to the new key when its address is seen again. An old key may go once no entry names it and every
backup is younger than the last line in ERASURES_FILE that names it. Without the key nobody is found who is listed
under it: they could be mailed again.
"""


class Command(BaseCommand):
    help = "Shows with which keys the hashes of addresses were made, and how to change the key."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.SUPPRESSION_KEYS:
            self.stdout.write("SUPPRESSION_KEYS is not set: the list hangs on SECRET_KEY and its fallbacks.")
        for use in suppression.keys_in_use():
            self.stdout.write(f"{use.name}  {use.state:<8}  {use.count:>9} entries")
        self.stdout.write(HOW)
