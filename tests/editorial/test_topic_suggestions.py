"""Which topics a text is about: found by the vocabulary's words, explained by the text's own."""

import json
from pathlib import Path

import pollenpost
import pytest
from django.urls import reverse
from pollenpost.roles import AUTHORS, install_roles

from editorial.importing.importer import import_folder
from editorial.models import ReadablePage
from editorial.services.drafts import read_drafts
from editorial.services.suggesting import suggest, texts_in
from editorial.services.typed_text import language_in, texts_from_form
from editorial.services.vocabulary import load_authors, load_topics
from tests.editorial.test_topic_admin import login
from tests.factories import StoryPageFactory, TopicFactory

CONTENT = Path(pollenpost.__file__).parent / "demo" / "content"


def found(language="de", **texts):
    return [one.topic.label_de for one in suggest(texts, language)]


def words(**texts):
    return {one.topic.label_de: one.words for one in suggest(texts)}


@pytest.fixture
def consent(home):
    return TopicFactory(label_de="Einwilligung", label_en="Consent", synonyms="Opt-in\nZustimmung")


def test_a_suggestion_names_the_words_that_led_to_it(consent):
    text = "Die Einwilligung fehlt. Einwilligungen sind Zusagen, jede Einwilligung zählt, und ein Opt-in hilft."
    assert words(body=text) == {"Einwilligung": [("Einwilligung", 3), ("Opt-in", 1)]}


def test_words_inside_german_compounds_count_for_less(consent):
    TopicFactory(label_de="Handwerk")
    text = "Handwerk und Handwerk. Die Einwilligungserklärung, eine Einwilligungserklärung, Dauereinwilligung."
    assert found(body=text) == ["Handwerk", "Einwilligung"]


def test_one_mention_by_the_way_is_none_and_in_the_title_it_is_one(consent):
    assert found(body="Von Einwilligung war keine Rede.") == []
    assert found(title="Einwilligung") == ["Einwilligung"]


def test_similar_beginnings_are_not_the_same_word(home):
    TopicFactory(label_de="Recht", label_en="Law")
    TopicFactory(label_de="Dialogmarketing", synonyms="Mailing")
    TopicFactory(label_de="Zuhören", label_en="Listening")
    assert found(title="Rechtzeitig und aufrichtig", body="Listen, Mail, Listen, Mail, rechtfertigen.") == []


def test_the_longest_name_counts_and_not_what_it_contains(home):
    TopicFactory(label_de="Strategie")
    TopicFactory(label_de="CRM-Strategie")
    assert found(title="Eine CRM-Strategie", body="Die CRM-Strategie.") == ["CRM-Strategie"]


def test_a_broader_topic_comes_along_only_if_it_is_named_itself(home):
    law = TopicFactory(label_de="Recht")
    TopicFactory(label_de="Datenschutz", parent=law)
    text = (
        "Datenschutz ist mehr als Datenschutz. Das Auskunftsrecht und das Widerspruchsrecht, das Auskunftsrecht."
    )
    assert found(body=text) == ["Datenschutz"]
    assert set(found(body=f"{text} Das Recht und die Rechte.")) == {"Datenschutz", "Recht"}


def test_a_rare_topic_goes_before_a_common_one(home):
    TopicFactory(label_de="Newsletter"), TopicFactory(label_de="Zuhören")
    for number in range(5):
        StoryPageFactory(slug=f"s{number}", topics=["Newsletter"])
    assert found(title="Newsletter, Zuhören") == ["Zuhören", "Newsletter"]


def test_english_texts_are_read_by_english_rules(consent):
    assert found("en", title="Asking for consents") == ["Einwilligung"]


def test_proposals_are_not_suggested(home):
    TopicFactory(label_de="Vernetzung", state="proposed")
    assert found(title="Vernetzung") == []


def test_the_form_is_read_as_it_is_typed(consent):
    rich = json.dumps({"blocks": [{"text": "Opt-in"}, {"text": "und mehr"}], "entityMap": {}})
    texts = texts_from_form(
        [
            ("title", "Ein Ja"),
            ("body-0-type", "paragraph"),
            ("body-0-value", rich),
            ("body-1-value-text", "Ein Zitat"),
            ("body-2-value", "Weggeworfen"),
            ("body-2-deleted", "1"),
            ("csrfmiddlewaretoken", "Geheim"),
        ]
    )
    assert texts == {"title": "Ein Ja", "body": "Opt-in\nund mehr\nEin Zitat"}


def test_german_and_english_are_told_apart():
    assert language_in(["The letter is the end of the line"]) == "en"
    assert language_in(["Der Newsletter ist das Ende"]) == "de"
    assert language_in([]) == "de"


def test_an_author_is_shown_suggestions_while_writing(client, consent):
    install_roles()
    login(client, AUTHORS)
    answer = client.post(
        reverse("editorial_topics_suggest"), {"title": "Die Einwilligung", "topics": [consent.pk]}
    )
    said = answer.content.decode()
    assert f'data-topic="{consent.pk}" aria-pressed="true"' in said
    assert "Die Einwilligung" not in said


def test_nobody_else_is(client, consent):
    assert client.post(reverse("editorial_topics_suggest")).status_code == 302


def test_the_newest_draft_has_a_page_of_suggestions(admin_client, consent):
    page = StoryPageFactory(title="Ohne")
    page.title = "Einwilligung"
    page.save_revision()
    answer = admin_client.get(reverse("editorial_topics_of_page", args=[page.pk]))
    assert "Einwilligung" in answer.content.decode()
    [suggestion] = answer.context["suggestions"]
    assert suggestion.topic == consent


def test_the_suggestions_for_the_demo_are_two_thirds_right(home):
    """Measured by bench/topics.py: precision 0.69, recall 0.26; six chosen topics in ten are not named at all."""
    load_topics(CONTENT / "topics.yaml")
    load_authors(CONTENT / "authors.yaml")
    import_folder(CONTENT)
    right = offered = chosen = 0
    for draft in read_drafts(ReadablePage.objects.originals().exclude(topics=None).distinct().specific()):
        topics = {one.topic.pk for one in suggest(texts_in(draft))}
        right, offered, chosen = (
            right + len(topics & set(draft.topics)),
            offered + len(topics),
            chosen + len(draft.topics),
        )
    assert offered > 25
    assert right / offered >= 0.6
    assert right / chosen >= 0.22
