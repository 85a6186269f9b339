"""The publisher, the topics with their marks, the authors, and the content folder with its dates moved to now."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from django.utils import timezone
from wagtail.models import Site

from editorial.importing.document import Document
from editorial.importing.importer import import_folder
from editorial.importing.report import Outcome
from editorial.marks import Grain, seed_unlike
from editorial.models import PublisherSettings, Topic
from editorial.services.vocabulary import load_authors, load_topics
from magazine.models import IssuePage
from magazine.services.framing import frame_next_issue
from pollenpost.demo import english, podcast

CONTENT = Path(__file__).parent / "content"
PUBLISHED = re.compile(r'^published: *"?(\d{4}-\d\d-\d\d)', re.MULTILINE)


class ContentBroken(Exception):
    """A file of the demo's content could not be imported; the message says which and why."""


def load() -> str:
    _publisher()
    topics = load_topics(CONTENT / "topics.yaml")
    _different_marks(topics)
    authors = load_authors(CONTENT / "authors.yaml")
    report = import_folder(CONTENT, overrides=_moved(days_to_yesterday()))
    if report.failed:
        raise ContentBroken("; ".join(f"{entry.place}: {entry.message}" for entry in report.failed))
    podcast.describe()
    english.name_rooms()
    english.name_sections()
    # So that the admin's first page has something to say: the next issue, with all that is still missing.
    frame_next_issue(IssuePage.objects.originals().newest_first()[0], user=None)
    pages = report.count(Outcome.CREATED)
    return f"{pages} pages, {len(topics)} topics, {len(authors)} authors"


def _publisher() -> None:
    PublisherSettings.objects.update_or_create(
        site=Site.objects.get(is_default_site=True),
        defaults={
            "name": "Pollenpost Verlag",
            "postal_address": "Am Alten Hafen 3\n25813 Husum",
            "represented_by": "Henrike Petersen",
            "email": "post@pollenpost.example",
            "phone": "04841 0000",
            "supervisory_authority": "Landeszentrum für Datenschutz Nordfriesland\nDeichstraße 1\n25813 Husum",
            "claim": "Das Magazin für Leute, die ihre Kunden kennen wollen",
            "claim_en": "The magazine for people who want to know their customers",
        },
    )


def _different_marks(topics: list[Topic]) -> None:
    """Re-rolls marks until no two are mistaken for one another where they are small."""
    drawn: list[Grain] = []
    for topic in topics:
        topic.mark_seed = seed_unlike(topic.slug, drawn)
        # The grain is cached with the topic, so it is asked of a fresh one.
        drawn.append(Topic(slug=topic.slug, mark_seed=topic.mark_seed).grain)
        topic.save()


def days_to_yesterday() -> int:
    """By how many days the content moves, so that the newest piece is one day old and nothing lies ahead."""
    dates = [found for path in CONTENT.rglob("*.md") for found in PUBLISHED.findall(path.read_text("utf-8"))]
    newest = max(map(date.fromisoformat, dates))
    return (timezone.localdate() - timedelta(days=1) - newest).days


def _moved(days: int) -> Callable[[Document], Document]:
    def moved(document: Document) -> Document:
        dates = {key: document.date(key) for key in ("published", "written_on")}
        return document.with_meta(**{key: day + timedelta(days=days) for key, day in dates.items() if day})

    return moved
