"""What editors see: the newest draft of each page, read from its revision without building the page.

A page that is built from its revision asks the database for each of its relations; twelve articles would be
a hundred queries. Everything here works on the plain content instead.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.html import strip_tags
from wagtail.models import WorkflowState, get_default_page_content_type

from editorial.models import Byline, ReadablePage

# Keys of a block's value that hold no words of the text.
_NO_WORDS = {"id", "type", "image", "level", "seconds", "url"}


@dataclass(frozen=True)
class Picture:
    alternative_text: str
    credit: str


@dataclass(frozen=True)
class Draft:
    """The newest draft of a page. `content` is the plain content of its revision."""

    page: ReadablePage
    content: dict[str, Any] = field(repr=False)

    @property
    def pk(self) -> int:
        return self.page.pk

    @property
    def title(self) -> str:
        return self.content.get("title") or ""

    @property
    def standfirst(self) -> str:
        return (self.content.get("standfirst") or "").strip()

    @property
    def published_on(self) -> date | None:
        return _as_date(self.content.get("published_on"))

    @property
    def topics(self) -> list[int]:
        return self.content.get("topics") or []

    @property
    def authors(self) -> list[int]:
        return [byline["author"] for byline in self.content.get("bylines") or []]

    @property
    def body(self) -> list[dict[str, Any]]:
        return blocks(self.content.get("body"))

    @property
    def words(self) -> int:
        """As many as a reader meets: the text, or a postcard's statement."""
        texts = [*_texts(self.body), self.content.get("statement") or ""]
        return sum(len(re.findall(r"\w+", strip_tags(text.replace("<", " <")))) for text in texts)

    @property
    def pictures(self) -> list[Picture]:
        """The page's own picture and those of its text."""
        own = [self.content] if self.content.get("image") else []
        shown = [Picture(one.get("image_alt") or "", one.get("image_credit") or "") for one in own]
        within = [block["value"] for block in self.body if block.get("type") == "picture"]
        return shown + [Picture(one.get("alternative_text") or "", one.get("credit") or "") for one in within]

    @property
    def changed(self) -> bool:
        """Published, and changed since."""
        return bool(self.page.live and self.page.has_unpublished_changes)


def read_drafts(pages: Iterable[ReadablePage]) -> list[Draft]:
    """In the order of the pages. They should come with their latest_revision (select_related)."""
    pages = list(pages)
    contents = _rows([page for page in pages if page.latest_revision_id is None])
    return [
        Draft(page, contents[page.pk] if page.latest_revision is None else page.latest_revision.content)
        for page in pages
    ]


def _rows(pages: list[ReadablePage]) -> dict[int, dict[str, Any]]:
    """The same content for pages that have no revision: they came into being by a program."""
    if not pages:
        return {}
    topics, bylines = defaultdict(list), defaultdict(list)
    through = ReadablePage.topics.through.objects.filter(readablepage__in=pages)
    for page, topic in through.values_list("readablepage_id", "topic_id"):
        topics[page].append(topic)
    for page, author in Byline.objects.filter(page__in=pages).values_list("page_id", "author_id"):
        bylines[page].append({"author": author})
    return {
        page.pk: {
            **{field.name: field.value_from_object(page) for field in page._meta.concrete_fields},
            "body": list(page.body.raw_data),
            "topics": topics[page.pk],
            "bylines": bylines[page.pk],
        }
        for page in pages
    }


def blocks(raw: Any) -> list[dict[str, Any]]:
    """The blocks of a stream as it lies in a revision: text in JSON, or the list itself."""
    if isinstance(raw, str):
        raw = json.loads(raw or "[]")
    return [block for block in raw or [] if isinstance(block, dict)]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, dict):
        for key, one in value.items():
            if key not in _NO_WORDS:
                yield from _texts(one)


def texts_of(draft: Draft, *fields: str) -> Iterator[str]:
    """Every text of the draft's streams, markup included."""
    for name in fields:
        yield from _texts(blocks(draft.content.get(name)))


def _as_date(value: Any) -> date | None:
    return value if isinstance(value, date) else parse_date(value or "")


def approval_steps(pages: Iterable[ReadablePage]) -> dict[int, str]:
    """Page to the name of the step of the workflow at which it waits; rejected pages are with their authors."""
    states = WorkflowState.objects.filter(
        base_content_type=get_default_page_content_type(),
        object_id__in=[str(page.pk) for page in pages],
        status=WorkflowState.STATUS_IN_PROGRESS,
    ).select_related("current_task_state__task")
    return {int(state.object_id): state.current_task_state.task.name for state in states}
