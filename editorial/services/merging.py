"""Keeping the vocabulary: two topics become one, proposals are accepted, mapped or declined.

Everything that hangs on a topic moves in one transaction, or nothing does. Other rooms move what is theirs when
they hear `topic_merged`.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision
from wagtail_localize.models import TranslationSource

from editorial import old_addresses
from editorial.models import ReadablePage, Topic
from editorial.signals import topic_merged

_SHELVED = ReadablePage.topics.through.objects
# Content is read and written in handfuls: a revision may hold a whole transcript.
_AT_ONCE = 50


class CannotMerge(ValueError):
    """Says in words for editors why two topics do not become one."""


class StillNeeded(ValueError):
    """Something that nobody moved would be lost with a topic."""


@dataclass(frozen=True)
class Prospect:
    """What merging would do, in numbers."""

    source: Topic
    target: Topic
    texts: int
    drafts: int
    children: int
    new_synonyms: list[str]


def prospect(source: Topic, target: Topic) -> Prospect:
    check(source, target)
    pages = set(_SHELVED.filter(topic=source).values_list("readablepage_id", flat=True))
    return Prospect(
        source=source,
        target=target,
        texts=len(pages),
        drafts=len({int(pk) for _row, pk in _revisions_about(source.pk)} - pages),
        children=source.children.exclude(pk=target.pk).count(),
        new_synonyms=_inherited(source, target),
    )


def check(source: Topic, target: Topic) -> None:
    if source.pk == target.pk:
        raise CannotMerge(_("A topic cannot be merged with itself."))
    if target.state != Topic.State.APPROVED:
        raise CannotMerge(_("“%(topic)s” is itself a proposal. Accept it first.") % {"topic": target})


@transaction.atomic
def merge(source: Topic, target: Topic) -> Topic:
    """Moves everything from the source to the target and deletes the source; returns the target as it is then.

    The target keeps its mark, its address and its description; names of the source become its synonyms.
    """
    source, target = _locked(source, target)
    check(source, target)
    old = _addresses(source)
    _move_pages(source, target)
    replace_in_content(source.pk, target.pk)
    _move_family(source, target)
    topic_merged.send(Topic, source=source, target=target)
    _nothing_may_hang_on(source)
    target.synonyms = "\n".join([*target.synonym_list, *_inherited(source, target)])
    # Saved in any case: those who listen read the pages again and throw kept ones away.
    target.save()
    source.delete()
    for before, now in zip(old, _addresses(target), strict=True):
        old_addresses.redirect(before, now)
    return target


def _addresses(topic: Topic) -> list[str]:
    """Its list and its feed in each language of the site, always in one order."""
    found = list(old_addresses.addresses(topic).values())
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found.append(reverse("topic_feed", args=[topic.slug]))
    return found


def accept(topic: Topic) -> None:
    """A proposal becomes part of the vocabulary."""
    topic.state = Topic.State.APPROVED
    topic.save(update_fields=["state"])


@transaction.atomic
def decline(topic: Topic) -> None:
    """Takes a proposal off every text, drafts included, and deletes it."""
    [topic] = Topic.objects.select_for_update().filter(pk=topic.pk)
    if topic.state != Topic.State.PROPOSED:
        raise CannotMerge(_("“%(topic)s” is no longer a proposal.") % {"topic": topic})
    replace_in_content(topic.pk, None)
    topic.delete()


def texts_about(topic: Topic) -> int:
    """In how many pages it would be missing, drafts included."""
    shelved = set(_SHELVED.filter(topic=topic).values_list("readablepage_id", flat=True))
    return len(shelved | {int(pk) for _row, pk in _revisions_about(topic.pk)})


def _locked(source: Topic, target: Topic) -> tuple[Topic, Topic]:
    """Both rows, always in one order, so that two mergings cannot wait for each other."""
    rows = Topic.objects.select_for_update().filter(pk__in=[source.pk, target.pk]).order_by("pk")
    found = {topic.pk: topic for topic in rows}
    if source.pk not in found or target.pk not in found:
        raise CannotMerge(_("One of the two topics is no longer there."))
    return found[source.pk], found[target.pk]


def _move_pages(source: Topic, target: Topic) -> None:
    """Row by row instead of page by page: a page's own draft must not be published by the way."""
    rows = _SHELVED.select_for_update().filter(topic__in=[source, target]).order_by("pk")
    by_topic: dict[int, dict[int, int]] = {source.pk: {}, target.pk: {}}
    for row, page, topic in rows.values_list("pk", "readablepage_id", "topic_id"):
        by_topic[topic][page] = row
    both = by_topic[source.pk].keys() & by_topic[target.pk].keys()
    _SHELVED.filter(pk__in=[by_topic[source.pk][page] for page in both]).delete()
    _SHELVED.filter(topic=source).update(topic=target)


