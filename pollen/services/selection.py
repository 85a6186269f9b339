"""The one question other rooms ask of pollen: what fits these readers, and why?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from django.utils import timezone
from scipy.sparse import csr_array

from pollen import engine
from pollen.engine import Picks, Places, Profiles
from pollen.models import Grain

from . import company, profiles, reasons
from .pool import Pool
from .reasons import Pick

# From this part of its value on it is said that the reader's own interest chose an item, not the house alone.
OWN = 0.2

Had = Mapping[int, Iterable[int]]  # by subscriber id what they had before


@dataclass(frozen=True)
class Selection:
    """What one reader gets, best first, and the places in the pool of all that could have been chosen."""

    picks: list[Pick]
    eligible: Sequence[int] = ()


def select(
    readers: Sequence[int],
    pool: Pool,
    places: Places,
    already_sent: Had | None = None,
    now: datetime | None = None,
) -> dict[int, Selection]:
    """By subscriber id what fits these readers; all of them have the pollen consent."""
    now = now or timezone.now()
    if not readers or not pool.readables:
        return {reader: Selection([]) for reader in readers}
    known = known_of(readers, pool, now)
    out = cells(readers, pool.readables, already_sent or {}, met(readers, pool))
    found = engine.match(known, pool.arrays, places, out.nonzero())
    picks = told(readers, pool, found, known, now)
    return _selections(readers, pool, picks, out + known.refused @ pool.arrays.about.T)


def known_of(readers: Sequence[int], pool: Pool, now: datetime) -> Profiles:
    """What the engine has to know of consenting readers."""
    known = profiles.load(readers, pool.topics, now)
    return replace(known, read=company.read_by(readers, pool.texts)) if pool.texts else known


def for_everyone(
    readers: Sequence[int], pool: Pool, places: Places, already_sent: Had | None = None
) -> dict[int, Selection]:
    """The same from what the house thinks alone: for readers of whom nothing may be known, or used."""
    if not readers or not pool.readables:
        return {reader: Selection([]) for reader in readers}
    out = cells(readers, pool.readables, already_sent or {})
    found = engine.match(Profiles.unknown(len(readers), len(pool.topics)), pool.arrays, places, out.nonzero())
    picks = [[_of_the_house(pool, choice) for choice in row if choice >= 0] for row in found.choice]
    return _selections(readers, pool, picks, out)


def _selections(
    readers: Sequence[int], pool: Pool, picks: Sequence[list[Pick]], never: csr_array
) -> dict[int, Selection]:
    could = (never.toarray() == 0) & (pool.arrays.weight > 0)
    return {reader: Selection(picks[row], could[row].nonzero()[0].tolist()) for row, reader in enumerate(readers)}


def told(readers: Sequence[int], pool: Pool, found: Picks, known: Profiles, now: datetime) -> list[list[Pick]]:
    """For each reader the filled places with their reasons, from what they read and chose themselves."""
    topics = {pool.topics[column] for column in np.unique(found.topic) if column >= 0}
    seen = reasons.seen(readers, topics, now)
    stated = known.choices()
    picks: list[list[Pick]] = [[] for _reader in readers]
    for row, place in zip(*(found.choice >= 0).nonzero(), strict=True):
        choice, column = int(found.choice[row, place]), int(found.topic[row, place])
        if found.explored[row, place]:
            propensity = round(float(found.propensity[row, place]), 6)
            pick = Pick(pool.readables[choice], reasons.EXPLORED, propensity=propensity)
        elif column >= 0 and found.personal[row, place] >= OWN:
            noted = seen.get((readers[row], pool.topics[column]), reasons.NOTHING)
            chosen = bool(stated[row, column] > 0)
            pick = reasons.reason_for(pool.readables[choice], pool.topics[column], noted, chosen)
        elif found.kin[row, place] >= 0 and found.personal[row, place] >= OWN:
            pick = Pick(pool.readables[choice], reasons.COMPANY, pool.topics[int(found.kin[row, place])])
        else:
            pick = _of_the_house(pool, choice)
        picks[row].append(pick)
    return picks


def _of_the_house(pool: Pool, choice: int) -> Pick:
    return Pick(pool.readables[choice], reasons.of_the_house(pool.arrays, int(choice)))


def met(readers: Sequence[int], pool: Pool) -> dict[int, set[int]]:
    """By subscriber id what they have had to do with already, in whichever way."""
    grains = Grain.objects.filter(subscriber_id__in=readers, readable_id__in=pool.readables)
    found: dict[int, set[int]] = {}
    for reader, readable in grains.values_list("subscriber_id", "readable_id"):
        found.setdefault(reader, set()).add(readable)
    return found


def cells(readers: Sequence[int], columns: Sequence[int], *had: Had) -> csr_array:
    """A row for each reader and a column for each of these ids, with an entry for all that each had."""
    row = {reader: place for place, reader in enumerate(readers)}
    column = {readable: place for place, readable in enumerate(columns)}
    pairs = {
        (row[reader], column[readable])
        for one in had
        for reader in one.keys() & row.keys()
        for readable in one[reader]
        if readable in column
    }
    places = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2).T
    ones = np.ones(len(pairs), dtype=np.float32)
    return csr_array((ones, (places[0], places[1])), shape=(len(readers), len(columns)))
