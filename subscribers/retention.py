"""How long things are kept: rules that each room names when it starts, run by beat and shown in the admin.

The record of processing activities (GDPR Art. 30) is written from the same rules.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Rule:
    """What is kept how long and why.

    `days` reads the setting when asked (0 means: at once, when its end has come). `due` counts the rows that are
    over now and changes nothing; `apply` lets them go and says how many there were. Both may be run at any time.
    """

    key: str
    what: str | Promise
    why: str | Promise
    days: Callable[[], int]
    due: Callable[[], int]
    apply: Callable[[], int]
    order: int = 50


@dataclass(frozen=True)
class Activity:
    """One entry of the record of processing activities (GDPR Art. 30(1)). `rules` are keys of retention rules."""

    key: str
    name: str | Promise
    purpose: str | Promise
    people: str | Promise
    data: str | Promise
    basis: str | Promise
    recipients: str | Promise
    rules: tuple[str, ...] = ()
    order: int = 50


_rules: dict[str, Rule] = {}
_activities: dict[str, Activity] = {}


def register(*entries: Rule | Activity) -> None:
    for entry in entries:
        if isinstance(entry, Rule):
            _rules[entry.key] = entry
        else:
            _activities[entry.key] = entry


def rules() -> list[Rule]:
    return sorted(_rules.values(), key=lambda rule: (rule.order, rule.key))


def activities() -> list[Activity]:
    return sorted(_activities.values(), key=lambda activity: (activity.order, activity.key))
