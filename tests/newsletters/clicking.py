"""What the tests of clicks share: a letter that is out, people and programs who open its links, and the judge."""

from datetime import UTC, datetime, timedelta

import time_machine

from newsletters.models import ClickCount, Delivery
from newsletters.services import clicks, links
from tests.factories import EditionFactory

PERSON = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
SENT = datetime(2026, 6, 1, 6, tzinfo=UTC)
LATER = timedelta(minutes=3)


def sent_to(reader, newsletter, pages, **fields):
    """The delivery of an edition with these pages, handed over at six."""
    edition = EditionFactory(newsletter=newsletter, pins=pages, state="sent")
    return Delivery.objects.create(edition=edition, subscriber=reader, state="sent", sent_at=SENT, **fields)


def after(seconds):
    """So long after the sending."""
    return SENT + timedelta(seconds=seconds)


def opens(client, delivery, page, seconds, agent=PERSON, method="get", **headers):
    """Somebody follows the link to the page (without one: the link nobody sees), so long after the sending."""
    with time_machine.travel(after(seconds), tick=False):
        link = links.recognising(delivery.pk, page.pk) if page else links.trap(delivery.pk)
        return getattr(client, method)(link, headers={"User-Agent": agent, **headers})


def judged(seconds=3600):
    """What the judge counts by then, under its verdicts."""
    clicks.judge(after(seconds))
    return dict(ClickCount.objects.values_list("verdict", "count"))
