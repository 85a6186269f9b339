"""The double opt-in: asked for in a form, confirmed on the page that the mailed link opens."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from editorial.models import Topic
from subscribers.models import Purpose, SignUp, Subscriber, TopicChoice, Wording

from . import consent, rate_limit, suppression
from .addresses import normalise_address

# How many sign-ups one pass of beat enqueues again.
A_PASS = 500
# How often an address may come and go between the look for its reader and the making of one.
TRIES = 5


@dataclass(frozen=True)
class Wish:
    """What somebody filled into the sign-up form.

    `form` is where the form stood, as the path of a page or the origin of another site (services/places.py), and
    `began` where it was filled first, if that was elsewhere.
    """

    email: str
    wordings: Sequence[Wording]
    name: str = ""
    language: str = "de"
    form_of_address: str = Subscriber.Address.SIE
    topics: Sequence[Topic] = field(default_factory=list)
    form: str = ""
    began: str = ""


@transaction.atomic
def request_signup(wish: Wish, client: str = "") -> SignUp | None:
    """Notes what was asked for; a worker finds out whom to write what (mailing.send_confirmation).

    Nothing here looks at who is known: the same is done for every address, so that neither the answer nor the
    time it takes says anything. None if this network (`client` is an IP address) asked too often.
    """
    email = normalise_address(wish.email)
    if not rate_limit.network_allows(client):
        return None
    evidence = {"began": wish.began} if wish.began else {}
    signup = SignUp.objects.create(
        email=email,
        name=wish.name,
        language=wish.language,
        form_of_address=wish.form_of_address,
        form=wish.form,
        evidence=evidence | _network("requested_from", client),
    )
    signup.wordings.set(wish.wordings)
    signup.topics.set(wish.topics)
    return signup


def receiving_subscriber(email: str) -> Subscriber | None:
    """The reader with this address, if it takes mail and a consent to some newsletter stands."""
    subscriber = Subscriber.objects.with_address(email).filter(unreachable_at=None).first()
    if subscriber is None:
        return None
    newsletters = set(Purpose.objects.newsletters().values_list("pk", flat=True))
    return subscriber if newsletters & consent.standing_purposes(subscriber.subject) else None


def _network(step: str, client: str) -> dict[str, str]:
    """The shortened network of a step, if the operator wants it in the proof."""
    network = rate_limit.network_of(client) if settings.CONSENT_KEEPS_NETWORK else ""
    return {step: network} if network else {}


@transaction.atomic
def confirm(signup_id: int, client: str = "") -> Subscriber | None:
    """The second step. None if this sign-up was confirmed before (or expired, or was deleted).

    Whoever had been erased, had complained or could not be reached has come back by this.
    """
    signup = _held(signup_id)
    if signup is None:
        return None
    confirmed_at = timezone.now()
    subscriber = _subscriber_from(signup)
    subscriber.confirmed_at = subscriber.last_sign_at = confirmed_at
    subscriber.asked_to_stay_at = subscriber.unreachable_at = None
    # Who asks for letters today wants them now; an old pause would swallow them in silence.
    subscriber.paused_until = None
    subscriber.save()
    suppression.lift(signup.email)
    evidence = {
        **signup.evidence,
        "form": signup.form,
        "requested_at": signup.requested_at.isoformat(),
        "confirmed_at": confirmed_at.isoformat(),
        **_network("confirmed_from", client),
    }
    for wording in signup.wordings.select_related("purpose").order_by("purpose__position", "pk"):
        consent.grant(subscriber.subject, wording, **evidence)
    for topic in signup.topics.all():
        TopicChoice.objects.update_or_create(
            subscriber=subscriber,
            topic=topic,
            defaults={"stance": TopicChoice.Stance.WANTED, "at": confirmed_at},
        )
    signup.delete()
    return subscriber


def _held(signup_id: int) -> SignUp | None:
    """The sign-up, locked; and before it its reader, if there is one: an erasure takes both in the same order."""
    current = SignUp.objects.current().filter(pk=signup_id)
    for email in current.values_list("email", flat=True):
        Subscriber.objects.select_for_update().with_address(email).first()
    return current.select_for_update().first()


def _reader_with(email: str) -> Subscriber:
    """The reader with this address, locked; made if need be. Two sign-ups that are confirmed at the same moment
    make one, and a reader who moves away at that moment keeps the new address."""
    for _try in range(TRIES):
        reader = Subscriber.objects.select_for_update().with_address(email).first()
        if reader:
            return reader
        with suppress(IntegrityError), transaction.atomic():
            return Subscriber.objects.create(email=email)
    return Subscriber.objects.create(email=email)


def _subscriber_from(signup: SignUp) -> Subscriber:
    subscriber = _reader_with(signup.email)
    subscriber.name = signup.name or subscriber.name
    subscriber.language = signup.language
    subscriber.form_of_address = signup.form_of_address
    return subscriber


def forgotten_signups() -> list[int]:
    """The ids of sign-ups that wait for their confirmation mail while no worker is at them, the longest first.

    A pass takes so many at most: an import may have left a hundred thousand, and each is enqueued again by every
    pass until its turn has come.
    """
    waiting = SignUp.objects.forgotten().order_by("due_at", "pk")
    return list(waiting.values_list("pk", flat=True)[:A_PASS])


def expire_signups() -> int:
    """Deletes what nobody confirmed in time; how many there were."""
    expired = SignUp.objects.expired()
    count = expired.count()
    expired.delete()
    return count
