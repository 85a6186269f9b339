"""Proves the consent ledger: every chain from its first event to its last, and the state that is kept beside it.

Chains and states are read side by side, both in the order of their subjects, by cursors that hold a few thousand
rows at a time. What is found goes on being counted, so that one flipped byte and a ledger that was written anew
can be told apart; the first broken event is named.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from subscribers.models import ConsentEvent, ConsentState, Wording

CHUNK = 2000
# So many other events are asked whether their wording, too, no longer fits.
WITNESSES = 5


class What(StrEnum):
    """What is wrong, by a word that programs can read; `explained` has the sentence."""

    HASH = "hash"
    LINK = "link"
    MISSING = "missing"
    CUT_OFF = "cut off"
    WORDING = "wording"
    STATE = "state"


EXPLAINED = {
    What.HASH: _("its hash does not fit what it says"),
    What.LINK: _("it does not link to the event before it"),
    What.MISSING: _("this place in the chain is missing"),
    What.CUT_OFF: _("the end of the chain was cut off; the state still knows of this place"),
    What.WORDING: _("the text of its wording was changed"),
    What.STATE: _("the state kept beside the ledger differs from it"),
}


@dataclass(frozen=True)
class Finding:
    """One place where the ledger is broken. `event` is the number of its row, None where there is none left."""

    what: What
    event: int | None
    subject: UUID
    position: int

    @property
    def explained(self) -> str:
        row = f"event {self.event}" if self.event else "no event"
        return f"{row}, subject {self.subject}, position {self.position}: {EXPLAINED[self.what]}"


@dataclass
class Report:
    """`heads` is a digest over the last hash of every chain. Kept elsewhere (on paper, in a mail), it shows even
    what nobody could see from inside: that chains were taken out together with their states."""

    events: int = 0
    chains: int = 0
    broken: int = 0
    states: int = 0
    differing: int = 0
    first: Finding | None = None
    first_state: Finding | None = None
    heads: str = ""

    @property
    def sound(self) -> bool:
        return not (self.broken or self.differing)

    def breaks(self, what: What, event: ConsentEvent | None, subject: UUID, position: int) -> None:
        self.broken += 1
        self.first = self.first or Finding(what, event.pk if event else None, subject, position)


@dataclass
class _Chain:
    """What is remembered of one chain while it is read: its end, and the last event of each purpose."""

    subject: UUID
    end: ConsentEvent | None = None
    last: dict[int, ConsentEvent] = field(default_factory=dict)

    @property
    def length(self) -> int:
        return self.end.position if self.end else 0


def verify(subject: UUID | None = None) -> Report:
    """Goes through the whole ledger, or through the chain of one subject."""
    report, heads = Report(), hashlib.sha256()
    wordings = {wording.pk: wording for wording in Wording.objects.select_related("purpose")}
    only = {"subject": subject} if subject else {}
    with _one_moment():
        events = ConsentEvent.objects.filter(**only).order_by("subject", "position").iterator(CHUNK)
        states = ConsentState.objects.filter(**only).order_by("subject", "purpose").iterator(CHUNK)
        for each, its_events, its_states in _side_by_side(events, states):
            chain = _Chain(each)
            for event in its_events:
                _check(event, chain, wordings, report)
            if chain.end:
                report.chains += 1
                heads.update(f"{each.hex} {chain.length} {chain.end.hash}\n".encode())
            _compare(chain, its_states, report)
    report.heads = heads.hexdigest()
    return report


@contextmanager
def _one_moment() -> Iterator[None]:
    """Both cursors see the ledger as it is now, whatever is added meanwhile.

    SQLite does so by itself as long as both are open; a transaction would keep every writer out.
    """
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def _side_by_side(
    events: Iterator[ConsentEvent], states: Iterator[ConsentState]
) -> Iterator[tuple[UUID, Iterator[ConsentEvent], Iterator[ConsentState]]]:
    """Subject by subject; each group has to be read before the next one is asked for."""
    nothing: tuple[None, Iterator[Any]] = (None, iter(()))
    chains = groupby(events, key=lambda event: event.subject)
    copies = groupby(states, key=lambda state: state.subject)
    chain, copy = next(chains, nothing), next(copies, nothing)
    while present := [subject for subject, _group in (chain, copy) if subject]:
        subject = min(present)
        has_chain, has_copy = chain[0] == subject, copy[0] == subject
        yield subject, chain[1] if has_chain else iter(()), copy[1] if has_copy else iter(())
        chain = next(chains, nothing) if has_chain else chain
        copy = next(copies, nothing) if has_copy else copy


def _check(event: ConsentEvent, chain: _Chain, wordings: dict[int, Wording], report: Report) -> None:
    """One event against the one before it and against itself: at most one finding, the gravest."""
    report.events += 1
    if event.position != chain.length + 1:
        report.breaks(What.MISSING, event, event.subject, chain.length + 1)
    elif event.previous != (chain.end.hash if chain.end else ""):
        report.breaks(What.LINK, event, event.subject, event.position)
    elif not _sealed(event, wordings):
        what = What.WORDING if _wording_changed(event, wordings, report) else What.HASH
        report.breaks(what, event, event.subject, event.position)
    chain.end = chain.last[event.purpose_id] = event


def _sealed(event: ConsentEvent, wordings: dict[int, Wording]) -> bool:
    """Whether the hash fits. All events share the few wordings, each of which works out its fingerprint once."""
    if event.wording_id:
        if event.wording_id not in wordings:
            return False
        event.wording = wordings[event.wording_id]
    return event.hash == event.sealed()


def _wording_changed(event: ConsentEvent, wordings: dict[int, Wording], report: Report) -> bool:
    """Whether the wording is to blame: it is gone, or other events that name it do not fit any more either.

    Asked for the first broken event alone, which is the one that is named.
    """
    if report.first or not event.wording_id:
        return False
    if event.wording_id not in wordings:
        return True
    others = ConsentEvent.objects.filter(wording=event.wording_id).exclude(pk=event.pk)
    witnesses = list(others.order_by("pk")[:WITNESSES])
    return bool(witnesses) and not any(_sealed(other, wordings) for other in witnesses)


def _compare(chain: _Chain, states: Iterator[ConsentState], report: Report) -> None:
    """The states of one subject against the last event of each purpose."""
    kept = {state.purpose_id: state for state in states}
    report.states += len(kept)
    beyond = max((state.position for state in kept.values()), default=0)
    if beyond > chain.length:
        report.breaks(What.CUT_OFF, None, chain.subject, chain.length + 1)
    for purpose_id in sorted(kept.keys() | chain.last.keys()):
        state, event = kept.get(purpose_id), chain.last.get(purpose_id)
        if _alike(state, event):
            continue
        report.differing += 1
        position = event.position if event else state.position if state else 0
        finding = Finding(What.STATE, event.pk if event else None, chain.subject, position)
        report.first_state = report.first_state or finding


def _alike(state: ConsentState | None, event: ConsentEvent | None) -> bool:
    if state is None or event is None:
        return False
    return (
        state.event_id == event.pk
        and state.position == event.position
        and state.kind == event.kind
        and state.wording_id == event.wording_id
        and state.at == event.at
    )
