"""The free places of an edition, with the editors' quotas and the place that tries something out."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.random import default_rng
from numpy.typing import NDArray

from editorial.models import ReadablePage
from magazine.models import ArticlePage
from newsletters.models import Edition, Quota
from pollen.engine import Places, exploring
from pollen.services.pool import Pool

# For a quota that names no upper bound.
NO_BOUND = 1_000


def places_of(edition: Edition, pool: Pool) -> Places:
    return Places(edition.free_places, **_quotas(edition, pool))


def chances(edition: Edition, pool: Pool) -> NDArray[np.float32]:
    """How likely each candidate is to be the one that is tried out."""
    return exploring.chances(pool.arrays.shown, pool.arrays.clicked, default_rng(edition.pk or 0))


def trying_out(places: Places, edition: Edition, chances: NDArray[np.float32], readers: Sequence[int]) -> Places:
    """The same with one place that tries something out, for readers from whose clicks something can be learned.

    The lots are drawn from edition and reader, so that a preview shows what will be sent.
    """
    return replace(places, chances=chances, lots=exploring.lots(edition.pk or 0, readers))


def _quotas(edition: Edition, pool: Pool) -> dict[str, NDArray[Any]]:
    """Which of the N candidates count for which of the Q quotas, and the bounds of these."""
    quotas = list(edition.quotas.all())
    if not quotas:
        return {}
    on_shelf = [_shelf(quota, pool) for quota in quotas]
    return {
        "shelves": np.array([[pk in shelf for shelf in on_shelf] for pk in pool.readables], dtype=bool),
        "at_least": np.array([quota.at_least for quota in quotas], dtype=np.int32),
        "at_most": np.array(
            [NO_BOUND if quota.at_most is None else quota.at_most for quota in quotas], dtype=np.int32
        ),
    }


def _shelf(quota: Quota, pool: Pool) -> set[int]:
    if quota.kind:
        rows = ReadablePage.objects.filter(content_type__model=f"{quota.kind}page")
    else:
        rows = ArticlePage.objects.filter(section_id=quota.section_id)
    return set(rows.filter(pk__in=pool.readables).values_list("pk", flat=True))
