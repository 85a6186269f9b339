"""The double opt-in: filled into a form, confirmed on the page that the mailed link opens."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from contributions.models import Contribution, Notice, Picture
from subscribers.models import Wording
from subscribers.services import consent, rate_limit

from . import drafting

PER_ADDRESS = 3
PER_NETWORK = 10


@dataclass(frozen=True)
class Letter:
    """What somebody filled into a form. `form` is the path of the page it stood on."""

    kind: str
    email: str
    text: str
    wording: Wording
    title: str = ""
    name: str = ""
    place: str = ""
    picture: Picture | None = None
    picture_alt: str = ""
    language: str = "de"
    form: str = ""


@transaction.atomic
def receive(letter: Letter, client: str = "") -> Contribution | None:
    """Notes what is to be confirmed by mail; None if this address or network sent too much within an hour.

    Nothing is asked about the address: a known reader and a stranger get the same answer and the same mail.
    """
    network = rate_limit.network_of(client)
    address_within = rate_limit.within("contributions-to", letter.email, PER_ADDRESS)
    network_within = not network or rate_limit.within("contributions-from", network, PER_NETWORK)
    if not (address_within and network_within):
        return None
    contribution = Contribution.objects.create(**vars(letter))
    contribution.notices.create(kind=Notice.Kind.CONFIRM)
    return contribution


@transaction.atomic
def confirm(contribution_id: int) -> Contribution | None:
    """The second step: the consent stands and the page is drafted. None if nothing waits to be confirmed.

    Raises drafting.NoRoom, and changes nothing, if the publisher has closed the rack or the blog meanwhile.
    """
    waiting = Contribution.objects.select_for_update().filter(state=Contribution.State.UNCONFIRMED)
    contribution = waiting.filter(pk=contribution_id).first()
    if contribution is None:
        return None
    now = timezone.now()
    consent.grant(
        contribution.subject,
        contribution.wording,
        form=contribution.form,
        requested_at=contribution.created_at.isoformat(),
        confirmed_at=now.isoformat(),
    )
    contribution.state = Contribution.State.RECEIVED
    contribution.confirmed_at = now
    drafting.draft(contribution)
    # From here on it stands in the page alone.
    contribution.title = contribution.text = contribution.place = contribution.picture_alt = ""
    contribution.picture = None
    contribution.save()
    contribution.notices.waiting().filter(kind=Notice.Kind.CONFIRM).delete()
    return contribution


def expire() -> int:
    """Deletes what nobody confirmed in time; how many there were."""
    expired = Contribution.objects.expired()
    count = expired.count()
    Picture.objects.filter(contributions__in=expired).delete()
    expired.delete()
    return count
