"""The coming issues as editors plan them: drafts, their order and where each text stands."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone
from wagtail.models import Revision

from editorial.models import ReadablePage
from editorial.services.drafts import Draft, approval_steps, read_drafts
from magazine.models import ArticlePage, IssuePage, Section

from .numbering import Place, in_order


@dataclass(frozen=True)
class PlannedArticle:
    draft: Draft
    section: Section | None
    # The step of the workflow at which it waits; empty if it does not.
    step: str
    authors: tuple[str, ...] = ()

    @property
    def page_number(self) -> int | None:
        return self.draft.content.get("page_number")

    @property
    def place(self) -> Place:
        return Place(self.draft.pk, self.page_number, self.draft.page.path)


@dataclass(frozen=True)
class PlannedIssue:
    draft: Draft
    articles: list[PlannedArticle]
    step: str = ""

    @property
    def page(self) -> ReadablePage:
        return self.draft.page

    @property
    def number(self) -> str:
        return self.draft.content.get("number") or ""

    @property
    def published_on(self) -> date | None:
        return self.draft.published_on

    @property
    def copy_deadline(self) -> date | None:
        deadline = self.draft.content.get("copy_deadline")
        return date.fromisoformat(deadline) if isinstance(deadline, str) else deadline

    @property
    def days_left(self) -> int | None:
        """Until the copy deadline; negative once it has passed."""
        return (self.copy_deadline - timezone.localdate()).days if self.copy_deadline else None

    @property
    def words(self) -> int:
        return sum(article.draft.words for article in self.articles)

    @property
    def order_seen(self) -> str:
        """Names this order; another one means that somebody changed it in the meantime."""
        order = [f"{article.draft.pk}:{article.page_number}" for article in self.articles]
        return hashlib.sha256(" ".join(order).encode()).hexdigest()[:16]

    @property
    def by_section(self) -> list[tuple[Section | None, list[PlannedArticle]]]:
        """In the order in which sections first appear."""
        found: dict[Section | None, list[PlannedArticle]] = {}
        for article in self.articles:
            found.setdefault(article.section, []).append(article)
        return list(found.items())


def coming_issues() -> list[PlannedIssue]:
    """What is not published yet, the next first; one with a date in the past comes after those that lie ahead."""
    today = timezone.localdate()
    drafts = read_drafts(_issues().filter(live=False))
    drafts.sort(key=lambda draft: _turn(draft, today))
    return planned(drafts)


def _turn(draft: Draft, today: date) -> tuple[bool, int]:
    """Sorts by nearness: what lies ahead from today on, what should have been before it."""
    day = draft.published_on or date.max
    return (day < today, abs((day - today).days))


def next_issue() -> PlannedIssue | None:
    today = timezone.localdate()
    drafts = sorted(read_drafts(_issues().filter(live=False)), key=lambda draft: _turn(draft, today))
    return planned(drafts[:1])[0] if drafts else None


def newest_issue() -> IssuePage | None:
    """The last of all issues, published or not: the one that a new issue follows."""
    drafts = read_drafts(_issues())
    newest = max(drafts, key=lambda draft: (draft.published_on or date.min, draft.pk), default=None)
    return IssuePage.objects.get(pk=newest.pk) if newest else None


def planned_issue(pk: int) -> PlannedIssue:
    """Raises IssuePage.DoesNotExist."""
    return planned(read_drafts([_issues().get(pk=pk)]))[0]


def planned(drafts: list[Draft]) -> list[PlannedIssue]:
    """With their articles, in five queries however many issues there are."""
    below = Q(pk=None)
    for draft in drafts:
        below |= Q(path__startswith=draft.page.path)
    rows = ArticlePage.objects.filter(below).select_related("latest_revision").order_by("path")
    articles = read_drafts(rows)
    steps = approval_steps([draft.page for draft in [*drafts, *articles]])
    found = _with_sections(articles, steps)
    return [PlannedIssue(draft, _ordered(draft, found), steps.get(draft.pk, "")) for draft in drafts]


def _with_sections(articles: list[Draft], steps: dict[int, str]) -> list[PlannedArticle]:
    from_content = {draft.pk: draft.content.get("section") for draft in articles}
    sections = Section.objects.in_bulk([pk for pk in from_content.values() if pk])
    return [
        PlannedArticle(draft, sections.get(from_content[draft.pk]), steps.get(draft.pk, "")) for draft in articles
    ]


def _ordered(issue: Draft, articles: Iterable[PlannedArticle]) -> list[PlannedArticle]:
    mine = {one.draft.pk: one for one in articles if one.draft.page.path.startswith(issue.page.path)}
    return [mine[place.pk] for place in in_order([article.place for article in mine.values()])]


def _issues():  # type: ignore[no-untyped-def]
    return IssuePage.objects.originals().select_related("latest_revision")


@dataclass(frozen=True)
class Coming:
    """A story, an episode or a postcard that lies ahead."""

    draft: Draft
    day: date
    scheduled_for: Any = None
    step: str = field(default="")

    @property
    def kind(self) -> str:
        return str(self.draft.page.specific_class.kind_label)


def timeline() -> list[Coming]:
    """Everything beside the magazine that is scheduled, or is a draft with a date from today on, by day."""
    now, today = timezone.now(), timezone.localdate()
    scheduled = dict(
        Revision.page_revisions.filter(approved_go_live_at__gt=now).values_list("object_id", "approved_go_live_at")
    )
    beside = ReadablePage.objects.originals().exclude(content_type__model__in=["issuepage", "articlepage"])
    rows = beside.filter(Q(live=False) | Q(pk__in=[int(pk) for pk in scheduled])).select_related("latest_revision")
    drafts = read_drafts(rows)
    steps = approval_steps(rows)
    found = []
    for draft in drafts:
        moment = scheduled.get(str(draft.pk))
        day = timezone.localdate(moment) if moment else draft.published_on
        if day and day >= today:
            found.append(Coming(draft, day, moment, steps.get(draft.pk, "")))
    return sorted(found, key=lambda coming: (coming.day, coming.draft.pk))
