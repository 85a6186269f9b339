"""What lists and texts need to know about readables, in few queries."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django import template
from django.db.models import prefetch_related_objects

from editorial.freshness import remembered
from editorial.models import ReadablePage, Topic

register = template.Library()

NOTES = ("lesson", "verdict")


@register.filter
def primed(readables: Iterable[ReadablePage]) -> list[ReadablePage]:
    """The readables with the topics, sections and pictures of their cards, in three queries for all."""
    pages = list(readables)
    links = ReadablePage.topics.through.objects.filter(
        readablepage__in=[page.pk for page in pages], topic__state=Topic.State.APPROVED
    )
    topics: dict[int, list[Topic]] = defaultdict(list)
    for link in links.select_related("topic").order_by("topic__label_de"):
        topics[link.readablepage_id].append(link.topic)
    for page in pages:
        page.primed_topics = topics[page.pk]
    with_sections(pages)
    _prefetch(pages, "image")
    return pages


@register.filter
def with_sections(readables: Iterable[ReadablePage]) -> list[ReadablePage]:
    """The readables with their sections alone, which is what contents need."""
    pages = list(readables)
    _prefetch(pages, "section")
    return pages


def _prefetch(pages: list[ReadablePage], name: str) -> None:
    having = [page for page in pages if getattr(page, f"{name}_id", None)]
    if having:
        prefetch_related_objects(having, name)


@register.filter
def primed_groups(groups: dict[str, list[ReadablePage]]) -> dict[str, list[ReadablePage]]:
    """The same for several lists at once, as the front page has them."""
    primed(page for group in groups.values() for page in group)
    return groups


@register.filter
def shown_topics(page: ReadablePage) -> list[Topic]:
    """The topics readers may see: proposed ones are the editors' business.

    Chosen in Python because the topics of a previewed draft are not a query set.
    """
    primed_topics: list[Topic] | None = getattr(page, "primed_topics", None)
    if primed_topics is None:

        def read() -> list[Topic]:
            return [topic for topic in page.topics.all() if topic.state == Topic.State.APPROVED]

        primed_topics = remembered(("shown topics", page.pk), read)
        page.primed_topics = primed_topics
    return primed_topics


@register.filter
def without_notes(body: Iterable[Any]) -> list[Any]:
    """The blocks of a text that stand in its column."""
    return [block for block in body if block.block_type not in NOTES]


@register.filter
def only_notes(body: Iterable[Any]) -> list[Any]:
    """The blocks of a text that stand in its margin."""
    return [block for block in body if block.block_type in NOTES]


@register.filter
def counts_minutes(page: ReadablePage) -> bool:
    """Whether a card says how long it takes to read: texts do, issues and what names its own length do not."""
    return bool(page.body) and not page.specific_class.subpage_types and not getattr(page, "minutes", None)


@register.filter
def imprint_lines(imprint: str) -> list[str]:
    """The statements of an imprint, which stand on lines of their own or are parted by slashes."""
    return [part.strip() for line in imprint.splitlines() for part in line.split(" / ") if part.strip()]
