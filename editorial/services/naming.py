"""No word leads to two topics."""

from collections.abc import Iterable

from rapidfuzz import fuzz

from editorial.models import Topic
from editorial.search.folding import tokens

# From here on two spellings are worth showing to an editor as perhaps the same (rapidfuzz, 0 to 100).
NEAR = 82.0
# Shorter beginnings and ends are chance.
SHORTEST_PART = 5


def same_word(name: str) -> str:
    """What two ways to write a name have in common: «DS-GVO» and «ds-gvo», «Straße» and «Strasse»."""
    return " ".join(token.text for token in tokens(name))


def cleaned(synonyms: str, *labels: str) -> list[str]:
    """One a line, each once, without those that repeat a label of the topic itself."""
    found = {same_word(label): "" for label in labels}
    for line in synonyms.splitlines():
        if name := " ".join(line.split()):
            found.setdefault(same_word(name), name)
    return [name for name in found.values() if name]


def taken(names: Iterable[str], but_for: Topic) -> list[tuple[str, Topic]]:
    """The names that lead to another topic already, each with that topic."""
    wanted = {same_word(name): name for name in names if name}
    found: dict[str, Topic] = {}
    for topic in Topic.objects.exclude(pk=but_for.pk):
        for name in (topic.label_de, topic.label_en, *topic.synonym_list):
            if name and same_word(name) in wanted:
                found.setdefault(same_word(name), topic)
    return [(wanted[word], topic) for word, topic in found.items()]


def nearest(proposal: Topic, topics: Iterable[Topic]) -> Topic | None:
    """The topic that a proposal may mean, by its spelling; None where nothing comes near."""
    wanted = same_word(proposal.label_de)
    near: list[tuple[float, str, Topic]] = []
    for topic in topics:
        for name in map(same_word, (topic.label_de, topic.label_en, *topic.synonym_list)):
            if name and topic.pk != proposal.pk:
                near.append((_nearness(wanted, name), topic.label_de, topic))
    best = max(near, key=lambda one: (one[0], one[1]), default=None)
    return best[2] if best and best[0] >= NEAR else None


def _nearness(one: str, other: str) -> float:
    """0 to 100; a name that begins or ends the other counts as near, such as «Treue» in «Kundentreue»."""
    short, long = sorted((one, other), key=len)
    if len(short) >= SHORTEST_PART and (long.startswith(short) or long.endswith(short)):
        return max(NEAR, fuzz.ratio(one, other))
    return fuzz.ratio(one, other)
