"""Search forgives: endings, umlauts, compounds and typing errors, on every database the same."""

import pytest
from django.db import transaction
from pollenpost.demo.house import CONTENT

from editorial.importing.importer import import_folder
from editorial.models import ReadablePage
from editorial.search import trigrams
from editorial.search.finding import find
from editorial.search.queries import MOST_LETTERS, MOST_WORDS, understand
from editorial.services.vocabulary import load_authors, load_topics
from tests.factories import HomePageFactory, StoryPageFactory

# What somebody typed, and the text that must be among the first three.
MISSPELT = {
    "Kundenwehrt": "Überfällig ist, wer seinen eigenen Takt verlässt",
    "Dialogmarkting": "Hundertvier Briefe oder einunddreißig",
    "Bahnhofstrasse": "Der Laden an der Ecke",
    "Dattenschutz": "Ein Monat, eine Antwort",
    "Reklamazion siebn mal": "Die Reklamation, die siebenmal umzog",
    "Anischtskarte Fehre": "Fähre verpasst",
    "Kündigugn": "Zwölf Abmeldungen an einem Vormittag",
    "ueberfaelig": "Überfällig ist, wer seinen eigenen Takt verlässt",
    "Geburtstagsgrus": "Geburtstagsgruß",
    "Leser Telephon": "Eine Woche am Lesertelefon",
}


@pytest.fixture(scope="module")
def archive(django_db_setup, django_db_blocker):
    """The demo's 29 texts and a street. Loaded once and taken back after the last test of this file."""
    with django_db_blocker.unblock(), transaction.atomic():
        HomePageFactory()
        load_topics(CONTENT / "topics.yaml")
        load_authors(CONTENT / "authors.yaml")
        assert not import_folder(CONTENT).failed
        StoryPageFactory(title="Der Laden an der Ecke", standfirst="In der Bahnhofstraße kannte man jeden.")
        yield
        transaction.set_rollback(True)


@pytest.fixture(params=["as it is", "without trigrams"])
def words(request, monkeypatch):
    """PostgreSQL must find the same with pg_trgm and, where a role may not install it, without."""
    if request.param == "without trigrams":
        monkeypatch.setattr(trigrams, "available", lambda: False)


def titles(question, most=3):
    found = find(understand(question)).pages[:most]
    pages = ReadablePage.objects.in_bulk(found)
    return [pages[pk].title for pk in found]


@pytest.mark.parametrize(("question", "title"), MISSPELT.items())
def test_a_misspelt_question_finds_its_text_among_the_first_three(archive, db, words, question, title):
    assert ReadablePage.objects.live().count() >= 30
    assert title in titles(question)


def test_the_correction_is_named_and_searched_for_at_once(archive, db, words):
    found = find(understand("Kundenwehrt"))

    assert found.corrections == {"Kundenwehrt": "Kundenwert"}
    assert found.pages == find(understand("Kundenwert")).pages != []


def test_what_is_spelt_rightly_is_not_corrected(archive, db, words):
    assert find(understand("Datenschutz Kündigung Briefe")).corrections == {}


@pytest.mark.parametrize("question", ["Reklamationen", "Reklamation", "reklamation's"])
def test_endings_make_no_difference(archive, db, words, question):
    assert titles(question, most=1) == ["Die Reklamation, die siebenmal umzog"]


def test_a_compound_is_found_by_its_parts_and_the_parts_by_the_compound(archive, db, words):
    assert "Eine Woche am Lesertelefon" in titles("Telefon", most=None)
    assert "Eine Woche am Lesertelefon" in titles("Leser-Telefon")
    assert "Der Laden an der Ecke" in titles("Bahnhofstraßenladen")


@pytest.mark.parametrize(
    "question",
    ["", " ", '"', '"""', "„", "*", "a*", "NEAR(", "title:x OR 1=1 --", "% _", "\\", "'", "\x00\x01", "(((", "😀",
     "der die das", "x" * 5000, "wort " * 300, '"Brief im', "ß", "-", "Brief-", "🇩🇪 İ ŉ", "100 % € §"],
)  # fmt: skip
def test_whatever_is_typed_is_only_ever_words(archive, db, words, question):
    understood = understand(question)

    assert len(understood.typed) <= MOST_LETTERS
    assert len(understood.words) <= MOST_WORDS
    find(understood)
