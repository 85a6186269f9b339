"""The English side of the demo: what the rooms, sections and the publisher are called there."""

from django.conf import settings
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.models import Page

from editorial.models import HomePage
from magazine.models import Section

# Slug of the German room: title, slug and introduction of the English one.
ROOMS = {
    "magazin": ("Magazine", "magazine", ""),
    "geschichten": ("Stories", "stories", "Two pages, seven minutes, one piece of advice that can be acted on."),
    "ansichtskarten": ("Postcards", "postcards", ""),
}
SECTIONS = {
    "Tagebuch": ("Diary", "What happened, written down the same evening."),
    "Aus dem Maschinenraum": ("From the engine room", "How things work, where it is loud."),
    "Kompass Kundenwert": ("Compass: customer value", "Figures that give a bearing."),
    "Kompass Prozesse": ("Compass: processes", "Ways through the house, measured."),
    "Captain's Dinner": ("Captain's dinner", "A guest at the table, and questions with time for answers."),
    "Recht (windig)": ("Law (windy)", "Statutes and rulings for people without a legal department."),
}
GERMAN_SECTIONS = {
    "Tagebuch": "Was geschehen ist, am selben Abend aufgeschrieben.",
    "Aus dem Maschinenraum": "Wie es geht, wo es laut ist.",
    "Kompass Kundenwert": "Zahlen, die eine Richtung geben.",
    "Kompass Prozesse": "Wege durchs Haus, nachgemessen.",
    "Captain's Dinner": "Ein Gast am Tisch, und Fragen mit Zeit für Antworten.",
    "Recht (windig)": "Gesetze und Urteile für Leute ohne Rechtsabteilung.",
}


def name_rooms() -> None:
    """Rooms that were copied along with a translation are aliases of the German ones until now."""
    german = HomePage.objects.get(locale__language_code=settings.LANGUAGE_CODE)
    for room in german.get_children().filter(slug__in=ROOMS):
        for twin in room.get_translations().specific():
            _name(twin, *ROOMS[room.slug])


def name_sections() -> None:
    for section in Section.objects.filter(name__in=SECTIONS):
        section.name_en, section.description_en = SECTIONS[section.name]
        section.description = GERMAN_SECTIONS[section.name]
        section.save()


def _name(room: Page, title: str, slug: str, introduction: str) -> None:
    if room.alias_of_id:
        ConvertAliasPageAction(room).execute(skip_permission_checks=True)
        room.refresh_from_db()
    room.title, room.slug = title, slug
    if introduction and hasattr(room, "introduction"):
        room.introduction = introduction
    room.save_revision().publish()
