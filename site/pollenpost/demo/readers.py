"""Demo readers: the same every time, so that the documentation can speak of them.

They are written in bulk and past the services, because three hundred double opt-ins would take minutes. What they
leave behind is what the services leave: subscribers, ledger events with evidence, topic choices.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from django.utils import timezone

from editorial.models import Topic
from editorial.models.topic import german_slug
from newsletters.models import Newsletter
from pollenpost.demo.people import FIRST_NAMES, LAST_NAMES, NAMED, PERSONAS, Named, Persona
from subscribers.models import ConsentEvent, Purpose, Subscriber, TopicChoice, Wording
from subscribers.services import ledger

SEED = 1601
FORM = "/brief/"
# Shares of all readers.
WITHDREW, POLLEN_ONLY = 0.11, 0.04
# Shares of those who get the letter.
WITH_POLLEN, PAUSED, CHOSE_TOPICS = 0.6, 0.03, 0.3
ENGLISH, INFORMAL = 0.1, 0.35

Wordings = dict[tuple[str, str], Wording]


@dataclass
class Reader:
    subscriber: Subscriber
    persona: Persona
    pollen: bool = False
    letter: bool = True
    withdrew_at: datetime | None = None
    chosen: tuple[str, ...] = ()


def load(count: int) -> str:
    """Makes `count` readers, the named ones among them."""
    readers = invent(count, timezone.now())
    Subscriber.objects.bulk_create([reader.subscriber for reader in readers])
    _enter_consents(readers)
    _enter_choices(readers)
    letters = Subscriber.objects.mailable(Newsletter.objects.get().purpose).count()
    pollen = Subscriber.objects.consenting(Purpose.POLLEN).count()
    return f"{len(readers)} invented, {letters} get the next letter, {pollen} agreed to pollen"


def personas() -> dict[UUID, Persona]:
    """Which kind of reader each of the demo's subjects is."""
    subjects = set(Subscriber.objects.values_list("subject", flat=True))
    readers = invent(max(len(subjects), len(NAMED)), timezone.now())
    return {
        reader.subscriber.subject: reader.persona for reader in readers if reader.subscriber.subject in subjects
    }


def invent(count: int, now: datetime) -> list[Reader]:
    """The same names, pseudonyms and kinds for the same count, whatever the day."""
    rng = Random(SEED)  # noqa: S311 - an invented crowd, no secret
    named = [_named(one, rng, now) for one in NAMED]
    return named + [_somebody(number, rng, now) for number in range(1, count - len(named) + 1)]


def _named(one: Named, rng: Random, now: datetime) -> Reader:
    subscriber = Subscriber(
        email=f"{german_slug(one.name).replace('-', '.')}@example.org",
        name=one.name,
        subject=_pseudonym(rng),
        language=one.language,
        form_of_address=one.form_of_address,
        confirmed_at=now - timedelta(days=120, minutes=rng.randrange(1440)),
    )
    return Reader(subscriber, one.persona, pollen=one.pollen, chosen=one.chosen)


def _somebody(number: int, rng: Random, now: datetime) -> Reader:
    first, last = rng.choice(FIRST_NAMES), rng.choice(LAST_NAMES)
    subscriber = Subscriber(
        email=f"{german_slug(first)}.{german_slug(last)}.{number}@example.org",
        name=f"{first} {last}",
        subject=_pseudonym(rng),
        language="en" if rng.random() < ENGLISH else "de",
        form_of_address="du" if rng.random() < INFORMAL else "sie",
        confirmed_at=now - timedelta(minutes=rng.randrange(20 * 1440, 400 * 1440)),
    )
    reader = Reader(subscriber, rng.choice(PERSONAS))
    lot, mood, pause, choice = (rng.random() for _draw in range(4))
    if lot < WITHDREW:
        stayed = (now - subscriber.confirmed_at) * rng.uniform(0.2, 0.9)
        reader.withdrew_at = subscriber.confirmed_at + stayed
    elif lot < WITHDREW + POLLEN_ONLY:
        reader.letter, reader.pollen = False, True
    else:
        reader.pollen = mood < WITH_POLLEN
        if pause < PAUSED:
            subscriber.paused_until = timezone.localdate(now) + timedelta(days=rng.randrange(7, 60))
    if reader.pollen and choice < CHOSE_TOPICS:
        reader.chosen = tuple(rng.sample(reader.persona.topics, 2))
    return reader


def _pseudonym(rng: Random) -> UUID:
    return UUID(int=rng.getrandbits(128), version=4)


def _enter_consents(readers: list[Reader]) -> None:
    """The ledger's entries in the order of their time, as they would have come in."""
    letter = Newsletter.objects.select_related("purpose").get().purpose
    pollen = Purpose.objects.get(key=Purpose.POLLEN)
    wordings = {
        (purpose.key, language): purpose.wording(language)
        for purpose in (letter, pollen)
        for language in ("de", "en")
    }
    events = []
    for reader in readers:
        granted = [purpose for purpose, yes in ((letter, reader.letter), (pollen, reader.pollen)) if yes]
        events += [_grant(reader.subscriber, wordings, purpose.key) for purpose in granted]
        if reader.withdrew_at:
            events.append(
                ConsentEvent(
                    subject=reader.subscriber.subject,
                    purpose=letter,
                    kind=ConsentEvent.Kind.WITHDRAWN,
                    at=reader.withdrew_at,
                    evidence={"form": "/brief/abbestellen/"},
                )
            )
    ledger.append_many(sorted(events, key=lambda event: event.at))


def _grant(subscriber: Subscriber, wordings: Wordings, key: str) -> ConsentEvent:
    wording = wordings[key, subscriber.language]
    requested = subscriber.confirmed_at - timedelta(minutes=7)
    return ConsentEvent(
        subject=subscriber.subject,
        purpose_id=wording.purpose_id,
        kind=ConsentEvent.Kind.GRANTED,
        wording=wording,
        at=subscriber.confirmed_at,
        evidence={
            "form": FORM,
            "requested_at": requested.isoformat(),
            "confirmed_at": subscriber.confirmed_at.isoformat(),
        },
    )


def _enter_choices(readers: list[Reader]) -> None:
    topics = {topic.label_de: topic for topic in Topic.objects.all()}
    TopicChoice.objects.bulk_create(
        TopicChoice(
            subscriber=reader.subscriber,
            topic=topics[label],
            stance=TopicChoice.Stance.WANTED,
            at=reader.subscriber.confirmed_at,
        )
        for reader in readers
        for label in reader.chosen
    )
