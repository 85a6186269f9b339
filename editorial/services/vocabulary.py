"""Topics and authors by the words that people use for them: found again, or made."""

import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

import yaml
from django.db import transaction

from editorial.models import Author, Topic
from editorial.models.topic import german_slug

Entry = dict[str, Any]
Word = TypeVar("Word", Topic, Author)


def find_or_propose_topics(labels: Iterable[str]) -> list[Topic]:
    """Each label's topic, once, in the order given; unknown labels become proposed topics."""
    known = topic_words()
    topics: dict[int, Topic] = {}
    for label in map(_one_line, labels):
        if not label:
            continue
        topic = known.get(label.casefold()) or known.get(slug_of(label))
        if topic is None:
            topic = _made(Topic(label_de=label, slug=slug_of(label), state=Topic.State.PROPOSED))
            known[label.casefold()] = known[topic.slug] = topic
        topics[topic.pk] = topic
    return list(topics.values())


def topic_words() -> dict[str, Topic]:
    """Labels, synonyms and slugs to their topics; a label wins over a synonym, and both over a slug."""
    slugs = {topic.slug: topic for topic in Topic.objects.all()}
    return {**slugs, **Topic.objects.vocabulary()}


def find_or_create_authors(names: Iterable[str]) -> list[Author]:
    """Each name's author, once, in the order given."""
    known = author_words()
    authors: dict[int, Author] = {}
    for name in map(_one_line, names):
        if not name:
            continue
        author = known.get(name.casefold()) or known.get(slug_of(name))
        if author is None:
            author = _made(Author(name=name, slug=slug_of(name)))
            known[name.casefold()] = known[author.slug] = author
        authors[author.pk] = author
    return list(authors.values())


def author_words() -> dict[str, Author]:
    authors = list(Author.objects.all())
    slugs = {author.slug: author for author in authors}
    return {**slugs, **{author.name.casefold(): author for author in authors}}


def slug_of(label: str) -> str:
    """A slug even for words without a single Latin letter."""
    return german_slug(label) or f"x-{zlib.crc32(label.casefold().encode()):08x}"


@transaction.atomic
def load_topics(path: Path) -> list[Topic]:
    """Loads a YAML list: label, label_en, synonyms, description, parent. Loading twice changes nothing."""
    entries = _entries(path)
    # Synonyms do not count here: a label of the file may be the synonym of another topic.
    by_label = {topic.label_de.casefold(): topic for topic in Topic.objects.all()}
    by_slug = {topic.slug: topic for topic in by_label.values()}
    topics = []
    for entry in entries:
        label = _one_line(entry["label"])
        slug = slug_of(label)
        topic = by_label.get(label.casefold()) or by_slug.get(slug) or Topic(label_de=label, slug=slug)
        topics.append(_update(topic, _topic_values(entry, label)))
    # A parent may stand further down in the file, so parents come when all topics are there.
    known = topic_words()
    for topic, entry in zip(topics, entries, strict=True):
        if parent := entry.get("parent"):
            _update(topic, {"parent": known[_one_line(parent).casefold()]})
    return topics


def _topic_values(entry: Entry, label: str) -> dict[str, Any]:
    return {
        "label_de": label,
        "label_en": entry.get("label_en", ""),
        "synonyms": "\n".join(entry.get("synonyms", [])),
        "description": entry.get("description", ""),
        "description_en": entry.get("description_en", ""),
        "state": Topic.State.APPROVED,
    }


@transaction.atomic
def load_authors(path: Path) -> list[Author]:
    """Loads a YAML list of authors (name, role, bio, role_en, bio_en). Loading twice changes nothing."""
    known = author_words()
    authors = []
    for entry in _entries(path):
        name = _one_line(entry["name"])
        author = known.get(name.casefold()) or Author(name=name, slug=slug_of(name))
        texts = {name: entry.get(name, "") for name in ("role", "role_en", "bio", "bio_en")}
        authors.append(_update(author, texts))
    return authors


def _entries(path: Path) -> list[Entry]:
    return yaml.safe_load(path.read_text(encoding="utf-8")) or []


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _made(word: Word) -> Word:
    word.full_clean()
    word.save()
    return word


def _update(word: Word, values: dict[str, Any]) -> Word:
    """Saves only if something is new."""
    changed = {name: value for name, value in values.items() if getattr(word, name) != value}
    for name, value in changed.items():
        setattr(word, name, value)
    return _made(word) if changed or word.pk is None else word
