"""What the places that try something out have taught: which readables are clicked more, and which less."""

from dataclasses import dataclass

from django.db.models import ExpressionWrapper, F, FloatField
from scipy.special import betaincinv

from pollen.engine import TUNING
from pollen.models import Exploration

# With fewer showings the prior says more than what was seen.
SHOWN_ENOUGH = 10
MOST = 5


@dataclass(frozen=True)
class Learnt:
    """`likely` is the mean of what is believed about the share of clicks, `low` and `high` hold 95 % of it."""

    readable: int
    title: str
    shown: int
    clicked: int
    likely: float
    low: float
    high: float


def best_and_worst(most: int = MOST) -> tuple[list[Learnt], list[Learnt]]:
    """Up to so many from both ends; the worst first of the second, and nothing in both."""
    hits, misses = TUNING.prior
    likely = ExpressionWrapper((F("clicked") + hits) / (F("shown") + hits + misses), output_field=FloatField())
    known = Exploration.objects.filter(shown__gte=SHOWN_ENOUGH).select_related("readable").annotate(likely=likely)
    best = list(known.order_by("-likely", "pk")[:most])
    worst = known.exclude(pk__in=[row.pk for row in best]).order_by("likely", "pk")[:most]
    return [_learnt(row) for row in best], [_learnt(row) for row in worst]


def _learnt(row: Exploration) -> Learnt:
    hits, misses = TUNING.prior
    hits, misses = hits + row.clicked, misses + max(row.shown - row.clicked, 0)
    low, high = betaincinv(hits, misses, [0.025, 0.975])
    mean = hits / (hits + misses)
    return Learnt(row.pk, row.readable.title, row.shown, row.clicked, mean, float(low), float(high))
