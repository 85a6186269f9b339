"""How the places that try something out did, counted for each readable and for nobody in particular."""

from collections.abc import Mapping

from django.db.models import F

from pollen.models import Exploration


def shown(counts: Mapping[int, int]) -> None:
    """Adds that these readables (by id) were shown so many times."""
    Exploration.objects.bulk_create([Exploration(pk=pk) for pk in sorted(counts)], ignore_conflicts=True)
    for pk, count in sorted(counts.items()):
        Exploration.objects.filter(pk=pk).update(shown=F("shown") + count)


def clicked(readable: int) -> None:
    """Adds one click of somebody to whom this readable was shown by lot."""
    Exploration.objects.filter(pk=readable).update(clicked=F("clicked") + 1)
