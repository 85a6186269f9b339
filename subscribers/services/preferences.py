"""What a reader changes on the preference page, each purpose alone."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from editorial.models import Topic
from subscribers.models import ConsentEvent, ConsentState, Purpose, Subscriber, TopicChoice, Wording

from . import consent

FORM = "preferences"


@dataclass(frozen=True)
class Offer:
    """One purpose on the page: the text agreed to if the consent stands, else the text in force.

    `state` is the reader's last declaration about it, if there is one. `newer` is the text in force where the
    consent stands under an older one, or came with an import that did not say under which.
    """

    purpose: Purpose
    wording: Wording
    stands: bool
    state: ConsentState | None = None
    newer: Wording | None = None

    @property
    def words_unknown(self) -> bool:
        return self.stands and self.state is not None and self.state.wording_id is None

    @property
    def objected(self) -> bool:
        return self.state is not None and self.state.kind == ConsentEvent.Kind.OBJECTED


def offers(subject: UUID, language: str) -> list[Offer]:
    """Every purpose that is offered or agreed to: a consent outlives its offer and must be withdrawable."""
    states = {
        state.purpose_id: state
        for state in ConsentState.objects.filter(subject=subject).select_related("wording__purpose")
    }
    standing = [purpose_id for purpose_id, state in states.items() if state.stands]
    purposes = {purpose.pk: purpose for purpose in Purpose.objects.offered()}
    purposes |= {purpose.pk: purpose for purpose in Purpose.objects.filter(pk__in=standing)}
    in_order = sorted(purposes.values(), key=lambda purpose: (purpose.position, purpose.pk))
    return [_offer(purpose, states.get(purpose.pk), language) for purpose in in_order]


def _offer(purpose: Purpose, state: ConsentState | None, language: str) -> Offer:
    stands = state is not None and state.stands
    agreed = state.wording if state and stands else None
    try:
        # A translation of the text agreed to is no newer text.
        in_force = purpose.wording(agreed.language if agreed else language)
    except Wording.DoesNotExist:
        return Offer(purpose, agreed or Wording(purpose=purpose, text=purpose.label), stands, state)
    if not stands:
        return Offer(purpose, in_force, stands, state)
    outdated = agreed is None or (agreed.language == in_force.language and agreed.version < in_force.version)
    return Offer(purpose, agreed or in_force, stands, state, in_force if outdated and purpose.active else None)


@dataclass(frozen=True)
class Wish:
    """What a reader sent from the preference page.

    `reader` holds fields of the reader; `shown_as_standing` the ids of the purposes whose box was ticked when the
    page was made; `anew` the newer texts that are agreed to in place of older ones.
    """

    reader: Mapping[str, Any]
    stances: Mapping[Topic, str]
    ticked: Collection[Wording]
    shown_as_standing: Collection[int]
    anew: Collection[Wording] = ()


@transaction.atomic
def save(subject: UUID, wish: Wish) -> None:
    """Changes what the page shows and nothing beside it; nothing if the reader was erased meanwhile."""
    subscriber = Subscriber.objects.select_for_update().filter(subject=subject).first()
    if subscriber is None:
        return
    for name, value in wish.reader.items():
        setattr(subscriber, name, value)
    subscriber.save(update_fields=list(wish.reader))
    gave_a_sign(subject)
    choose_topics(subscriber, wish.stances)
    change_consents(subject, wish.ticked, wish.shown_as_standing, wish.anew, form=FORM)


def gave_a_sign(subject: UUID) -> None:
    """The reader did something here: nobody need ask whether they want to stay."""
    Subscriber.objects.filter(subject=subject).update(last_sign_at=timezone.now(), asked_to_stay_at=None)


def end_pause(subject: UUID) -> None:
    """Letters come again from today."""
    Subscriber.objects.filter(subject=subject).update(paused_until=None)
    gave_a_sign(subject)


@transaction.atomic
def change_consents(
    subject: UUID,
    ticked: Iterable[Wording],
    shown_as_standing: Collection[int],
    anew: Iterable[Wording] = (),
    **evidence: Any,
) -> list[ConsentEvent]:
    """Enters what the reader changed against what the page showed, and nothing else.

    `shown_as_standing` holds the ids of the purposes whose box was ticked when the page was made. A box that
    nobody touched declares nothing: a page left open in another window must not renew a consent that was
    withdrawn meanwhile. The texts in `anew` were ticked in place of older ones, each in a box of its own.
    """
    ticked_by_purpose = {wording.purpose_id: wording for wording in ticked}
    renewed = {wording.purpose_id: wording for wording in anew}
    consent.lock(subject)
    standing = consent.standing_purposes(subject)
    added = [
        wording
        for purpose_id, wording in ticked_by_purpose.items()
        if purpose_id not in shown_as_standing and purpose_id not in standing and purpose_id not in renewed
    ]
    events: list[ConsentEvent] = []
    for wording in [*added, *renewed.values()]:
        events.append(consent.grant(subject, wording, **evidence))
    dropped = set(shown_as_standing) - set(ticked_by_purpose) - set(renewed)
    for purpose in Purpose.objects.filter(pk__in=dropped & standing):
        event = consent.withdraw(subject, purpose, **evidence)
        events += [event] if event else []
    return events


@transaction.atomic
def choose_topics(subscriber: Subscriber, stances: Mapping[Topic, str]) -> None:
    """Sets each topic to wanted, refused or, with an empty stance, to neither."""
    before = dict(subscriber.topic_choices.values_list("topic_id", "stance"))
    for topic, stance in stances.items():
        if stance == before.get(topic.pk, ""):
            continue
        if stance:
            TopicChoice.objects.update_or_create(
                subscriber=subscriber, topic=topic, defaults={"stance": stance, "at": timezone.now()}
            )
        else:
            subscriber.topic_choices.filter(topic=topic).delete()


@transaction.atomic
def leave_everything(subject: UUID) -> list[ConsentEvent]:
    """Withdraws whatever stands."""
    standing = Purpose.objects.filter(pk__in=consent.standing_purposes(subject))
    events = [consent.withdraw(subject, purpose, form=FORM, asked="everything") for purpose in standing]
    return [event for event in events if event]
