"""What the free places of an edition choose among: made once for all its readers, not for each batch of them."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import numpy as np
from django.utils import timezone
from numpy.typing import NDArray

from editorial.models import ReadablePage
from newsletters.models import Edition
from pollen.engine import Places
from pollen.services import whole_issues
from pollen.services.pool import Pool, pool_of
from pollen.services.whole_issues import Shelf

from . import placing

# More candidates than this say nothing new; the newest are taken.
MOST_CANDIDATES = 300


@dataclass(frozen=True)
class Offer:
    """`shelf` is there if the edition has a place for a whole issue."""

    pool: Pool
    places: Places
    chances: NDArray[np.float32]
    shelf: Shelf | None

    def closed(self) -> set[int]:
        """What has been closed since the offer was made, and may not go out any more."""
        offered = {*self.pool.readables}
        if self.shelf:
            offered |= {*self.shelf.issues, *self.shelf.pool.readables}
        still = ReadablePage.objects.open_to_all().filter(pk__in=offered)
        return offered - set(still.values_list("pk", flat=True))


def of(edition: Edition, now: datetime | None = None) -> Offer:
    """While the edition is being sent, each worker makes its offer once an hour; before that it is always new."""
    if edition.state != Edition.State.SENDING or now is not None:
        return _made(edition, now)
    return made_in_the_hour(
        edition.pk, edition.created_at, timezone.now().replace(minute=0, second=0, microsecond=0)
    )


@lru_cache(maxsize=4)
def made_in_the_hour(edition_id: int, created: datetime, hour: datetime) -> Offer:
    """Id and `created_at` together name one edition for ever; each hour the trend and the age of texts go on."""
    return _made(Edition.objects.get(pk=edition_id, created_at=created), None)


def shelf_of(edition: Edition, now: datetime | None = None) -> Shelf | None:
    """The issues that may come with the edition: frozen when sending began."""
    if not edition.with_issue:
        return None
    return whole_issues.shelf(now, only=edition.issue_ids if edition.frozen else None)


def _made(edition: Edition, now: datetime | None) -> Offer:
    pool = pool_of(list(edition.candidates().defer_streamfields()[:MOST_CANDIDATES]), now)
    return Offer(pool, placing.places_of(edition, pool), placing.chances(edition, pool), shelf_of(edition, now))
