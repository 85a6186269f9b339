"""The double opt-in: asked for in a form, confirmed on the page that the mailed link opens."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.utils import timezone

from editorial.models import Topic
from subscribers.models import Purpose, SignUp, Subscriber, TopicChoice, Wording

from . import consent, rate_limit
from .addresses import normalise_address


@dataclass(frozen=True)
class Wish:
    """What somebody filled into the sign-up form. `form` is the path of the page it stood on."""

    email: str
    wordings: Sequence[Wording]
    name: str = ""
    language: str = "de"
    form_of_address: str = Subscriber.Address.SIE
    topics: Sequence[Topic] = field(default_factory=list)
    form: str = ""


@transaction.atomic
def request_signup(wish: Wish, client: str = "") -> SignUp | Subscriber | None:
    """Notes a sign-up that is to be confirmed by mail.

    Returns instead the subscriber if this address gets letters already: a link to the preferences follows.
    Returns None if this address or this network (`client` is an IP address, not stored) asked too often.
    """
    email = normalise_address(wish.email)
    if not rate_limit.allows(email, client):
        return None
    if subscriber := receiving_subscriber(email):
        return subscriber
    signup = SignUp.objects.create(
        email=email,
        name=wish.name,
        language=wish.language,
        form_of_address=wish.form_of_address,
        form=wish.form,
    )
    signup.wordings.set(wish.wordings)
    signup.topics.set(wish.topics)
    return signup


def receiving_subscriber(email: str) -> Subscriber | None:
    """The reader with this address, if a consent to some newsletter stands."""
    subscriber = Subscriber.objects.with_address(email).first()
    if subscriber is None:
        return None
    newsletters = set(Purpose.objects.newsletters().values_list("pk", flat=True))
    return subscriber if newsletters & consent.standing_purposes(subscriber.subject) else None


def find_subscriber(email: str, client: str = "") -> Subscriber | None:
    """Whom to mail a link to the preferences; None also if it was asked for too often."""
    email = normalise_address(email)
    if not rate_limit.allows(email, client):
        return None
    return Subscriber.objects.with_address(email).first()


@transaction.atomic
def confirm(signup_id: int) -> Subscriber | None:
    """The second step. None if this sign-up was confirmed before (or expired and was deleted)."""
    signup = SignUp.objects.select_for_update().filter(pk=signup_id).first()
    if signup is None:
        return None
    confirmed_at = timezone.now()
    subscriber = _subscriber_from(signup)
    subscriber.confirmed_at = confirmed_at
    # Who asks for letters today wants them now; an old pause would swallow them in silence.
    subscriber.paused_until = None
    subscriber.save()
    for wording in signup.wordings.select_related("purpose").order_by("purpose__position", "pk"):
        consent.grant(
            subscriber.subject,
            wording,
            form=signup.form,
            requested_at=signup.requested_at.isoformat(),
            confirmed_at=confirmed_at.isoformat(),
        )
    for topic in signup.topics.all():
        TopicChoice.objects.update_or_create(
            subscriber=subscriber,
            topic=topic,
            defaults={"stance": TopicChoice.Stance.WANTED, "at": confirmed_at},
        )
    signup.delete()
    return subscriber


def _subscriber_from(signup: SignUp) -> Subscriber:
    """The reader with this address; two sign-ups that are confirmed at the same moment make one."""
    try:
        with transaction.atomic():
            subscriber = Subscriber.objects.create(email=signup.email)
    except IntegrityError:
        subscriber = Subscriber.objects.with_address(signup.email).get()
    subscriber.name = signup.name or subscriber.name
    subscriber.language = signup.language
    subscriber.form_of_address = signup.form_of_address
    return subscriber


def forgotten_signups() -> list[int]:
    """The ids of sign-ups that wait for their confirmation mail while no worker is at them."""
    return list(SignUp.objects.forgotten().values_list("pk", flat=True))


def expire_signups() -> int:
    """Deletes what nobody confirmed in time; how many there were."""
    expired = SignUp.objects.expired()
    count = expired.count()
    expired.delete()
    return count
