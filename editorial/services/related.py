"""What goes with what: texts that share topics, topics that share texts, and how many there are of each kind."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from editorial.models import ReadablePage, Topic
from editorial.models.readable import ReadableQuerySet

#: Asked for beyond what is shown, because issues and postcards are passed over afterwards.
SPARE = 6


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of readable in a list: the word for addresses, the plural for readers, and how many."""

    key: str
    label: str
    count: int

    @property
    def counted(self) -> str:
        """«1 article», «3 articles»."""
        return counted(self.key, self.count)


# The word for addresses is the page type without its last four letters.
_LABELS = {
    "article": _("Articles"),
    "story": _("Stories"),
    "episode": _("Episodes"),
    "postcard": _("Postcards"),
    "issue": _("Issues"),
}


def counted(key: str, count: int) -> str:
    words = {
        "article": ngettext("%(count)s article", "%(count)s articles", count),
        "story": ngettext("%(count)s story", "%(count)s stories", count),
        "episode": ngettext("%(count)s episode", "%(count)s episodes", count),
        "postcard": ngettext("%(count)s postcard", "%(count)s postcards", count),
        "issue": ngettext("%(count)s issue", "%(count)s issues", count),
    }
    return words.get(key, ngettext("%(count)s text", "%(count)s texts", count)) % {"count": count}


def kinds_in(readables: ReadableQuerySet) -> list[Kind]:
    """How many of each kind there are, in the order of the rooms."""
    counts = dict(readables.order_by().values_list("content_type__model").annotate(Count("pk", distinct=True)))
    kinds = [Kind(key, str(label), counts.get(f"{key}page", 0)) for key, label in _LABELS.items()]
    return [kind for kind in kinds if kind.count]


def of_kind(readables: ReadableQuerySet, key: str) -> ReadableQuerySet:
    """Those of one kind; all of them when there is no such kind."""
    return readables.filter(content_type__model=f"{key}page") if key in _LABELS else readables


def texts_like(
    page: ReadablePage, topics: Iterable[Topic], most: int = 3, passed_over: Iterable[int] = ()
) -> list[Any]:
    """Other texts that share the most topics with a page, newest first; not those of the same issue.

    `passed_over`: primary keys of what the page leads to already.
    """
    if not page.pk or not page.path:
        return []
    others = (
        ReadablePage.objects.open_to_all()
        .in_language()
        .filter(topics__in=list(topics))
        .exclude(translation_key=page.translation_key)
        .exclude(pk__in=list(passed_over))
    )
    parent = page.get_parent()
    if issubclass(parent.specific_class, ReadablePage):
        others = others.exclude(path__startswith=parent.path)
    ranked = others.annotate(shared=Count("topics")).order_by("-shared", "-published_on", "-pk")
    return [other for other in ranked.specific()[: most + SPARE] if _is_text(other)][:most]


def _is_text(page: ReadablePage) -> bool:
    """Something to read on its own: neither an issue, which holds texts, nor a postcard, which says one thing."""
    return bool(page.body or page.standfirst) and not page.specific_class.subpage_types


def topics_beside(topic: Topic, readables: ReadableQuerySet, most: int = 6) -> list[Topic]:
    """The topics that come up most often together with this one, at least twice."""
    family = [topic.pk, topic.parent_id] if topic.parent_id else [topic.pk]
    return list(
        Topic.objects.approved()
        .filter(readables__in=readables.order_by())
        .exclude(pk__in=family)
        .exclude(parent=topic)
        .annotate(together=Count("readables"))
        .filter(together__gte=2)
        .order_by("-together", "label_de")[:most]
    )


def leading_topics(most: int) -> list[Topic]:
    """The topics about which most was published, in the order of the alphabet."""
    readables = ReadablePage.objects.open_to_all().in_language()
    counted = Topic.objects.approved().filter(readables__in=readables).annotate(count=Count("readables"))
    return sorted(counted.order_by("-count", "label_de")[:most], key=lambda topic: topic.label.casefold())
