"""Who sent a form: a page of ours, a site that may carry our form, or a stranger."""

from enum import Enum

from django.conf import settings
from wagtail.models import Site

from subscribers.models import EmbeddingSettings


class Sender(Enum):
    OURS = "ours"
    KNOWN = "known"
    STRANGER = "stranger"


def sender_of(origin: str, host: str) -> Sender:
    """By the header Origin and the host that was asked.

    Few browsers leave the header out: then it depends on the form's own timing token. "null", which they write for
    pages that want to stay unknown, is nobody we know.
    """
    if not origin or origin.partition("://")[2].lower() == host.lower() or origin == settings.PUBLIC_URL:
        return Sender.OURS
    return Sender.KNOWN if origin in known_origins() else Sender.STRANGER


def known_origins() -> list[str]:
    return EmbeddingSettings.for_site(Site.objects.get(is_default_site=True)).known_origins
