"""What other rooms can say about topics: a number each, shown in the admin's list of topics.

The editorial room knows no readers. Whoever does registers here how to count them.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext

from editorial.models import Topic


@dataclass(frozen=True)
class Fact:
    """`count` says how many per topic id; what is missing is none.

    Groups below `least` get no exact number, since a small one might point at one person.
    """

    key: str
    label: str | Promise
    count: Callable[[Iterable[Topic]], Mapping[int, int]]
    least: int = 0

    def numbers(self, topics: Iterable[Topic]) -> dict[int, int]:
        """What may be known: small groups all count as none, so that their order tells nothing either."""
        return {pk: number for pk, number in self.count(topics).items() if number >= self.least}

    def shown(self, number: int) -> str:
        if number < self.least:
            return gettext("fewer than %(least)s") % {"least": self.least}
        return str(number)


_facts: dict[str, Fact] = {}


def register(fact: Fact) -> None:
    """Called once when the program starts; the same key again replaces."""
    _facts[fact.key] = fact


def registered() -> list[Fact]:
    return list(_facts.values())
