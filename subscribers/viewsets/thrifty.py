"""Lists that do not count what they list: counting a million rows takes longer than showing the first twenty."""

from typing import Any

from django.core.paginator import Page
from django.db import connection
from django.db.models import Max, QuerySet
from django.forms import Media
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.admin.paginator import WagtailPaginator

# A table of so few rows is counted as everywhere else.
FEW = 20_000
# Whoever wants to see what lies farther back asks for a day or a name.
MOST_PAGES = 500


class ThriftyPaginator(WagtailPaginator):
    """Fetches one row more than it shows, and so knows whether there is another page."""

    @cached_property
    def thrifty(self) -> bool:
        rows = self.object_list
        return isinstance(rows, QuerySet) and _most_rows(rows) > FEW

    def get_page(self, number: Any) -> Page:
        if not self.thrifty:
            return super().get_page(number)
        try:
            number = min(max(int(number), 1), MOST_PAGES)
        except (TypeError, ValueError):
            number = 1
        begin = (number - 1) * self.per_page
        rows = list(self.object_list[begin : begin + self.per_page + 1])
        if not rows and number > 1:
            return self.get_page(1)
        more = len(rows) > self.per_page
        # Instead of the properties that would count.
        self.count = begin + min(len(rows), self.per_page)
        self.num_pages = number + 1 if more and number < MOST_PAGES else number
        self.ends_here = not more
        self.stops_here = more and number == MOST_PAGES
        return Page(rows[: self.per_page], number, self)

    @cached_property
    def items_count_label(self) -> str:
        if not self.thrifty:
            return str(super().items_count_label)
        if self.ends_here:
            return f"{number_format(self.count, force_grouping=True)} {self.verbose_name_plural}"
        # A row of the whole table is no secret kept from the planner: it has an estimate.
        estimate = None if self.object_list.query.has_filters() else _estimated(self.object_list)
        if estimate:
            text, number = _("about %(number)s %(things)s"), estimate
        else:
            text, number = _("more than %(number)s %(things)s"), self.count
        shown = number_format(number, force_grouping=True)
        return text % {"number": shown, "things": self.verbose_name_plural}

    @property
    def heading(self) -> str:
        return capfirst(self.items_count_label)


class ThriftyList:
    """A list of an admin view that is turned page by page; before IndexView among the bases."""

    paginator_class = ThriftyPaginator
    results_template_name = "subscribers/admin/thrifty_results.html"

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)  # type: ignore[misc]
        context["media"] += Media(css={"all": ["css/admin.css"]})
        return context


def _most_rows(rows: QuerySet[Any]) -> int:
    """At most so many rows has the table; asked from the index alone."""
    return rows.model._default_manager.aggregate(last=Max("pk"))["last"] or 0


def _estimated(rows: QuerySet[Any]) -> int | None:
    """The planner's own number of rows, as of the last ANALYZE, to three figures."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [rows.model._meta.db_table])
        found = int(cursor.fetchone()[0])
    return int(float(f"{found:.3g}")) if found > 0 else None
