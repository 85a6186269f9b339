"""Who is reading? Known only by a signed first-party cookie that is set with the pollen consent (TDDDG § 25)."""

from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from subscribers.models import Purpose, Subscriber

COOKIE = "pollen"
SALT = "pollen.recognition"
# In seconds. Each click in a letter begins the week anew (docs/decisions/0015).
MAX_AGE = 7 * 24 * 3600


def says_no(request: HttpRequest) -> bool:
    """Global Privacy Control and Do Not Track are a no, whatever was agreed to before."""
    return request.headers.get("Sec-GPC") == "1" or request.headers.get("DNT") == "1"


def remember(response: HttpResponse, subscriber: Subscriber) -> None:
    """Sets the cookie. The caller has asked the consent ledger."""
    response.set_cookie(
        COOKIE,
        signing.dumps(str(subscriber.subject), salt=SALT),
        max_age=MAX_AGE,
        httponly=True,
        secure=not settings.DEBUG,
        samesite="Lax",
    )


def forget(response: HttpResponse) -> None:
    response.delete_cookie(COOKIE, samesite="Lax")


def recognise(request: HttpRequest) -> Subscriber | None:
    """The reader behind the cookie, if their pollen consent still stands; otherwise nobody."""
    if says_no(request) or COOKIE not in request.COOKIES:
        return None
    try:
        subject = UUID(signing.loads(request.COOKIES[COOKIE], salt=SALT, max_age=MAX_AGE))
    except (signing.BadSignature, ValueError):
        return None
    return Subscriber.objects.consenting(Purpose.POLLEN).filter(subject=subject).first()
