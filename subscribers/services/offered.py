"""What a form asks for: the wordings in force, in the order of their purposes."""

from django.conf import settings

from subscribers import mail
from subscribers.models import Purpose, Wording


def offered_wordings(language: str) -> list[Wording]:
    """The newest published text of each purpose that is offered, in this language or else in German; one query.

    A purpose that is worded in neither is left out.
    """
    languages = [language, settings.LANGUAGE_CODE]
    published = Wording.objects.filter(
        published_at__isnull=False, language__in=languages, purpose__in=Purpose.objects.offered()
    )
    found: dict[int, Wording] = {}
    for wording in published.select_related("purpose").order_by("purpose__position", "purpose", "version"):
        known = found.get(wording.purpose_id)
        if known is None or languages.index(wording.language) <= languages.index(known.language):
            found[wording.purpose_id] = wording
    return list(found.values())


def is_newsletter(wording: Wording) -> bool:
    return wording.purpose.kind == Purpose.Kind.NEWSLETTER


def may_open(wordings: list[Wording]) -> bool:
    """Whether somebody can sign up: there is a newsletter, and the imprint is complete (DDG § 5)."""
    return any(is_newsletter(wording) for wording in wordings) and mail.publisher().complete


def newsletters_on_offer(language: str) -> list[Wording]:
    """For the short form on other pages; nothing while sign-up is not open."""
    wordings = [wording for wording in offered_wordings(language) if is_newsletter(wording)]
    return wordings if may_open(wordings) else []
