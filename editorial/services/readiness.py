"""What a text still lacks before it can be published, in sentences that say what to do."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .drafts import Draft
from .link_checks import LinkProblem


class Check(StrEnum):
    TEXT = "text"
    STANDFIRST = "standfirst"
    PICTURE = "picture"
    CREDIT = "credit"
    TOPICS = "topics"
    AUTHORS = "authors"
    LINKS = "links"


LABELS = {
    Check.TEXT: _("No text yet"),
    Check.STANDFIRST: _("Standfirst missing"),
    Check.PICTURE: _("Picture without description"),
    Check.CREDIT: _("Picture without credit"),
    Check.TOPICS: _("No topics"),
    Check.AUTHORS: _("No author"),
    Check.LINKS: _("Links to look at"),
}
ADVICE = {
    Check.TEXT: _("The place is kept; the text is still to come."),
    Check.STANDFIRST: _("One to three sentences that say why to read on. Letters and lists show them."),
    Check.PICTURE: _("Say what can be seen, for those who cannot see it. Only decoration stays without."),
    Check.CREDIT: _("Name who made the picture."),
    Check.TOPICS: _("Without topics nobody is led to this text by their interests."),
    Check.AUTHORS: _("Name who wrote it."),
    Check.LINKS: _("Each is named below with its reason."),
}


@dataclass(frozen=True)
class Finding:
    check: Check
    draft: Draft
    count: int = 1
    details: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return str(LABELS[Check(self.check)])

    @property
    def advice(self) -> str:
        return str(ADVICE[Check(self.check)])


def findings(draft: Draft, problems: Iterable[LinkProblem] = ()) -> Iterator[Finding]:
    """What this draft lacks. Each page type says in `expected` what it is asked for.

    A place that is kept for a text lacks the text; asking for the rest would be noise.
    """
    expected = draft.page.expected
    if Check.TEXT in expected and not draft.words:
        yield Finding(Check.TEXT, draft)
        return
    for check in (Check.STANDFIRST, Check.TOPICS, Check.AUTHORS):
        if check in expected and not getattr(draft, check):
            yield Finding(check, draft)
    undescribed = sum(not picture.alternative_text.strip() for picture in draft.pictures)
    if undescribed:
        yield Finding(Check.PICTURE, draft, undescribed)
    uncredited = sum(not picture.credit.strip() for picture in draft.pictures)
    if uncredited:
        yield Finding(Check.CREDIT, draft, uncredited)
    details = tuple(_told(one) for one in problems)
    if details:
        yield Finding(Check.LINKS, draft, len(details), details)


def _told(problem: LinkProblem) -> str:
    words = problem.link.words or problem.link.href
    return gettext("“%(words)s”: %(reason)s") % {"words": words, "reason": problem.reason}
