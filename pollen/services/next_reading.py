"""What a recognised reader might read next, below a text."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from hashlib import sha256
from typing import cast

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from editorial.languages import language_of
from editorial.models import ReadablePage, Topic
from magazine.models import IssuePage
from pollen.engine import Candidates, Company, House, Places
from pollen.models import Suggestion
from subscribers.models import Purpose, Subscriber
from subscribers.services import consent

from . import company, reasons, selection
from .pool import Pool, pool_of
from .reasons import Pick

PLACES = 3
MOST_CANDIDATES = 300
# What may be suggested is looked up anew after so many seconds.
# What was closed meanwhile is left out all the same.
POOL_SECONDS = 300
# A process that knows other fields looks for another pool: while a new version is put in place, both are at work.
_FIELDS = [(kind.__name__, field.name) for kind in (Pool, Candidates, House) for field in fields(kind)]
POOL_KEY = f"pollen.next-reading.{sha256(repr(_FIELDS).encode()).hexdigest()[:12]}"


@dataclass(frozen=True)
class Suggested:
    """One text, why this reader gets it (a sentence), and the topic whose mark stands beside that."""

    page: ReadablePage
    why: str
    topic: Topic | None = None


def suggest(subscriber: Subscriber, readable_id: int) -> list[Suggested]:
    """Up to three texts, below the one with this id (of the original); none if nothing speaks for any.

    Notes what was chosen from what (docs/decisions/0040).
    """
    if not _agrees(subscriber):
        return []
    pool = _pool()
    here = {subscriber.pk: [readable_id]}
    found = selection.select([subscriber.pk], pool, Places(PLACES), here)[subscriber.pk]
    picks = [pick for pick in found.picks if pick.kind not in reasons.FOR_EVERYONE]
    pages = _shown([readable_id, *(pick.readable for pick in picks)])
    picks = [pick for pick in picks if pick.readable in pages]
    # The text that somebody has before them may be closed or deleted by now.
    if not picks or readable_id not in pages:
        return []
    if not _note(subscriber, readable_id, [pool.readables[place] for place in found.eligible], picks):
        return []
    topics = Topic.objects.in_bulk([pick.topic for pick in picks if pick.topic])
    form = subscriber.form_of_address
    return [
        Suggested(
            pages[pick.readable], reasons.sentence(pick.as_json(), topics, form), topics.get(pick.topic or 0)
        )
        for pick in picks
    ]


@transaction.atomic
def _note(subscriber: Subscriber, below: int, candidates: list[int], picks: list[Pick]) -> bool:
    """Wholly before a withdrawal, which deletes it, or wholly after it: then nothing is noted nor suggested."""
    consent.lock(subscriber.subject)
    if not _agrees(subscriber):
        return False
    now = timezone.now()
    said = {"at": now, "candidates": candidates, "picks": [pick.as_json() for pick in picks]}
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    # One row a day: whoever comes back ten times was not made ten offers.
    if not subscriber.suggestions.filter(below=below, at__gte=midnight).update(**said):
        Suggestion.objects.create(subscriber=subscriber, below_id=below, **said)
    return True


def _agrees(subscriber: Subscriber) -> bool:
    return Subscriber.objects.consenting(Purpose.POLLEN).filter(pk=subscriber.pk).exists()


def _pool() -> Pool:
    """What was learned from the readers together is large, and each process keeps it anyway (company)."""
    pool = cast("Pool", cache.get_or_set(POOL_KEY, _frozen, POOL_SECONDS))
    texts, known = company.current(pool.topics)
    return _with_company(pool, texts, known)


def _with_company(pool: Pool, texts: Sequence[int], known: Company | None) -> Pool:
    house = replace(pool.arrays.house, company=known)
    return replace(pool, texts=texts, arrays=replace(pool.arrays, house=house))


def _frozen() -> Pool:
    texts = ReadablePage.objects.open_to_all().originals().not_type(IssuePage)
    wanted = texts.exclude(editors_weight=ReadablePage.Weight.NOWHERE).newest_first()
    return _with_company(pool_of(list(wanted.defer_streamfields()[:MOST_CANDIDATES])), [], None)


def _shown(originals: list[int]) -> dict[int, ReadablePage]:
    """By the id of the original what is shown of each: its translation into the language of the page, if open."""
    pages = {page.pk: page for page in ReadablePage.objects.open_to_all().filter(pk__in=originals).specific()}
    language = get_language()
    abroad = {page.translation_key: pk for pk, page in pages.items() if language_of(page) != language}
    translated = ReadablePage.objects.open_to_all().filter(
        translation_key__in=abroad, locale__language_code=language
    )
    return pages | {abroad[page.translation_key]: page for page in translated.specific()}
