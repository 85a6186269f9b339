"""The results page: hits with their snippets, facets that are links, and what helps where nothing was found."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.paginator import Page as Leaf
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from editorial.languages import language_of
from editorial.models import ReadablePage, SearchDocument, Topic
from editorial.search.finding import Found, Wanted, find
from editorial.search.queries import Question, clean, understand
from editorial.search.snippets import marked, snippet

PAGE_SIZE = 10
MOST_TOPICS = 10
PARAMETERS = ("q", "art", "thema", "jahr")


@dataclass(frozen=True)
class Hit:
    page: ReadablePage
    headline: SafeString
    snippet: SafeString
    language: str


@dataclass(frozen=True)
class Option:
    """One value of a facet: `url` chooses it, or lets go of it again if it is chosen."""

    label: str
    count: int
    url: str
    chosen: bool
    topic: Topic | None = None


@dataclass(frozen=True)
class Facet:
    label: str
    options: list[Option]


class Results:
    """What a request asks for and what answers it. Values that make no sense are as if they were not there."""

    def __init__(self, asked: Mapping[str, str]) -> None:
        self.question: Question = understand(asked.get("q", ""))
        self.asked = {name: clean(asked.get(name, "")) for name in PARAMETERS}
        self.kinds = {kind.removesuffix("page"): (kind, label) for kind, label in _kinds().items()}
        slug = self.asked["thema"]
        self.topic = Topic.objects.approved().filter(slug=slug).first() if slug else None
        self.wanted = Wanted(
            kind=self.kinds.get(self.asked["art"], ("", ""))[0],
            topic=self.topic.pk if self.topic else None,
            year=_year(self.asked["jahr"]),
        )
        self.found: Found = find(self.question, self.wanted)
        self.leaf: Leaf = Paginator(self.found.pages, PAGE_SIZE).get_page(asked.get("p"))

    @property
    def total(self) -> int:
        return len(self.found.pages)

    @cached_property
    def corrected(self) -> str:
        """The question as it was understood, if that is not how it was typed."""
        corrected = self.question.typed
        for typed, meant in self.found.corrections.items():
            corrected = corrected.replace(typed, meant)
        return corrected if self.found.corrections else ""

    @property
    def understood(self) -> str:
        return self.corrected or self.question.typed

    @property
    def corrected_url(self) -> str:
        return self.url(q=self.corrected)

    @cached_property
    def hits(self) -> list[Hit]:
        pages = ReadablePage.objects.filter(pk__in=self.leaf.object_list).specific().in_bulk()
        texts = dict(SearchDocument.objects.filter(pk__in=pages).values_list("pk", "text"))
        answers = self.found.answers
        return [
            Hit(page, marked(page.title, answers), snippet(texts.get(pk, ""), answers), language_of(page))
            for pk in self.leaf.object_list
            if (page := pages.get(pk))
        ]

    @cached_property
    def facets(self) -> list[Facet]:
        facets = [
            Facet(_("Kind"), self._kind_options()),
            Facet(_("Topic"), self._topic_options()),
            Facet(_("Year"), self._year_options()),
        ]
        return [facet for facet in facets if len(facet.options) > 1 or any(o.chosen for o in facet.options)]

    @property
    def chosen(self) -> list[Option]:
        return [option for facet in self.facets for option in facet.options if option.chosen]

    @property
    def newer(self) -> str:
        return self.url(p=self.leaf.previous_page_number()) if self.leaf.has_previous() else ""

    @property
    def older(self) -> str:
        return self.url(p=self.leaf.next_page_number()) if self.leaf.has_next() else ""

    @property
    def without_facets(self) -> str:
        return self.url(art="", thema="", jahr="")

    def url(self, **changes: object) -> str:
        """This search with other values; always its first page unless told."""
        query = QueryDict(mutable=True)
        query.update({name: str(value) for name, value in {**self.asked, **changes}.items() if value})
        return f"?{query.urlencode()}"

    def _kind_options(self) -> list[Option]:
        options = [
            self._option("art", name, label, self.found.kinds[kind], kind == self.wanted.kind)
            for name, (kind, label) in self.kinds.items()
            if kind in self.found.kinds or kind == self.wanted.kind
        ]
        return sorted(options, key=lambda option: (-option.count, option.label))

    def _topic_options(self) -> list[Option]:
        counts = self.found.topics
        options = [
            self._option("thema", topic.slug, topic.label, counts[topic.pk], topic.pk == self.wanted.topic, topic)
            for topic in Topic.objects.approved().filter(Q(pk__in=counts) | Q(pk=self.wanted.topic))
        ]
        options.sort(key=lambda option: (not option.chosen, -option.count, option.label))
        return options[:MOST_TOPICS]

    def _year_options(self) -> list[Option]:
        years = set(self.found.years) | ({self.wanted.year} if self.wanted.year else set())
        return [
            self._option("jahr", str(year), str(year), self.found.years[year], year == self.wanted.year)
            for year in sorted(years, reverse=True)
        ]

    def _option(
        self, name: str, value: str, label: str, count: int, chosen: bool, topic: Topic | None = None
    ) -> Option:
        return Option(label, count, self.url(**{name: "" if chosen else value}), chosen, topic)


def newest(most: int = 4) -> list[ReadablePage]:
    return list(ReadablePage.objects.open_to_all().in_language().newest_first().specific()[:most])


def _kinds() -> dict[str, str]:
    """The model's name and the label of every page type that can be read."""
    return {
        str(page_type._meta.model_name): str(page_type.kind_label) for page_type in ReadablePage.__subclasses__()
    }


def _year(text: str) -> int | None:
    return int(text) if len(text) == 4 and text.isascii() and text.isdigit() else None
