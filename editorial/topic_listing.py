"""The list of topics in the admin: what stands in each row, what may be done from there."""

from typing import Any

from django import forms
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.snippets.views.snippets import IndexView

from editorial import topic_facts
from editorial.marks import svg
from editorial.models import ReadablePage, Topic
from editorial.topic_facts import Fact
from editorial.topic_rights import may_merge


class MarkColumn(Column):
    """The topic with its drawn grain."""

    def get_value(self, instance: Topic) -> SafeString:
        return format_html('<span class="pp-mark">{}</span>', SafeString(svg(instance.grain, 28)))


class FactColumn(Column):
    """A number that another room knows of the topic."""

    def __init__(self, fact: Fact) -> None:
        super().__init__(fact.key, label=fact.label, sort_key=_sort_key(fact), classname="pp-number")
        self.fact = fact

    def get_value(self, instance: Topic) -> str:
        return self.fact.shown(getattr(instance, _sort_key(self.fact)))


def with_page_counts(topics: QuerySet[Topic]) -> QuerySet[Topic]:
    """Adds `page_count`: texts in the tree with this topic, a text and its translation once."""
    originals = Q(readables__in=ReadablePage.objects.originals())
    return topics.annotate(page_count=Count("readables", filter=originals, distinct=True))


def _sort_key(fact: Fact) -> str:
    return f"fact_{fact.key}"


class TopicIndexView(IndexView):
    @property
    def media(self) -> forms.Media:
        return super().media + forms.Media(css={"all": ["css/admin.css"]})

    @cached_property
    def columns(self) -> list[Column]:
        pages = Column("pages", label=gettext_lazy("Texts"), accessor="page_count", sort_key="page_count")
        pages.classname = "pp-number"
        return [*super().columns, pages, *map(FactColumn, topic_facts.registered())]

    def get_base_queryset(self) -> QuerySet[Topic]:
        topics = with_page_counts(super().get_base_queryset().select_related("parent"))
        for fact in topic_facts.registered():
            topics = topics.annotate(**{_sort_key(fact): self._number(fact)})
        return topics

    def _number(self, fact: Fact) -> Case:
        """The numbers as a column of the query, so that the list can be sorted by them."""
        by_number: dict[int, list[int]] = {}
        for pk, number in fact.numbers(Topic.objects.all()).items():
            by_number.setdefault(number, []).append(pk)
        cases = [When(pk__in=pks, then=Value(number)) for number, pks in by_number.items()]
        return Case(*cases, default=Value(0), output_field=IntegerField())

    @cached_property
    def header_buttons(self) -> list[Any]:
        waiting = Topic.objects.filter(state=Topic.State.PROPOSED).count()
        buttons = list(super().header_buttons)
        if waiting and self.user_has_permission("change"):
            label = ngettext("%(count)s proposal waits", "%(count)s proposals wait", waiting) % {"count": waiting}
            buttons.append(HeaderButton(label, url=reverse("editorial_topic_proposals"), icon_name="tag"))
        return buttons

    def get_list_more_buttons(self, instance: Topic) -> list[Any]:
        buttons = list(super().get_list_more_buttons(instance))
        if may_merge(self.request.user, instance):
            url = reverse("editorial_topic_merge", args=[instance.pk])
            buttons.append(Button(_("Merge with …"), url=url, icon_name="resubmit", priority=25))
        return buttons
