"""How a question is understood: folding, compounds, phrases, and which text comes first."""

import pytest

from editorial.models import ReadablePage
from editorial.search import trigrams
from editorial.search.expansion import bound
from editorial.search.finding import find
from editorial.search.folding import fold
from editorial.search.queries import understand
from tests.factories import StoryPageFactory


@pytest.fixture(params=["as it is", "without trigrams"])
def words(request, monkeypatch):
    """PostgreSQL must find the same with pg_trgm and, where a role may not install it, without."""
    if request.param == "without trigrams":
        monkeypatch.setattr(trigrams, "available", lambda: False)


def titles(question):
    found = find(understand(question)).pages
    pages = ReadablePage.objects.in_bulk(found)
    return [pages[pk].title for pk in found]


@pytest.mark.parametrize(
    "spellings", [("Straße", "strasse", "STRASSE"), ("Kündigung", "kuendigung", "Kundigung"), ("neue", "Neue")]
)
def test_umlauts_and_capitals_make_no_difference(spellings):
    assert len({fold(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(("one", "other"), [("neue", "nü"), ("Steuer", "Stür"), ("Quelle", "Qülle")])
def test_two_vowels_that_are_no_umlaut_stay_two(one, other):
    assert fold(one) != fold(other)


def test_the_middle_of_a_word_is_no_part_of_a_compound(home, words):
    StoryPageFactory(title="Mittwoch")

    assert titles("Woche") == []


def test_all_words_come_before_some_of_them(home, words):
    StoryPageFactory(title="Vertrauen und Preise")
    StoryPageFactory(title="Vertrauen")
    both, some = find(understand("Preise Vertrauen")), find(understand("Vertrauen Xylophon"))

    assert (both.complete, len(both.pages)) == (True, 1)
    assert (some.complete, len(some.pages)) == (False, 2)


def test_a_quoted_phrase_is_meant_word_for_word(home, words):
    StoryPageFactory(title="Ein Brief im Jahr")
    StoryPageFactory(title="Im Jahr der Brief")

    assert titles('"Brief im Jahr"') == titles("„brief im JAHR“") == ["Ein Brief im Jahr"]
    assert len(titles("Brief im Jahr")) == 2
    assert not find(understand('"Jahr Brief"')).phrases_kept


def test_the_headline_counts_more_than_the_text(home, words):
    StoryPageFactory(title="Vom Leser", body=[("paragraph", "<p>Fenster. Das Fenster. Am Fenster.</p>")])
    StoryPageFactory(title="Das Fenster")

    assert titles("Fenster") == ["Das Fenster", "Vom Leser"]


def test_a_wrong_word_of_another_text_is_doubted_if_nothing_has_all_words(home, words):
    StoryPageFactory(title="Sie wehrt sich")
    StoryPageFactory(title="Der Wert der Treue")

    assert titles("wehrt Treue") == ["Der Wert der Treue"]


@pytest.mark.parametrize(
    ("word", "errors"), [("CRM", 0), ("Brief", 1), ("Leserin", 1), ("Leserbrief", 2), ("2026", 0)]
)
def test_the_longer_a_word_the_more_errors_it_may_have(word, errors):
    assert bound(fold(word)) == errors


def test_words_that_stand_everywhere_are_left_out_and_named():
    understood = understand("Der Wert und das Vertrauen")

    assert [word.folded for word in understood.words] == ["wert", "vertrauen"]
    assert understood.left_out == ("Der", "und", "das")
