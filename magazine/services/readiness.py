"""What the next issue still lacks: the checks of each text, and those that only an issue as a whole has."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from editorial.services.drafts import Draft
from editorial.services.link_checks import link_problems
from editorial.services.readiness import ADVICE, LABELS, findings

from .planning import PlannedArticle, PlannedIssue

NO_PAGE, SAME_PAGE, WAITING, DRAFTS = "no_page", "same_page", "waiting", "drafts"
_LABELS = {
    **{str(check): label for check, label in LABELS.items()},
    NO_PAGE: _("No page number"),
    SAME_PAGE: _("Page number used twice"),
    WAITING: _("Waiting for approval"),
    DRAFTS: _("Not published yet"),
}
_ADVICE = {
    **{str(check): advice for check, advice in ADVICE.items()},
    NO_PAGE: _("The contents are sorted by it; without one a text stands first."),
    SAME_PAGE: _("Two texts begin on the same page. That is fine for notes, otherwise an error."),
    WAITING: _("Somebody has submitted it; the step at which it waits is named."),
    DRAFTS: _("Publishing the issue does not publish its articles."),
}
# What is to be mended first; what is merely under way comes last.
_ORDER = list(_LABELS)


@dataclass(frozen=True)
class Item:
    """One text with something to do; `count` where it has several of the kind."""

    draft: Draft
    count: int = 1
    note: str = ""


@dataclass(frozen=True)
class Concern:
    check: str
    items: list[Item]

    @property
    def label(self) -> Any:
        return _LABELS[self.check]

    @property
    def advice(self) -> Any:
        return _ADVICE[self.check]

    @property
    def count(self) -> int:
        return sum(item.count for item in self.items)

    @property
    def under_way(self) -> bool:
        """Nothing is missing: it is on its way."""
        return self.check in (WAITING, DRAFTS)


def concerns(issue: PlannedIssue) -> list[Concern]:
    """What the issue and its articles lack, by kind. From the newest drafts, which is what editors see."""
    found: dict[str, list[Item]] = defaultdict(list)
    drafts = [issue.draft, *(article.draft for article in issue.articles)]
    problems = link_problems(drafts)
    for draft in drafts:
        for finding in findings(draft, problems[draft.pk]):
            found[str(finding.check)].append(Item(draft, finding.count, "; ".join(finding.details)))
    for check, item in _places(issue.articles):
        found[check].append(item)
    return sorted((Concern(*one) for one in found.items()), key=lambda concern: _ORDER.index(concern.check))


def _places(articles: list[PlannedArticle]):  # type: ignore[no-untyped-def]
    pages = Counter(article.page_number for article in articles)
    for article in articles:
        if not article.page_number:
            yield NO_PAGE, Item(article.draft)
        elif pages[article.page_number] > 1:
            yield SAME_PAGE, Item(article.draft, note=str(article.page_number))
        if article.step:
            yield WAITING, Item(article.draft, note=article.step)
        elif not article.draft.page.live:
            yield DRAFTS, Item(article.draft)
