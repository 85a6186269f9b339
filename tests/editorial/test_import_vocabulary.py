"""The lists of topics and authors that a publisher begins with."""

import pytest

from editorial.models import Author, Topic
from editorial.services.vocabulary import (
    find_or_create_authors,
    find_or_propose_topics,
    load_authors,
    load_topics,
)

pytestmark = pytest.mark.django_db

TOPICS = """
- label: "Einwilligung"
  label_en: "Consent"
  parent: "Recht"
  synonyms: ["Opt-in", "Zustimmung"]
  description: "Wie man um ein Ja bittet."
- label: "Recht"
  label_en: "Law"
"""


@pytest.fixture
def topics_file(tmp_path):
    path = tmp_path / "topics.yaml"
    path.write_text(TOPICS, encoding="utf-8")
    return path


def test_topics_are_loaded_with_parents_that_stand_further_down(topics_file):
    load_topics(topics_file)
    consent = Topic.objects.get(slug="einwilligung")
    assert (consent.label_en, consent.parent.label_de, consent.state) == ("Consent", "Recht", "approved")
    assert consent.synonym_list == ["Opt-in", "Zustimmung"]


def test_loading_topics_twice_changes_nothing(topics_file, django_assert_num_queries):
    load_topics(topics_file)
    before = list(Topic.objects.values())
    load_topics(topics_file)
    assert list(Topic.objects.values()) == before


def test_loading_approves_a_proposed_topic(topics_file):
    find_or_propose_topics(["recht"])
    load_topics(topics_file)
    [law] = Topic.objects.filter(slug="recht")
    assert (law.label_de, law.state) == ("Recht", "approved")


def test_a_label_of_the_list_may_be_the_synonym_of_another(tmp_path):
    Topic.objects.create(label_de="Bindung", synonyms="Treue")
    (tmp_path / "topics.yaml").write_text('- label: "Treue"', encoding="utf-8")
    load_topics(tmp_path / "topics.yaml")
    assert set(Topic.objects.values_list("label_de", flat=True)) == {"Bindung", "Treue"}


def test_authors_are_loaded_once(tmp_path):
    path = tmp_path / "authors.yaml"
    path.write_text('- name: "Ole Jansen"\n  role: "Redakteur"\n  bio: "Streicht."', encoding="utf-8")
    load_authors(path)
    load_authors(path)
    ole = Author.objects.get()
    assert (ole.slug, ole.role, ole.bio) == ("ole-jansen", "Redakteur", "Streicht.")


def test_words_without_latin_letters_get_a_slug_each():
    topics = find_or_propose_topics(["東京", "京都", "  ", "東京"])
    assert len({topic.slug for topic in topics}) == 2
    assert find_or_propose_topics(["東京"]) == topics[:1]


def test_a_name_with_and_without_umlaut_is_one_author():
    [author] = find_or_create_authors(["Jörg Möller", "Joerg  Moeller"])
    assert author.name == "Jörg Möller"
