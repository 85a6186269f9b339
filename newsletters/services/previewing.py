"""The letter as a given reader will get it, without a delivery and without links that recognise anybody."""

from datetime import datetime

from newsletters.models import Delivery, Edition
from pollen.services.reasons import Pick
from subscribers.models import ConsentState, Subscriber

from . import choosing, links
from .letters import Letter, Reader, compile_letter


def preview(edition: Edition, subscriber: Subscriber | None = None, language: str = "de") -> Letter:
    """For nobody in particular: the letter of a reader without an interest profile."""
    if subscriber is None:
        picks = choosing.for_nobody(edition)
        reader = Reader("", Subscriber.Address.SIE, None, "#", links.plain)
        return compile_letter(edition, [pick.readable for pick in picks], language, "sie").for_reader(
            reader, picks
        )
    choice = _as_it_left(edition, subscriber) or choosing.choose(edition, [subscriber])[subscriber.pk]
    reader = Reader(
        subscriber.name,
        subscriber.form_of_address,
        _ordered_on(edition, subscriber),
        "#",  # Whoever looks at a preview must not be able to unsubscribe its reader.
        links.plain,
    )
    readables = [pick.readable for pick in choice.picks]
    compiled = compile_letter(edition, readables, subscriber.language, subscriber.form_of_address)
    return compiled.for_reader(reader, choice.picks, choice.pins)


def _as_it_left(edition: Edition, subscriber: Subscriber) -> choosing.Choice | None:
    """What this reader was sent, where the letter has left: a choice made anew would be another one."""
    left = [Delivery.State.SENT, Delivery.State.UNCERTAIN]
    row = edition.deliveries.filter(subscriber=subscriber, state__in=left).first()
    if row is None:
        return None
    picks = [Pick(**{**pick, "inside": tuple(pick.get("inside", ()))}) for pick in row.picks]
    # Of a digest the pinned items are among what was noted.
    return choosing.Choice(picks, row.arm, pins=[] if edition.digest else None)


def _ordered_on(edition: Edition, subscriber: Subscriber) -> datetime | None:
    states = ConsentState.objects.filter(subject=subscriber.subject, purpose=edition.newsletter.purpose_id)
    return states.standing().values_list("at", flat=True).first()
