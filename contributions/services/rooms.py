"""Where contributions go: the first rack or blog that is open, in the language of the sender if there is one."""

from wagtail.models import Page

from blog.models import BlogPage, PostcardRackPage
from contributions.models import Contribution
from subscribers.mail import publisher
from subscribers.models import Purpose, Wording

ROOMS: dict[str, type[Page]] = {
    Contribution.Kind.POSTCARD: PostcardRackPage,
    Contribution.Kind.STORY: BlogPage,
}


def room_for(kind: str, language: str) -> Page | None:
    rooms = ROOMS[kind].objects.live().order_by("path")
    return rooms.filter(locale__language_code=language).first() or rooms.first()


def wording_for(language: str) -> Wording | None:
    """What the sender agrees to; None while the publisher has not installed or has switched off the purpose."""
    purpose = Purpose.objects.filter(key=Purpose.PUBLICATION, active=True).first()
    try:
        return purpose.wording(language) if purpose else None
    except Wording.DoesNotExist:
        return None


def is_open(kind: str, language: str) -> bool:
    """Whether we may ask: there is a place for it, a wording, and an imprint to mail under."""
    return bool(room_for(kind, language) and wording_for(language) and publisher().complete)
