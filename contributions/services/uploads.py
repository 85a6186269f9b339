"""A picture waits an hour for its form to be sent without an error, and then until the sender confirms."""

from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from contributions.models import Picture
from contributions.models.picture import KEPT, in_an_hour
from subscribers.services import rate_limit

from .pictures import PictureRefused, clean_picture

PER_NETWORK = 30
# Together some hundred megabytes: what a flood of uploads can fill of the database before it is turned away.
MOST_WAITING = 300

_signer = signing.TimestampSigner(salt="contributions.picture", sep=".")


def keep(content: bytes, client: str) -> Picture:
    """Checks and keeps an upload from this IP address, which is not stored. Raises PictureRefused."""
    network = rate_limit.network_of(client)
    if network and not rate_limit.within("contribution-pictures", network, PER_NETWORK):
        raise PictureRefused(_("That were many pictures within an hour. Please come back in a while."))
    if Picture.objects.count() >= MOST_WAITING:
        raise PictureRefused(_("Just now more pictures arrive than we can take. Please come back later."))
    clean = clean_picture(content)
    return Picture.objects.create(content=clean.content, width=clean.width, height=clean.height)


def token_for(picture: Picture) -> str:
    return _signer.sign(picture.pk.hex)


def find(token: str) -> Picture | None:
    """The picture of this token; None once an hour is over or the token was made by somebody else."""
    try:
        return Picture.objects.filter(pk=_signer.unsign(token, max_age=KEPT)).first()
    except (signing.BadSignature, ValidationError, ValueError):
        return None


def keep_on(picture: Picture) -> None:
    """One more hour: its form came back with a question."""
    Picture.objects.filter(pk=picture.pk).update(kept_until=in_an_hour())


def expire() -> None:
    Picture.objects.forgotten().delete()
