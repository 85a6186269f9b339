"""A text in two languages is one text: sent once, remembered once, shown in the reader's language."""

import re

import pytest
from django.utils import translation

from newsletters.services import links, previewing
from pollen.models import Grain
from pollen.services import gathering
from tests.factories import EditionFactory, StoryPageFactory, SubscriberFactory, translate


@pytest.fixture
def bread(english):
    return StoryPageFactory(title="Das elfte Brot", slug="das-elfte-brot", topics=["Vertrauen"])


@pytest.fixture
def loaf(bread, english):
    return translate(bread, english, title="The eleventh loaf", slug="the-eleventh-loaf", standfirst="A bakery.")


@pytest.fixture
def jule(newsletter):
    return SubscriberFactory(
        email="jule@example.org", name="Jule Hansen", language="en", consents=["brief", "pollen"]
    )


def test_an_english_reader_gets_the_translation_and_a_german_one_the_original(newsletter, bread, loaf, ada, jule):
    edition = EditionFactory(newsletter=newsletter, free_places=3)
    letter = previewing.preview(edition, jule)
    assert "The eleventh loaf" in letter.text
    assert "http://testserver/en/geschichten/the-eleventh-loaf/" in letter.text
    assert "Das elfte Brot" not in letter.text
    letter = previewing.preview(edition, ada)
    assert "Das elfte Brot" in letter.text
    assert "The eleventh loaf" not in letter.text


def test_a_pinned_item_is_translated_too(newsletter, bread, loaf, jule):
    edition = EditionFactory(newsletter=newsletter, free_places=0, pins=[bread])
    assert "The eleventh loaf" in previewing.preview(edition, jule).text


def test_what_is_not_translated_is_offered_in_german_below_the_readers_prefix(newsletter, bread, jule):
    letter = previewing.preview(EditionFactory(newsletter=newsletter), jule)
    assert re.search(r"http://testserver/en/geschichten/das-elfte-brot/", letter.text)


def test_a_translation_is_no_candidate_of_its_own(newsletter, bread, loaf):
    edition = EditionFactory(newsletter=newsletter)
    assert [page.pk for page in edition.candidates()] == [bread.pk]


def test_reading_the_translation_counts_as_having_read_the_text(newsletter, bread, loaf, jule):
    gathering.record(jule, loaf, Grain.Kind.READ)
    assert Grain.objects.get().readable_id == bread.pk
    assert "The eleventh loaf" not in previewing.preview(EditionFactory(newsletter=newsletter), jule).text


def test_a_link_in_an_english_letter_leads_to_the_english_page(loaf):
    with translation.override("en"):
        assert links.plain(loaf) == "http://testserver/en/geschichten/the-eleventh-loaf/"
