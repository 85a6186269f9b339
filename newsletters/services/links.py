"""Links in letters. A reader with the pollen consent gets signed links that recognise them; nobody else does."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote, urljoin

from django.conf import settings
from django.core import signing
from django.urls import reverse, translate_url
from django.utils import translation
from django.utils.translation import get_language

from editorial.languages import language_of
from editorial.models import ReadablePage
from subscribers.models import Purpose, Subscriber
from subscribers.services import mailed_token, tokens

_signer = signing.TimestampSigner(salt="newsletters.click", sep=".")


@dataclass(frozen=True)
class Click:
    delivery: int
    # None: the link that people do not see.
    readable: int | None
    fresh: bool


def plain(readable: ReadablePage) -> str:
    """The address of the page itself, in the active language: what was not translated is framed in it."""
    url, language, shown = readable.url or "/", get_language(), language_of(readable)
    if language and shown != language:
        with translation.override(shown):
            url = translate_url(url, language)
    return urljoin(f"{settings.PUBLIC_URL}/", url)


def recognising(delivery_id: int, readable_id: int) -> str:
    """An address that tells, once opened, which delivery it stood in. It carries no mail address."""
    return _opens(delivery_id, readable_id)


def trap(delivery_id: int) -> str:
    """The address of the link that people do not see. It looks like the others: a scanner cannot leave it out."""
    return _opens(delivery_id, None)


def _opens(delivery_id: int, readable_id: int | None) -> str:
    token = _signer.sign_object([delivery_id, readable_id])
    return f"{settings.PUBLIC_URL}{reverse('newsletters:click', args=[token])}"


def read_click(token: str) -> Click:
    """Raises signing.BadSignature if the link was not made here.

    A letter that lies around for longer than the house promises leads to the page, but recognises nobody any more.
    """
    delivery, readable = _signer.unsign_object(token)
    try:
        _signer.unsign_object(token, max_age=timedelta(days=settings.LINK_RECOGNISES_DAYS))
    except signing.SignatureExpired:
        return Click(delivery, readable, fresh=False)
    return Click(delivery, readable, fresh=True)


def unsubscribe(subscriber: Subscriber, purpose: Purpose) -> str:
    """The page that asks once, in the reader's language, and the target of the one-click POST (RFC 8058)."""
    token = tokens.for_unsubscribing(subscriber.subject, purpose.pk)
    with translation.override(subscriber.language):
        return f"{settings.PUBLIC_URL}{reverse('subscribers:unsubscribe', args=[token])}"


def list_unsubscribe(subscriber: Subscriber, purpose: Purpose, page: str) -> str:
    """The header's value (RFC 2369 § 3.2): the page's address and, where there is a mailbox that takes such mail,
    one to write to. Mail programs take the first that they know how to use."""
    if not settings.MAILBOX_ADDRESS:
        return f"<{page}>"
    subject = f"unsubscribe {mailed_token.make(subscriber.subject, purpose.pk)}"
    return f"<{page}>, <mailto:{quote(settings.MAILBOX_ADDRESS, safe='@+')}?subject={quote(subject)}>"


def preferences() -> str:
    """Where a fresh link to one's preferences can be asked for: a forwarded letter opens nobody's data."""
    return f"{settings.PUBLIC_URL}{reverse('subscribers:preferences_request')}"