def replace_in_content(old: int, new: int | None) -> None:
    """Puts another topic (or none) into every saved version: newest drafts, scheduled and earlier ones alike."""
    rows = [row for row, _page in _revisions_about(old)]
    for start in range(0, len(rows), _AT_ONCE):
        found = Revision.objects.select_for_update().filter(pk__in=rows[start : start + _AT_ONCE]).order_by("pk")
        for revision in found:
            revision.content["topics"] = _mapped(revision.content.get("topics") or [], old, new)
            Revision.objects.filter(pk=revision.pk).update(content=revision.content)
    # What translations are made from is kept in a copy of its own.
    for original in TranslationSource.objects.select_for_update().filter(content_json__contains='"topics"'):
        content = json.loads(original.content_json)
        if old in (content.get("topics") or []):
            content["topics"] = _mapped(content["topics"], old, new)
            TranslationSource.objects.filter(pk=original.pk).update(content_json=json.dumps(content))


def _mapped(topics: list[int], old: int, new: int | None) -> list[int]:
    """Each topic once, in the order they were in."""
    mapped = (new if topic == old else topic for topic in topics)
    return list(dict.fromkeys(topic for topic in mapped if topic is not None))


def _revisions_about(topic: int) -> Iterator[tuple[int, str]]:
    """Revision id and page id of every saved version with this topic; the database reads out the list alone."""
    pages = Revision.objects.filter(base_content_type=ContentType.objects.get_for_model(Page))
    rows = pages.filter(content__has_key="topics").values_list("pk", "object_id", "content__topics")
    for row, page, topics in rows.iterator(chunk_size=2_000):
        if topic in (topics or []):
            yield row, page


def _move_family(source: Topic, target: Topic) -> None:
    """Narrower topics come below the target. Should the target stand below the source, it moves up first."""
    above: Topic = target
    while above.parent is not None and above.parent_id != source.pk:
        above = above.parent
    if above.parent_id == source.pk:
        # What led down to the target must not lead back up to it.
        Topic.objects.filter(pk=above.pk).update(parent=source.parent_id)
        if above.pk == target.pk:
            target.parent_id = source.parent_id
    Topic.objects.filter(parent=source).update(parent=target)
    if target.parent_id == source.pk:
        target.parent_id = None


def _nothing_may_hang_on(source: Topic) -> None:
    """Deleting cascades. Whatever a room has forgotten to move would go with the source, without a word."""
    for relation in Topic._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and (relation.one_to_many or relation.one_to_one)):
            continue
        pointing: Any = relation
        left = pointing.related_model._base_manager.filter(**{pointing.field.name: source.pk}).count()
        if left:
            raise StillNeeded(f"{left} × {pointing.related_model._meta.label} still point at topic {source.pk}")


def _inherited(source: Topic, target: Topic) -> list[str]:
    """The names of the source that neither are names of the target nor the label of a third topic."""
    known = {name.casefold() for name in names_of(target)}
    found = []
    for name in names_of(source):
        if name.casefold() not in known and not _labels_another(name, source, target):
            known.add(name.casefold())
            found.append(name)
    return found


def names_of(topic: Topic) -> list[str]:
    return [name for name in (topic.label_de, topic.label_en, *topic.synonym_list) if name]


def _labels_another(name: str, *than: Topic) -> bool:
    labelled = Topic.objects.filter(Q(label_de__iexact=name) | Q(label_en__iexact=name))
    return labelled.exclude(pk__in=[topic.pk for topic in than]).exists()
