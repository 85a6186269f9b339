"""What is to become of each row of a chunk: asked of the database in a handful of queries, however long it is."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from subscribers.models import AskedAddress, ConsentState, Purpose, Subscriber, SuppressedAddress
from subscribers.services import bulk, suppression

from .formats import Field
from .once import Seen
from .outcomes import Outcome
from .rows import Row
from .states import State


@dataclass(slots=True)
class Decision:
    row: Row
    outcome: Outcome
    reason: str = ""
    # The reader who is here already, and the purposes that a proof adds to what stands in the ledger.
    subject: UUID | None = None
    adds: tuple[Purpose, ...] = ()
    # An address that is to go onto the suppression list.
    suppress: bool = False
    # Keyed hash and name of the key, as the suppression list and the list of asked addresses know the address.
    digest: tuple[str, str] = ("", "")


@dataclass(slots=True)
class _Reader:
    subject: UUID
    restricted: bool
    # Purpose id -> whether the consent stands; of others nothing was ever declared.
    declared: dict[int, bool] = field(default_factory=dict)


def decide(
    rows: Iterable[Row], purposes: list[Purpose], seen: Seen, left: Seen, suppress_bounced: bool
) -> list[Decision]:
    """In the order of the rows. `seen` learns their addresses; `left` holds those that any row of the file calls
    unsubscribed: a list that says both means no."""
    rows = list(rows)
    first = _first_rows(rows, seen)
    known = _Known([row.email for row in rows if not row.error and first[row.number] == row.number], purposes)
    away = dict(zip((row.number for row in rows), left.rows_of([row.email for row in rows]), strict=True))
    return [_decision(row, first[row.number], away[row.number], known, purposes, suppress_bounced) for row in rows]


def _first_rows(rows: list[Row], seen: Seen) -> dict[int, int]:
    """Row number -> number of the row in which its address stands first."""
    readable = [row for row in rows if row.email and not row.error]
    first = {row.number: row.number for row in rows}
    here: dict[str, int] = {}
    for row, before in zip(readable, seen.rows_of([row.email for row in readable]), strict=True):
        first[row.number] = before or here.setdefault(row.email, row.number)
    seen.add(here.items())
    return first


class _Known:
    """What the house knows of these addresses."""

    def __init__(self, addresses: list[str], purposes: list[Purpose]) -> None:
        self.readers = _readers(addresses, purposes)
        self.digests = dict(zip(addresses, map(suppression.digests, addresses), strict=True))
        every = [digest for made in self.digests.values() for digest, _key in made]
        self._suppressed = set(
            SuppressedAddress.objects.filter(bulk.among("digest", every)).values_list("digest", flat=True)
        )
        self._asked = set(
            AskedAddress.objects.filter(bulk.among("digest", every)).values_list("digest", flat=True)
        )

    def suppressed(self, address: str) -> bool:
        return any(digest in self._suppressed for digest, _key in self.digests[address])

    def asked(self, address: str) -> bool:
        return any(digest in self._asked for digest, _key in self.digests[address])


def _readers(addresses: list[str], purposes: list[Purpose]) -> dict[str, _Reader]:
    found = Subscriber.objects.alias(address=Lower("email")).filter(bulk.among("address", addresses))
    readers = {
        email.lower(): _Reader(subject, restricted_at is not None)
        for email, subject, restricted_at in found.values_list("email", "subject", "restricted_at")
    }
    by_subject = {reader.subject: reader for reader in readers.values()}
    here = bulk.among("subject", list(by_subject))
    for state in ConsentState.objects.filter(here, purpose__in=purposes):
        by_subject[state.subject].declared[state.purpose_id] = state.stands
    return readers


def _decision(
    row: Row, first: int, left: int, known: _Known, purposes: list[Purpose], suppress_bounced: bool
) -> Decision:
    if row.error:
        return Decision(row, Outcome.REJECTED, row.error)
    if first != row.number:
        return Decision(row, Outcome.REJECTED, _("The same address stands in row %(row)s.") % {"row": first})
    reader = known.readers.get(row.email)
    if row.state != State.SUBSCRIBED:
        return _not_wanted(row, reader, known, suppress_bounced)
    if left:
        return Decision(row, Outcome.NOT_WANTED, _("Unsubscribed according to row %(row)s.") % {"row": left})
    if known.suppressed(row.email):
        return Decision(row, Outcome.SUPPRESSED)
    if reader:
        return _here(row, reader, purposes)
    if not row.missing:
        return Decision(row, Outcome.IMPORTED, adds=tuple(purposes))
    if known.asked(row.email):
        return Decision(row, Outcome.ASKED_BEFORE)
    lacking = ", ".join(str(_LACKS[kind]) for kind in row.missing)
    reason = _("No proof: %(what)s missing.") % {"what": lacking}
    return Decision(row, Outcome.ASKED, reason, digest=known.digests[row.email][0])


_LACKS = {
    Field.DATE.value: gettext_lazy("day"),
    Field.SOURCE.value: gettext_lazy("source"),
    Field.WORDING.value: gettext_lazy("wording"),
}
_SAID_THERE = {
    State.UNCONFIRMED: gettext_lazy("Never confirmed there."),
    State.LEFT: gettext_lazy("Unsubscribed there."),
    State.BOUNCED: gettext_lazy("Mail came back there."),
    State.COMPLAINED: gettext_lazy("Complained of mail there."),
}
_TAKES_NO_MAIL = (State.BOUNCED, State.COMPLAINED)


def _not_wanted(row: Row, reader: _Reader | None, known: _Known, suppress_bounced: bool) -> Decision:
    """A reader who is here and whose mail came back elsewhere gets no entry: here it may well arrive."""
    decision = Decision(row, Outcome.NOT_WANTED, str(_SAID_THERE[row.state]))
    if suppress_bounced and row.state in _TAKES_NO_MAIL and not reader and not known.suppressed(row.email):
        decision.suppress = True
        decision.digest = known.digests[row.email][0]
        decision.reason += " " + _("Goes onto the suppression list.")
    return decision


def _here(row: Row, reader: _Reader, purposes: list[Purpose]) -> Decision:
    """What was declared here is never overwritten; of what was never declared a proof may add the consent."""
    decision = Decision(row, Outcome.HERE, subject=reader.subject)
    withdrawn = [purpose.label for purpose in purposes if reader.declared.get(purpose.pk) is False]
    if not row.missing and not reader.restricted:
        decision.adds = tuple(purpose for purpose in purposes if purpose.pk not in reader.declared)
    if decision.adds:
        added = ", ".join(purpose.label for purpose in decision.adds)
        decision.reason = _("The proof adds: %(purposes)s.") % {"purposes": added}
    if withdrawn:
        said = _("Withdrawn here, and stays so: %(purposes)s.") % {"purposes": ", ".join(withdrawn)}
        decision.reason = f"{decision.reason} {said}".strip()
    decision.reason = decision.reason or _("Nothing changes.")
    return decision
