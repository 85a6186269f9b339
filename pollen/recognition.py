"""Who is reading? Known only by a signed first-party cookie that is set with the pollen consent (TDDDG § 25)."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from subscribers.models import Purpose, Subscriber

COOKIE = "pollen"
SALT = "pollen.recognition"
A_DAY = 24 * 3600
# In seconds. Each click in a letter begins the week anew (docs/decisions/0037) …
MAX_AGE = 7 * A_DAY
# … and a device whose reader asked for it is remembered for half a year (docs/decisions/0038).
DEVICE_MAX_AGE = 180 * A_DAY
# Requests that change nothing: one answer of the ledger holds for the whole of them.
SAFE = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True)
class Remembered:
    """What a good cookie says."""

    subject: UUID
    until: datetime
    # Because its reader asked for it, not by a click in a letter.
    as_a_device: bool


def says_no(request: HttpRequest) -> bool:
    """Global Privacy Control and Do Not Track are a no, whatever was agreed to before."""
    return request.headers.get("Sec-GPC") == "1" or request.headers.get("DNT") == "1"


def remember(response: HttpResponse, subscriber: Subscriber, request: HttpRequest | None = None) -> None:
    """Sets the cookie of a click in a letter. The caller has asked the consent ledger.

    With the request it is seen whether this device was remembered because its reader wished it: that stays, and a
    letter that somebody forwarded does not take it over.
    """
    known = remembered(request) if request else None
    if not (request and known and known.as_a_device and recognise(request)):
        _set(response, subscriber, MAX_AGE)


def remember_device(response: HttpResponse, subscriber: Subscriber) -> None:
    """Sets the cookie of «Remember me on this device». The caller has asked the consent ledger."""
    _set(response, subscriber, DEVICE_MAX_AGE)


def _set(response: HttpResponse, subscriber: Subscriber, seconds: int) -> None:
    said = [subscriber.subject.hex, int(time.time()) + seconds, int(seconds == DEVICE_MAX_AGE)]
    response.set_cookie(
        COOKIE,
        signing.dumps(said, salt=SALT),
        max_age=seconds,
        httponly=True,
        secure=not settings.DEBUG,
        samesite="Lax",
    )


def forget(response: HttpResponse) -> None:
    response.delete_cookie(COOKIE, samesite="Lax")


def remembered(request: HttpRequest) -> Remembered | None:
    """What the cookie says, if it is ours, young enough, and the browser does not say no. Asks no database."""
    if says_no(request) or COOKIE not in request.COOKIES:
        return None
    try:
        subject, until, as_a_device = signing.loads(request.COOKIES[COOKIE], salt=SALT)
        found = Remembered(UUID(str(subject)), datetime.fromtimestamp(until, UTC), bool(as_a_device))
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return found if found.until.timestamp() > time.time() else None


def subject_of(request: HttpRequest) -> UUID | None:
    """Whose cookie this is; whether their consent still stands, only the ledger knows. Asks no database."""
    known = remembered(request)
    return known.subject if known else None


def recognise(request: HttpRequest) -> Subscriber | None:
    """The reader behind the cookie, if their pollen consent still stands; otherwise nobody.

    Asked once for a request that changes nothing, and anew for each other: it may be the very withdrawal.
    """
    if request.method not in SAFE:
        return _ask(request)
    if not hasattr(request, "_pollen_reader"):
        # The underscore keeps it from templates: what is written for all recognised readers names none of them.
        request._pollen_reader = _ask(request)  # type: ignore[attr-defined]
    reader: Subscriber | None = request._pollen_reader  # type: ignore[attr-defined]
    return reader


def may_stay(request: HttpRequest) -> bool:
    """Whether the cookie may stay on the device: its reader agrees, even if the profile pauses for a while."""
    if recognise(request) is not None:
        return True
    subject = subject_of(request)
    if subject is None:
        return False
    return Subscriber.objects.granting(Purpose.POLLEN).filter(subject=subject).exists()


def _ask(request: HttpRequest) -> Subscriber | None:
    subject = subject_of(request)
    if subject is None:
        return None
    return Subscriber.objects.consenting(Purpose.POLLEN).filter(subject=subject).first()
