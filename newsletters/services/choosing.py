"""Who gets what: for each reader of a batch the items of the free places, with the reasons."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from newsletters.models import Delivery, Edition
from pollen.services import reasons, selection, whole_issues
from pollen.services.reasons import Pick
from subscribers.models import Purpose, Subscriber
from subscribers.services import consent

from . import comparison, digests, offering, placing

Arm = Delivery.Arm

# No subscriber has this id.
NOBODY = 0


@dataclass(frozen=True)
class Choice:
    """One reader's free places: chosen for them, or as the house thinks for everybody.

    `arm` is empty without the pollen consent: nobody is measured who did not agree.
    """

    picks: list[Pick]
    arm: str = ""
    # Which of the pinned items this reader gets; None for all of them. Only digests tell readers apart.
    pins: list[int] | None = None
    # The places in the edition's candidates of all that could have been chosen.
    eligible: Sequence[int] = ()

    @property
    def personalised(self) -> bool:
        return self.arm == Arm.MATCHED

    @property
    def recognises(self) -> bool:
        """Whether the links in the letter tell who opens them."""
        return bool(self.arm)

    @property
    def noted(self) -> list[Pick]:
        """What is kept with the delivery, beside what the edition itself says."""
        return [Pick(readable, reasons.EDITOR) for readable in self.pins or ()] + self.picks


def choose(edition: Edition, readers: Sequence[Subscriber], now: datetime | None = None) -> dict[int, Choice]:
    """The choices by subscriber id; a fixed number of queries however many readers there are."""
    offer = offering.of(edition, now)
    ids = [reader.pk for reader in readers]
    with_pollen = consent.consenting_ids(ids, Purpose.POLLEN)
    sent = already_sent(edition, ids)
    pins = digests.pins_for(edition, ids, sent) if edition.digest else {}
    closed = offer.closed()
    for pk in ids:
        sent[pk] |= closed.union(pins.get(pk, ()))
    arms = {
        reader.pk: Arm.HOLDOUT if comparison.in_holdout(reader.subject) else Arm.MATCHED
        for reader in readers
        if reader.pk in with_pollen
    }
    matched = [pk for pk in ids if arms.get(pk) == Arm.MATCHED]
    others = [pk for pk in ids if arms.get(pk) != Arm.MATCHED]
    tried = placing.trying_out(offer.places, edition, offer.chances, matched)
    found = selection.select(matched, offer.pool, tried, sent, now)
    found |= selection.for_everyone(others, offer.pool, offer.places, sent)
    picks = {pk: found[pk].picks for pk in ids}
    issues = _issues(edition, offer, picks, sent, closed, matched, now)
    # The pool is in another order than a digest's candidates, and lacks what was unpublished meanwhile.
    frozen = edition.frozen or edition.candidate_ids
    place = {pk: n for n, pk in enumerate(edition.candidate_ids if frozen else offer.pool.readables)}
    return {
        pk: Choice(
            picks[pk] + issues.get(pk, []),
            arms.get(pk, ""),
            pins.get(pk),
            [place[offer.pool.readables[row]] for row in found[pk].eligible] if pk in arms else (),
        )
        for pk in ids
    }


def for_nobody(edition: Edition, now: datetime | None = None) -> list[Pick]:
    """What a reader gets of whom nothing is known."""
    offer = offering.of(edition, now)
    closed = offer.closed()
    picks = selection.for_everyone([NOBODY], offer.pool, offer.places, {NOBODY: closed})[NOBODY].picks
    return picks + _issues(edition, offer, {NOBODY: picks}, {NOBODY: closed}, closed, [], now).get(NOBODY, [])


def _issues(
    edition: Edition,
    offer: offering.Offer,
    picks: Mapping[int, Sequence[Pick]],
    sent: Mapping[int, set[int]],
    closed: set[int],
    known: Sequence[int],
    now: datetime | None,
) -> dict[int, list[Pick]]:
    """By subscriber id the whole issue that fits, if the edition has a place for one.

    Nobody is pointed at an article in it that stands in the letter anyway.
    """
    if offer.shelf is None:
        return {}
    pinned = {pin.readable_id for pin in edition.pins.all()}
    had = {pk: sent.get(pk, set()) | pinned for pk in picks}
    besides = {pk: closed.union(pinned, (pick.readable for pick in mine)) for pk, mine in picks.items()}
    chosen = whole_issues.choose(list(picks), offer.shelf, had, known, now, besides)
    return {pk: [pick] for pk, pick in chosen.items()}


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
