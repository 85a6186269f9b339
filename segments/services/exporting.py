"""A list that one may lawfully use: for one purpose, of those who agree to it now, with the columns it needs."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db import transaction

from editorial.models import Topic
from segments.models import Export
from subscribers.models import Purpose, Subscriber
from subscribers.services.csv_cells import BYTE_ORDER_MARK, harmless

from .interests import topic_segment

COLUMNS = ("email", "name", "form_of_address", "language")


class TooFew(Exception):
    """The list would hold fewer readers than settings.EXPORT_MINIMUM_SIZE."""


def export(topic: Topic, purpose: Purpose, user: Any) -> Iterator[str]:
    """The lines of the CSV file. Asks the consent ledger now and logs who took whom; raises TooFew."""
    readers = lawful_readers(topic, purpose)
    if len(readers) < settings.EXPORT_MINIMUM_SIZE:
        raise TooFew
    with transaction.atomic():
        Export.objects.create(
            by=user, topic=topic, purpose=purpose, subjects=[str(reader.subject) for reader in readers]
        )
    return lines(readers)


def lawful_readers(topic: Topic, purpose: Purpose) -> list[Subscriber]:
    """Members of the topic's segment who agreed to pollen and to this purpose, and are not making a pause."""
    members = topic_segment(topic).members
    readers = Subscriber.objects.filter(pk__in=members).mailable(purpose).consenting(Purpose.POLLEN)
    return list(readers.order_by("email"))


def lines(readers: Iterable[Subscriber]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    buffer.write(BYTE_ORDER_MARK)
    writer.writerow(COLUMNS)
    for reader in readers:
        writer.writerow([harmless(str(getattr(reader, column))) for column in COLUMNS])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
