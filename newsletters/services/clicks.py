"""Clicks in letters: held for some minutes, judged together with their neighbours, and then forgotten.

A person's click becomes a grain. What a program did is counted and leaves nothing else (docs/decisions/0037).
"""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice, pairwise
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import F, Min, Q
from django.utils import timezone

from editorial.models import ReadablePage
from newsletters.models import ClickCount, Delivery, DeliveryQuerySet, HeldClick
from pollen.models import Grain
from pollen.services import noting, trying
from pollen.services.reasons import EDITOR, EXPLORED
from subscribers.models import Purpose, Subscriber
from subscribers.services import consent

log = logging.getLogger(__name__)

Verdict = ClickCount.Verdict

# Clicks of one letter with no longer pause between them are one burst and are judged together.
PAUSE = timedelta(seconds=30)
# A burst is over when nothing followed for so long; more than PAUSE, so that none is judged before its end ...
HOLD = timedelta(minutes=2)
# ... unless it does not end.
LONGEST_BURST = timedelta(minutes=10)
# So many different links, and at least half of a letter's, with no more than a second from one to the next: that
# is a program. Somebody who opens three tabs one after the other looks for each headline and takes longer.
SEVERAL_LINKS = 3
PACE = timedelta(seconds=1)
# More clicks of one letter in one go tell nothing new; whoever calls a link without end fills no table.
MOST_HELD = 200
# What was not judged by then (no worker was running) is no longer worth it.
KEPT_FOR = timedelta(days=1)


class Letter(NamedTuple):
    """What a verdict asks of a letter."""

    left_at: datetime | None
    links: int


@transaction.atomic
def hold(
    delivery_id: int, page: ReadablePage | None, known_agent: bool, device_of: UUID | None = None
) -> Subscriber | None:
    """Keeps a click (without a page: on the link that nobody sees) if the letter's reader agreed to pollen.

    The answer is the reader, if it may have been they who clicked: then their browser may be remembered. On a
    device that is known to be somebody else's (`device_of`) a letter was forwarded, and nothing is kept.
    The lock lets a withdrawal come before the question or after the row, which it then deletes.
    """
    delivery = Delivery.objects.select_related("subscriber").filter(pk=delivery_id).first()
    if delivery is None or (page and not ReadablePage.objects.open_to_all().filter(pk=page.pk).exists()):
        return None
    subject = delivery.subscriber.subject
    if device_of not in (None, subject):
        return None
    consent.lock(subject)
    if not consent.stands(subject, Purpose.POLLEN):
        return None
    if HeldClick.objects.filter(delivery=delivery).count() >= MOST_HELD:
        return None
    click = HeldClick.objects.create(delivery=delivery, readable=page, known_agent=known_agent)
    if page is None or known_agent or _too_soon(click.at, left_at(delivery)):
        return None
    lately = HeldClick.objects.filter(delivery=delivery, readable=None, at__gte=click.at - PAUSE)
    return None if lately.exists() else delivery.subscriber


def left_at(delivery: Delivery) -> datetime | None:
    """When the letter was handed over; of one whose arrival is uncertain, when that was begun."""
    return delivery.sent_at or delivery.claimed_at


def _too_soon(at: datetime, left: datetime | None) -> bool:
    return left is not None and at < left + timedelta(seconds=settings.CLICK_TOO_SOON_SECONDS)


def judge(now: datetime | None = None) -> int:
    """Judges the bursts that are over; returns how many clicks that were.

    May be repeated and run by several workers: each letter is taken in one transaction, behind its reader's lock.
    """
    now = now or timezone.now()
    waiting = HeldClick.objects.filter(delivery__subscriber__restricted_at=None).values("delivery_id")
    ripe = waiting.annotate(first=Min("at")).filter(first__lte=now - HOLD).order_by("first")
    judged = 0
    for delivery_id in list(ripe.values_list("delivery_id", flat=True)):
        try:
            judged += _judge_letter(delivery_id, now)
        except DatabaseError:
            raise
        except Exception as error:
            # Its clicks stay as they were, and keep nobody else's waiting.
            log.error("The clicks of delivery %s could not be judged: %s", delivery_id, type(error).__name__)
    return judged


@transaction.atomic
def _judge_letter(delivery_id: int, now: datetime) -> int:
    """A reader who is busy is left for the next time. Withdrawing and erasing hold the reader first, too; a page
    that reports a reading holds them in a way that this leaves free, and so neither waits for the other."""
    readers = Subscriber.objects.select_for_update(skip_locked=True, no_key=True, of=("self",))
    reader = readers.filter(deliveries=delivery_id, restricted_at=None).first()
    if reader is None:
        return 0
    # Read behind the lock: another worker may have judged them meanwhile.
    held = HeldClick.objects.filter(delivery=delivery_id).select_related("readable").order_by("at", "pk")
    over = [click for burst in bursts(list(held)) if _is_over(burst, now) for click in burst]
    if over and consent.stands(reader.subject, Purpose.POLLEN):
        delivery = Delivery.objects.select_related("edition").get(pk=delivery_id)
        _carry_out(delivery, reader, verdicts(over, _letter(delivery)))
    HeldClick.objects.filter(pk__in=[click.pk for click in over]).delete()
    return len(over)


def _is_over(burst: Sequence[HeldClick], now: datetime) -> bool:
    return burst[-1].at <= now - HOLD or burst[0].at <= now - LONGEST_BURST


