"""A permanent comparison: a share of the readers with pollen gets what the editors have for everybody."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from hashlib import blake2b
from uuid import UUID

from django.conf import settings
from django.db.models import Count, F, Q, Sum

from newsletters.models import ArmCount, Delivery, EditionQuerySet

from . import counting
from .dependence import Known, design_effect
from .intervals import Interval, Share

# Another word would draw other readers.
_LOT = b"newsletters.holdout"

# The interval holds for less. But where one letter in five is clicked, a share of a hundred is still known to no
# more than 16 points, and what is said of fewer would be read for more than it is; ...
ENOUGH_LETTERS = 100
# ... and where fewer were clicked (or not clicked), one single reader changes the picture.
ENOUGH_OF_EACH = 5


def in_holdout(subject: UUID) -> bool:
    """Always the same answer for the same reader and share: the comparison lasts."""
    lot = int.from_bytes(blake2b(subject.bytes, digest_size=8, key=_LOT).digest(), "big") / 2**64
    return lot < settings.POLLEN_HOLDOUT


class Verdict(Enum):
    NOT_ENOUGH = auto()
    NO_DIFFERENCE = auto()
    BETTER = auto()
    WORSE = auto()


@dataclass(frozen=True)
class Side:
    """One arm in a period. So many letters that are `alike` say as much as one would to another reader."""

    letters: int = 0
    clicked: int = 0
    alike: float = 1.0

    @property
    def share(self) -> Share:
        return Share(self.clicked / self.alike, self.letters / self.alike)

    @property
    def enough(self) -> bool:
        hits, of = self.share
        return of >= ENOUGH_LETTERS and min(hits, of - hits) >= ENOUGH_OF_EACH


@dataclass(frozen=True)
class Comparison:
    """`matched` got what was chosen for them, `holdout` what the editors have for everybody."""

    editions: int
    matched: Side
    holdout: Side

    @property
    def difference(self) -> float:
        return self.matched.share.value - self.holdout.share.value

    @property
    def interval(self) -> Interval:
        return self.matched.share.minus(self.holdout.share)

    @property
    def verdict(self) -> Verdict:
        if not (self.matched.enough and self.holdout.enough):
            return Verdict.NOT_ENOUGH
        if self.interval.low > 0:
            return Verdict.BETTER
        return Verdict.WORSE if self.interval.high < 0 else Verdict.NO_DIFFERENCE


def compared(since: datetime, now: datetime | None = None) -> Comparison:
    """The arms over all editions that left since then and had something to choose."""
    editions = _choosing(since)
    counts = ArmCount.objects.filter(edition__in=editions, letters__gt=0)
    sums = counts.order_by().values_list("arm").annotate(Sum("letters"), Sum("readers_who_clicked"))
    by_arm = {arm: (letters, clicked) for arm, letters, clicked in sums}
    number = counts.aggregate(editions=Count("edition", distinct=True))["editions"]
    alike = _alike(max(since, counting.recounted_since(now)), number) if number else 1.0
    matched, holdout = (by_arm.get(arm.value, (0, 0)) for arm in (Delivery.Arm.MATCHED, Delivery.Arm.HOLDOUT))
    return Comparison(number, Side(*matched, alike), Side(*holdout, alike))


def _choosing(since: datetime) -> EditionQuerySet:
    return counting.sent_since(since).filter(Q(free_places__gt=0) | Q(with_issue=True))


def _alike(since: datetime, number: int) -> float:
    """The design effect of so many editions, from the letters whose clicks are still known.

    Letters a reader grow with the number of editions. Where no clicks are known the worst is taken.
    """
    letters = counting.measured_letters().filter(edition__in=_choosing(since))
    editions = letters.aggregate(editions=Count("edition", distinct=True))["editions"]
    if not editions:
        return float(number)
    readers = letters.order_by().values("subscriber").annotate(n=Count("pk"), y=Count("clicked_at"))
    sums = readers.aggregate(
        letters=Sum("n"),
        clicked=Sum("y"),
        nn=Sum(F("n") * F("n")),
        ny=Sum(F("n") * F("y")),
        yy=Sum(F("y") * F("y")),
    )
    known = Known(**sums)
    return design_effect(known.a_reader * max(number / editions, 1), known.correlation)
