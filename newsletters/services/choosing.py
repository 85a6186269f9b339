"""Who gets what: for each reader of a batch the items of the free places, with the reasons."""

from collections import defaultdict
from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from editorial.models import ReadablePage
from newsletters.models import Delivery, Edition
from pollen.services import reasons, selection
from pollen.services.reasons import Pick
from subscribers.models import Purpose, Subscriber
from subscribers.services import consent

from . import digests

# More candidates than this say nothing new; the newest are taken.
MOST_CANDIDATES = 300


@dataclass(frozen=True)
class Choice:
    """One reader's free places. Without the pollen consent they are the editors' choice: the newest."""

    personalised: bool
    picks: list[Pick]
    # Which of the pinned items this reader gets; None for all of them. Only digests tell readers apart.
    pins: list[int] | None = None

    @property
    def noted(self) -> list[Pick]:
        """What is kept with the delivery, beside what the edition itself says."""
        return [Pick(readable, reasons.EDITOR) for readable in self.pins or ()] + self.picks


def choose(edition: Edition, readers: Sequence[Subscriber], now: datetime | None = None) -> dict[int, Choice]:
    """The choices by subscriber id; a fixed number of queries however many readers there are."""
    pages = list(edition.candidates()[:MOST_CANDIDATES])
    ids = [reader.pk for reader in readers]
    with_pollen = consent.consenting_ids(ids, Purpose.POLLEN)
    sent = already_sent(edition, ids)
    pins = digests.pins_for(edition, ids, sent) if edition.digest else {}
    for pk, pinned in pins.items():
        sent[pk].update(pinned)
    known = [pk for pk in ids if pk in with_pollen]
    picks = selection.select(known, selection.candidates_from(pages, now), edition.free_places, sent, now)
    choices = {pk: Choice(True, found, pins.get(pk)) for pk, found in picks.items()}
    for pk in set(ids) - with_pollen:
        choices[pk] = Choice(False, newest(pages, edition.free_places, sent[pk]), pins.get(pk))
    return choices


def newest(pages: Sequence[ReadablePage], places: int, without: Set[int] = frozenset()) -> list[Pick]:
    """The editors' choice for everybody of whom nothing is known."""
    return [Pick(page.pk, reasons.NEWEST) for page in pages if page.pk not in without][:places]


def already_sent(edition: Edition, readers: Sequence[int]) -> dict[int, set[int]]:
    """What these readers got in earlier editions of this newsletter, pinned items included."""
    earlier = Edition.objects.filter(newsletter_id=edition.newsletter_id).exclude(pk=edition.pk)
    pinned: dict[int, set[int]] = defaultdict(set)
    # Of a digest not everybody got every pinned item: what came to whom is among the picks.
    for edition_id, readable in earlier.ordinary().values_list("pk", "pins__readable_id"):
        pinned[edition_id].add(readable)
    sent: dict[int, set[int]] = defaultdict(set)
    left = [Delivery.State.SENDING, Delivery.State.SENT, Delivery.State.UNCERTAIN]
    deliveries = Delivery.objects.filter(edition__in=earlier, subscriber_id__in=readers, state__in=left)
    for subscriber, edition_id, picks in deliveries.values_list("subscriber_id", "edition_id", "picks"):
        sent[subscriber] |= pinned[edition_id] | {pick["readable"] for pick in picks}
    return sent