def _letter(delivery: Delivery) -> Letter:
    """In a digest not everybody gets each pinned item; what came to whom is among the picks."""
    links = {pick["readable"] for pick in delivery.picks}
    links |= {article for pick in delivery.picks for article in pick.get("inside", ())}
    if not delivery.edition.digest:
        links |= {pin.readable_id for pin in delivery.edition.pins.all()}
    return Letter(left_at(delivery), len(links))


def bursts(clicks: Sequence[HeldClick]) -> list[list[HeldClick]]:
    """Clicks of one letter, in the order of time, parted where there was a longer pause."""
    parted = [[click] for click in clicks[:1]]
    for earlier, later in pairwise(clicks):
        if later.at - earlier.at > PAUSE:
            parted.append([])
        parted[-1].append(later)
    return parted


def verdicts(clicks: Sequence[HeldClick], letter: Letter) -> list[tuple[HeldClick, ClickCount.Verdict]]:
    """What each of these clicks of one letter was. Trap and haste tell of a whole burst, the rest of one click."""
    found = []
    for burst in bursts(clicks):
        trapped, hasty = any(click.readable_id is None for click in burst), _all_at_once(burst, letter.links)
        for click in burst:
            if trapped:
                verdict = Verdict.TRAP
            elif click.known_agent:
                verdict = Verdict.AGENT
            elif _too_soon(click.at, letter.left_at):
                verdict = Verdict.TOO_SOON
            else:
                verdict = Verdict.ALL_AT_ONCE if hasty else Verdict.PERSON
            found.append((click, verdict))
    return found


def _all_at_once(burst: Sequence[HeldClick], links: int) -> bool:
    """Whether there is a run of clicks that covers enough links faster than anybody could."""
    needed = max(SEVERAL_LINKS, -(-links // 2))
    most = max(needed, links)
    for start, first in enumerate(burst):
        opened: set[int | None] = set()
        for click in islice(burst, start, None):
            opened.add(click.readable_id)
            passed = click.at - first.at
            if len(opened) >= needed and passed <= PACE * (len(opened) - 1):
                return True
            if passed > PACE * (most - 1):
                break
    return False


def _carry_out(
    delivery: Delivery, reader: Subscriber, judged: Sequence[tuple[HeldClick, ClickCount.Verdict]]
) -> None:
    first: datetime | None = None
    for click, verdict in judged:
        if verdict == Verdict.PERSON and click.readable:
            first = first or click.at
            _keep(delivery, reader, click.readable.original_id, click.at)
    if first:
        Delivery.objects.filter(pk=delivery.pk, clicked_at=None).update(clicked_at=first)
    totals: dict[ClickCount.Verdict, int] = {}
    for _click, verdict in judged:
        totals[verdict] = totals.get(verdict, 0) + 1
    _count(delivery.edition_id, totals)


def _keep(delivery: Delivery, reader: Subscriber, readable: int, at: datetime) -> None:
    """The grain of a click. If it is the reader's first on what was tried out, it speaks for that."""
    tried = {pick["readable"] for pick in delivery.picks if pick["kind"] == EXPLORED}
    grains = Grain.objects.filter(subscriber=reader, readable=readable, kind=Grain.Kind.CLICK)
    first = readable in tried and not grains.exists()
    # Nothing is written of a text that was unpublished meanwhile, so it would be the first again and again.
    if noting.note(reader.subject, readable, Grain.Kind.CLICK, at) and first:
        trying.clicked(readable)


def _count(edition_id: int, totals: Mapping[ClickCount.Verdict, int]) -> None:
    """In one order of the verdicts, so that two workers never wait for each other."""
    for verdict, clicks in sorted(totals.items()):
        row, _made = ClickCount.objects.get_or_create(edition_id=edition_id, verdict=verdict)
        ClickCount.objects.filter(pk=row.pk).update(count=F("count") + clicks)


def counts(edition_id: int) -> dict[ClickCount.Verdict, int]:
    """The numbers of an edition under every verdict."""
    kept = dict(ClickCount.objects.filter(edition=edition_id).values_list("verdict", "count"))
    return {verdict: kept.get(verdict.value, 0) for verdict in Verdict}


def forget(subject: UUID) -> None:
    """Deletes what is known of the clicks of a reader who withdrew pollen, their part in the comparison, and from
    what was chosen for them what it was chosen by."""
    HeldClick.objects.filter(delivery__subscriber__subject=subject).delete()
    letters = Delivery.objects.filter(subscriber__subject=subject)
    told = Q(clicked_at__isnull=False) | ~Q(arm="") | ~Q(eligible="")
    # A letter that is still to leave is touched in any case, so that its worker and this wait for each other.
    to_leave = Q(state__in=[Delivery.State.QUEUED, Delivery.State.SENDING])
    letters.filter(told | to_leave).update(clicked_at=None, arm="", eligible="")
    forget_reasons(letters.filter(personalised=True))


def forget_reasons(letters: DeliveryQuerySet) -> int:
    """Of these letters only which texts they brought is kept, as if the editors had placed them."""
    ids = list(letters.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), 500):
        some = Delivery.objects.filter(pk__in=ids[start : start + 500]).only("picks")
        rows = list(some)
        for row in rows:
            row.picks = [_without_reason(pick) for pick in row.picks]
            row.personalised = False
        Delivery.objects.bulk_update(rows, ["picks", "personalised"])
    return len(ids)


def _without_reason(pick: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: pick[name] for name in ("readable", "inside") if name in pick}
    return kept | {"kind": EDITOR}
