from dataclasses import dataclass


@dataclass(frozen=True)
class Tuning:
    """The numbers that decide what fits. bench/matching.py and bench/loop.py show what they do."""

    #: What is on a reader's mind just now counts so many times what stays with them.
    acute: float = 1.0
    #: A topic that the reader chose counts like this many readings that never fade.
    stated: float = 2.0
    #: «Less of this»: the share of the evidence that is left.
    less: float = 1 / 3
    #: With this many readings' worth of evidence a profile is trusted half, and the house's own choice the other
    #: half (shrinkage).
    shrinkage: float = 2.0

    #: The power of the inverse topic frequency in a match. Rare topics say more (Spärck Jones 1972).
    rarity: float = 0.75
    #: A text with n topics says n to this power less about each.
    breadth: float = 0.1
    #: The power of what a reader knows best against the rest.
    taste: float = 1.3

    #: What readers of the same texts care for counts so much beside the reader's own topics.
    company: float = 1.0
    #: It is looked at coarsely and finely: with so many numbers for each text and topic.
    company_steps: tuple[int, ...] = (100, 300, 800)
    #: The power of the number of texts that somebody read, and of how far a text is for many.
    company_reader: float = 0.25
    company_breadth: float = 0.8

    #: What was published this many days ago counts half as fresh; freshness moves a match by half at most.
    freshness_half_life: float = 30.0
    #: What the house's own choice (trend, editors' weight) is worth beside a match of one.
    common: float = 0.3
    #: The part of it that the trend decides.
    trend: float = 0.6
    #: A match is multiplied by the editors' weight: nowhere, quiet, normal, recommended.
    quality: tuple[float, ...] = (0.0, 0.6, 1.0, 1.4)

    #: How much of a candidate's value its likeness to an earlier pick may take away (MMR, 1 - lambda; Carbonell
    #: and Goldstein 1998).
    diversity: float = 0.5
    #: Diverse picks are chosen among so many of the best.
    shortlist: int = 32
    #: From this many places on, one of them tries something out.
    explore_from: int = 3
    #: Sceptical about what was never shown: one click in twenty, an opinion as strong as twenty showings.
    prior: tuple[float, float] = (1.0, 19.0)


TUNING = Tuning()
