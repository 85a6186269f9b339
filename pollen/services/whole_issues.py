"""The issue of the magazine that fits each reader, and the articles in it to begin with."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from django.utils import timezone
from numpy.typing import NDArray

from editorial.models import ReadablePage
from magazine.models import IssuePage
from pollen import engine
from pollen.engine import Profiles
from pollen.engine.issues import IssuePicks

from . import reasons, selection
from .pool import Pool, pool_of
from .reasons import Pick

# Three years of a quarterly; who looks for older ones finds them in the magazine.
MOST_ISSUES = 12


@dataclass(frozen=True)
class Shelf:
    """The I issues that may be chosen, by id, newest first; their N articles; and whose each of them is."""

    issues: Sequence[int]
    pool: Pool
    issue_of: NDArray[np.int_]

    def articles(self, issue: int) -> list[int]:
        """The ids of the articles of this issue."""
        place = list(self.issues).index(issue)
        return [pk for pk, whose in zip(self.pool.readables, self.issue_of, strict=True) if whose == place]


def shelf(now: datetime | None = None, only: Sequence[int] | None = None) -> Shelf:
    """The newest issues, or those of `only` (by id) that are still open to all."""
    open_issues = IssuePage.objects.open_to_all().originals()
    if only is not None:
        open_issues = open_issues.filter(pk__in=only)
    wanted = open_issues.exclude(editors_weight=ReadablePage.Weight.NOWHERE).newest_first()
    issues = list(wanted.defer_streamfields()[:MOST_ISSUES])
    inside = [(place, article) for place, issue in enumerate(issues) for article in issue.contents()]
    pool = pool_of([article for _place, article in inside], now)
    return Shelf([issue.pk for issue in issues], pool, np.array([place for place, _article in inside], dtype=int))


def choose(
    readers: Sequence[int],
    shelf: Shelf,
    had: Mapping[int, Iterable[int]],
    known: Iterable[int],
    now: datetime | None = None,
    besides: Mapping[int, Iterable[int]] | None = None,
) -> dict[int, Pick]:
    """By subscriber id one pick each, its articles in `inside`; nobody gets an issue that they had.

    Those in `known` have the pollen consent. For everybody else the house's own view of the articles decides.
    `besides` are articles that the same letter brings, or must not bring: nobody is pointed at them.
    """
    now = now or timezone.now()
    known = set(known)
    found: dict[int, Pick] = {}
    for group in ([pk for pk in readers if pk in known], [pk for pk in readers if pk not in known]):
        if group and len(shelf.pool):
            found |= _choose(group, shelf, had, now, besides or {}, personally=group[0] in known)
    return found


def _choose(
    readers: Sequence[int],
    shelf: Shelf,
    had: Mapping[int, Iterable[int]],
    now: datetime,
    besides: Mapping[int, Iterable[int]],
    personally: bool,
) -> dict[int, Pick]:
    if personally:
        profile, met = selection.known_of(readers, shelf.pool, now), selection.met(readers, shelf.pool)
    else:
        profile, met = Profiles.unknown(len(readers), len(shelf.pool.topics)), {}
    read = selection.cells(readers, shelf.pool.readables, met, besides).toarray() > 0
    before = selection.cells(readers, shelf.issues, had).toarray() > 0
    picks = engine.match_issues(profile, shelf.pool.arrays, shelf.issue_of, read, before)
    told = selection.told(readers, shelf.pool, picks.inside, profile, now) if personally else None
    return {
        reader: _pick(shelf, picks, row, told[row] if told else [])
        for row, reader in enumerate(readers)
        if picks.issue[row] >= 0
    }


def _pick(shelf: Shelf, picks: IssuePicks, row: int, told: Sequence[Pick]) -> Pick:
    """The reason of an issue is that of the article in it that fits best."""
    chosen = [int(choice) for choice in picks.inside.choice[row] if choice >= 0]
    first = told[0] if told else Pick(0, reasons.of_the_house(shelf.pool.arrays, chosen[0]))
    inside = tuple(shelf.pool.readables[choice] for choice in chosen)
    return replace(first, readable=shelf.issues[int(picks.issue[row])], inside=inside)
