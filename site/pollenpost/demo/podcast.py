"""What the demo's podcast and series say of themselves; their episodes and stories are imported."""

from django.conf import settings

from blog.models import Series, ShowPage

INTRODUCTION = (
    "Jonas Brandt und Aylin Kaya sprechen mit Leuten, die Kunden haben und sie kennen wollen. Eine Folge dauert "
    "so lange wie eine Kanne Tee. Jede steht hier auch zum Lesen. Die Sendung ist erfunden, und ihre Stimmen sind "
    "synthetisch: Sie gehört zur Vorführung von Pollenpost."
)
TREES_BEFORE = 35
TREES_NOTE = "Sie wachsen in dieser Vorführung auf einer erfundenen Koppel bei Friedrichstadt."
SERIES = {
    "name": "Weglassen",
    "name_en": "Leaving things out",
    "description": "Betriebe, die etwas abgeschafft haben, das alle haben, und was danach kam.",
    "description_en": "Businesses that did away with something everybody has, and what came of it.",
}


def describe() -> None:
    show = ShowPage.objects.get(title="Pollenschnack", locale__language_code=settings.LANGUAGE_CODE)
    show.introduction = INTRODUCTION
    show.publisher = "Pollenpost Verlag"
    show.trees_before, show.trees_note = TREES_BEFORE, TREES_NOTE
    show.save_revision().publish()
    Series.objects.filter(name=SERIES["name"]).update(**SERIES)
