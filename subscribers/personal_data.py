"""What the rooms hold about a reader. Each room names its holdings when it starts; who answers an access request
(GDPR Art. 15, 20), erases (Art. 17) or shows a person's history asks here and so forgets no room.

`tests/subscribers/test_personal_data.py` fails when a model that points at a reader belongs to no holding.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from .models import Subscriber


@dataclass(frozen=True)
class Moment:
    """One line of a person's history. `kind` is a word such as "consent"; `link` leads into the admin; `details`
    stand below it in small print."""

    at: datetime
    kind: str
    text: str | Promise
    link: str = ""
    details: tuple[str, ...] = ()


def _nothing(subscriber: Subscriber) -> list[Any]:
    return []


@dataclass(frozen=True)
class Holding:
    """One kind of personal data.

    `models` are labels such as "pollen.Grain": what this holding answers for.
    `collect` gives rows of plain values (JSON can hold them) under keys that a reader understands; `erase` deletes
    and says how many rows there were, in the caller's transaction. `erase_files` clears what lies on disk, after
    the transaction, and may be run again. `stays` says what is not erased, why and until when.
    `history` gives the moments of the person's time line. `addresses` goes through the mail addresses that are
    held apart from any reader, each with the last moment at which its owner is known to have given it.

    `collect` and `erase` are also asked about somebody who is no reader: a Subscriber that was never saved, with
    an address alone. So they look for `subscriber_id` and `email` and use no related managers.
    """

    key: str
    label: str | Promise
    models: tuple[str, ...]
    collect: Callable[[Subscriber], list[dict[str, Any]]]
    erase: Callable[[Subscriber], int]
    stays: str | Promise = ""
    history: Callable[[Subscriber], Iterable[Moment]] = field(default=_nothing)
    erase_files: Callable[[str], None] | None = None
    addresses: Callable[[], Iterable[tuple[str, datetime]]] | None = None
    order: int = 50


_holdings: dict[str, Holding] = {}


def register(holding: Holding) -> None:
    _holdings[holding.key] = holding


def holdings() -> list[Holding]:
    """In the order in which a reader is told of them."""
    return sorted(_holdings.values(), key=lambda holding: (holding.order, holding.key))
