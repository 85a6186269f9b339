"""What the demo's pollen readers have read in the last ninety days, by what their work makes them care about."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random

from django.conf import settings
from django.utils import timezone

from editorial.models import ReadablePage
from magazine.models import IssuePage
from pollen.models import Grain
from pollen.services import company, folding
from pollen.weights import WEIGHTS
from pollenpost.demo.people import NAMED, Persona
from pollenpost.demo.readers import SEED, personas
from subscribers.models import Purpose, Subscriber

# How much more often one reads about one's first, second, third and fourth topic than about anything else.
PULL = (9.0, 6.0, 4.0, 3.0)
BY_THE_WAY = 0.15
FEWEST, MOST = 2, 8  # pieces a reader
# What the documentation says of the named readers must be plain to see.
NAMED_READ = 3
NAMES = {one.name for one in NAMED}
FINISHED, FROM_A_LETTER = 0.7, 0.4


@dataclass(frozen=True)
class Piece:
    pk: int
    published: datetime
    topics: frozenset[str]

    def pull(self, persona: Persona) -> float:
        return sum(pull for topic, pull in zip(persona.topics, PULL, strict=True) if topic in self.topics)


def there() -> bool:
    return Grain.objects.exists()


def load() -> str:
    now = timezone.now()
    rng = Random(SEED)  # noqa: S311 - an invented history, no secret
    pieces = _pieces()
    kinds = personas()
    grains: list[Grain] = []
    for subscriber in Subscriber.objects.consenting(Purpose.POLLEN).order_by("pk"):
        if subscriber.subject in kinds:
            grains += _history(subscriber, kinds[subscriber.subject], pieces, rng, now)
    grains.sort(key=lambda grain: grain.at)
    Grain.objects.bulk_create(grains, batch_size=500)
    while folding.fold():
        pass
    company.learn()
    readings = sum(grain.kind == Grain.Kind.READ for grain in grains)
    return f"{len(grains)} grains, {readings} of them finished readings"


def _pieces() -> list[Piece]:
    pages = ReadablePage.objects.live().originals().not_type(IssuePage).prefetch_related("topics").order_by("pk")
    return [
        Piece(
            page.pk,
            timezone.make_aware(datetime.combine(page.published_on, time(6))),
            frozenset(topic.label_de for topic in page.topics.all()),
        )
        for page in pages
    ]


def _history(
    subscriber: Subscriber, persona: Persona, pieces: list[Piece], rng: Random, now: datetime
) -> list[Grain]:
    """Some pieces, most of them of the persona's topics; never before the consent, never twice the same."""
    begin = max(subscriber.confirmed_at, now - timedelta(days=settings.GRAIN_EXPIRES_DAYS - 1))
    open_to = [piece for piece in pieces if piece.published < now - timedelta(days=3)]
    grains: list[Grain] = []
    named = subscriber.name in NAMES
    for _reading in range(NAMED_READ if named else rng.randint(FEWEST, MOST)):
        pulls = [piece.pull(persona) for piece in open_to]
        chances = [pull**3 + 1e-6 for pull in pulls] if named else [pull + BY_THE_WAY for pull in pulls]
        piece = rng.choices(open_to, chances)[0]
        open_to.remove(piece)
        since = max(begin, piece.published)
        # New pieces are read soon: half of all readings fall into the first fifth of the time.
        at = since + (now - since) * rng.random() ** 2.3
        grains += _visit(subscriber, piece, at, rng, 1.0 if named else FINISHED)
    return grains


def _visit(subscriber: Subscriber, piece: Piece, at: datetime, rng: Random, finished: float) -> list[Grain]:
    kinds = [Grain.Kind.READ if rng.random() < finished else Grain.Kind.VISIT]
    if rng.random() < FROM_A_LETTER:
        kinds.insert(0, Grain.Kind.CLICK)
    return [
        Grain(
            subscriber=subscriber,
            readable_id=piece.pk,
            kind=kind,
            weight=WEIGHTS[kind],
            at=at,
            day=timezone.localdate(at),
        )
        for kind in kinds
    ]
