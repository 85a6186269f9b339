"""Which column holds what: proposed from the names, changed by staff, checked before anything is read by it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from .addresses import quickly
from .formats import OF_THE_STATE, Field, Program, meaning

# Mailchimp puts each kind of contact into a file of its own, and nonsubscribed ones have no column that says so.
_NOT_SUBSCRIBED = ("nonsubscribed", "unsubscribed", "cleaned", "abgemeldet", "transactional")


class WrongMapping(Exception):
    """Columns that do not make readers; carries a sentence."""


@dataclass(frozen=True)
class Columns:
    """The mapping as it is read by: column numbers from 0. The mail address is always there."""

    email: int
    one: dict[str, int]
    states: tuple[tuple[int, str], ...]


def propose(program: Program, columns: Sequence[str], sample: Sequence[Sequence[str]]) -> dict[str, str]:
    """Column number (as JSON keys are, a string) -> field. Each single field goes to the first that fits it."""
    proposed: dict[str, str] = {}
    for number, column in enumerate(columns):
        kind = meaning(program, column)
        if kind and (kind in OF_THE_STATE or kind not in proposed.values()):
            proposed[str(number)] = kind
    if Field.EMAIL not in proposed.values():
        hits = Counter(number for cells in sample for number, cell in enumerate(cells) if quickly(cell))
        if hits:
            proposed[str(hits.most_common(1)[0][0])] = Field.EMAIL
    return proposed


def nobody_subscribed(filename: str) -> bool:
    """Whether the name of the file says that those in it are not subscribed."""
    name = Path(filename).name.lower()
    return name.startswith(_NOT_SUBSCRIBED)


def checked(mapping: Mapping[str, str], columns: Sequence[str]) -> Columns:
    """Raises WrongMapping."""
    named = {int(number): kind for number, kind in mapping.items() if kind}
    unknown = [kind for kind in named.values() if kind not in Field.values]
    if unknown or any(not 0 <= number < len(columns) for number in named):
        raise WrongMapping(_("The columns of this file are not known any more. Please upload it again."))
    counted = Counter(named.values())
    if not counted[Field.EMAIL]:
        raise WrongMapping(_("Please say which column holds the mail address."))
    twice = [kind for kind, times in counted.items() if times > 1 and kind not in OF_THE_STATE]
    if twice:
        raise WrongMapping(_("Two columns cannot both be “%(field)s”.") % {"field": Field(twice[0]).label})
    one = {kind: number for number, kind in sorted(named.items()) if kind not in OF_THE_STATE}
    states = tuple((number, kind) for number, kind in sorted(named.items()) if kind in OF_THE_STATE)
    return Columns(one[Field.EMAIL], one, states)
