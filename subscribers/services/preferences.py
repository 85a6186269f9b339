"""What a reader changes on the preference page, each purpose alone."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from editorial.models import Topic
from subscribers.models import ConsentEvent, Purpose, Subscriber, TopicChoice, Wording

from . import consent

FORM = "preferences"


@dataclass(frozen=True)
class Offer:
    """One purpose on the page: the text agreed to if the consent stands, else the text in force."""

    purpose: Purpose
    wording: Wording
    stands: bool


def offers(subject: UUID, language: str) -> list[Offer]:
    """Every purpose that is offered or agreed to: a consent outlives its offer and must be withdrawable."""
    events = ConsentEvent.objects.filter(subject=subject).standing().select_related("wording")
    standing = {event.purpose_id: event for event in events}
    purposes = {purpose.pk: purpose for purpose in Purpose.objects.offered()}
    purposes |= {purpose.pk: purpose for purpose in Purpose.objects.filter(pk__in=standing)}
    made = []
    for purpose in sorted(purposes.values(), key=lambda purpose: (purpose.position, purpose.pk)):
        event = standing.get(purpose.pk)
        agreed = event.wording if event else None
        try:
            made.append(Offer(purpose, agreed or purpose.wording(language), event is not None))
        except Wording.DoesNotExist:
            made.append(Offer(purpose, Wording(purpose=purpose, text=purpose.label), event is not None))
    return made


@transaction.atomic
def change_consents(
    subject: UUID, ticked: Iterable[Wording], shown_as_standing: Collection[int], **evidence: str
) -> list[ConsentEvent]:
    """Enters what the reader changed against what the page showed, and nothing else.

    `shown_as_standing` holds the ids of the purposes whose box was ticked when the page was made. A box that
    nobody touched declares nothing: a page left open in another window must not renew a consent that was
    withdrawn meanwhile.
    """
    ticked_by_purpose = {wording.purpose_id: wording for wording in ticked}
    consent.lock(subject)
    standing = consent.standing_purposes(subject)
    events: list[ConsentEvent] = []
    for purpose_id, wording in ticked_by_purpose.items():
        if purpose_id not in shown_as_standing and purpose_id not in standing:
            events.append(consent.grant(subject, wording, **evidence))
    dropped = set(shown_as_standing) - set(ticked_by_purpose)
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
