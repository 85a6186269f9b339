"""A word that changes with every publication, and what may be remembered until it does.

The word lies in the shared cache, so that all processes hear of a publication. What stands on every page (the
rooms of the site, the publisher, which pages are protected) is read once and then kept in the memory of each
process as long as the word stays the same. Outside of a reader's request nothing is remembered.
"""

import time
from collections.abc import Callable, Hashable
from contextvars import ContextVar
from typing import Any, TypeVar
from uuid import uuid4

from django.conf import settings
from django.core.cache import caches

Fact = TypeVar("Fact")

KEY = "generation"
# The word as it was when the request came; None while nothing is to be remembered.
_now: ContextVar[str | None] = ContextVar("generation", default=None)
MOST_FACTS = 5000
_facts: dict[Hashable, tuple[str, Any]] = {}


def generation() -> str:
    """The word of this moment. It is read before a page is written: what is published meanwhile makes it old."""
    found = caches["pages"].get(KEY) or caches["pages"].get_or_set(KEY, _new_word, None)
    return str(found)


def renew() -> None:
    """After this, in all processes, nothing that was kept before is good any more."""
    caches["pages"].set(KEY, _new_word(), None)


def begin(word: str | None) -> None:
    """For the request that begins: what is remembered belongs to this word. None: nothing is."""
    # What was changed past Django is seen after the same time as on kept pages.
    _now.set(f"{word}:{int(time.time() // settings.PAGE_CACHE_SECONDS)}" if word else None)


# What no fact is equal to.
_NOTHING = object()


def remembered(key: Hashable, read: Callable[[], Fact], unless: Any = _NOTHING) -> Fact:
    """What `read` gives, asked for once until something is published; an answer equal to `unless` is not kept."""
    word = _now.get()
    if word is None:
        return read()
    known = _facts.get(key)
    if known is None or known[0] != word:
        known = (word, read())
        if known[1] == unless:
            return known[1]
        if len(_facts) >= MOST_FACTS:
            _facts.clear()
        _facts[key] = known
    fact: Fact = known[1]
    return fact


def _new_word() -> str:
    return uuid4().hex
