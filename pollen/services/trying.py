"""How the places that try something out did, counted for each readable and for nobody in particular."""

from collections.abc import Mapping

from django.db import connection
from django.db.models import F

from editorial.models import ReadablePage
from pollen.models import Exploration


def shown(counts: Mapping[int, int]) -> None:
    """Adds that these readables (by id) were shown so many times; one statement, in one order of the rows."""
    there = ReadablePage.objects.filter(pk__in=counts).order_by("pk").values_list("pk", flat=True)
    rows = [value for pk in there for value in (pk, counts[pk])]
    if not rows:
        return
    table = connection.ops.quote_name(Exploration._meta.db_table)
    values = ", ".join(["(%s, %s, 0)"] * (len(rows) // 2))
    with connection.cursor() as cursor:
        # The table is ours; every value goes through the parameters.
        cursor.execute(
            f"INSERT INTO {table} AS kept (readable_id, shown, clicked) VALUES {values} "  # noqa: S608
            "ON CONFLICT (readable_id) DO UPDATE SET shown = kept.shown + excluded.shown",
            rows,
        )


def clicked(readable: int) -> None:
    """Adds one click of somebody to whom this readable was shown by lot."""
    Exploration.objects.filter(pk=readable).update(clicked=F("clicked") + 1)
