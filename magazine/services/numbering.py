"""Page numbers after articles were put into another order."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """An article in the order of its issue. Among equal page numbers the order of the tree (path) decides."""

    pk: int
    page_number: int | None
    path: str


def in_order(places: Sequence[Place]) -> list[Place]:
    """As readers see them (IssuePage.articles): by page, those without a page first."""
    return sorted(places, key=lambda place: (place.page_number or 0, place.path))


def moved(places: Sequence[Place], pk: int, index: int) -> dict[int, int]:
    """Article to its new page number, only where it changes, once `pk` stands at `index` of the order.

    The pages of the issue stay the ones they were: they are dealt out anew along the new order, so that moving
    back restores every number. An article that had no page gets one between its new neighbours; if there is none,
    those behind it move up by as little as is needed.
    """
    order = in_order(places)
    [article] = [place for place in order if place.pk == pk]
    order.remove(article)
    order.insert(max(0, min(index, len(order))), article)
    numbers = _dealt_out(order, article)
    _make_room(order, numbers)
    return {place.pk: n for place, n in zip(order, numbers, strict=True) if n and n != place.page_number}


def _dealt_out(order: list[Place], article: Place) -> list[int | None]:
    """The numbers along the order. Those without a page keep none, except for the one that was moved."""
    pages = iter(sorted(place.page_number for place in order if place.page_number))
    numbers = [next(pages) if place.page_number else None for place in order]
    at = order.index(article)
    if article.page_number is None and any(numbers):
        numbers[at] = _between(numbers[:at], numbers[at + 1 :])
    return numbers


def _between(before: list[int | None], behind: list[int | None]) -> int | None:
    """Half-way where there is room, since texts begin with a double page; None among those without a page."""
    previous = max((number for number in before if number), default=0)
    following = min((number for number in behind if number), default=0)
    if None in behind:
        return None
    return previous + (max(1, (following - previous) // 2) if following else 2)


def _make_room(order: list[Place], numbers: list[int | None]) -> None:
    """Raises numbers until each article stands behind the one before it."""
    for at in range(1, len(order)):
        before, here = numbers[at - 1] or 0, numbers[at] or 0
        # What has just been given a page shares it with nobody.
        given = before and order[at - 1].page_number is None
        if (given and here <= before) or (here, order[at].path) < (before, order[at - 1].path):
            numbers[at] = before + 1
