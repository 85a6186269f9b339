"""German and English side by side: a text and its translation are one text, and what is missing says so."""

import pytest
from django.utils import translation
from wagtail.models import PageViewRestriction
from wagtail_localize.models import Translation, TranslationSource

from editorial.importing.importer import import_folder
from editorial.models import ReadablePage
from tests.factories import (
    ArticlePageFactory,
    AuthorFactory,
    BlogPageFactory,
    HomePageFactory,
    IssuePageFactory,
    MagazinePageFactory,
    StoryPageFactory,
    translate,
)

NOTICE = "has not been translated into English yet"


@pytest.fixture
def bread(english):
    """A story with everything that a translation takes over."""
    story = StoryPageFactory(
        title="Das elfte Brot",
        slug="das-elfte-brot",
        number=41,
        topics=["Vertrauen"],
        body=[{"type": "paragraph", "value": "<p>Vierzehn Leute standen an.</p>"}],
    )
    story.bylines.create(author=AuthorFactory())
    story.save()
    return story


def test_a_translation_has_its_own_address_below_the_prefix(client, bread, english):
    twin = translate(bread, english, title="The eleventh loaf", slug="the-eleventh-loaf")
    assert twin.url == "/en/geschichten/the-eleventh-loaf/"
    answer = client.get(twin.url).content.decode()
    assert "The eleventh loaf" in answer
    assert NOTICE not in answer


def test_a_page_without_a_translation_says_so_and_is_shown_all_the_same(client, bread):
    answer = client.get("/en/geschichten/das-elfte-brot/")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert NOTICE in page
    assert '<main id="content" tabindex="-1" lang="de">' in page
    assert "Vierzehn Leute standen an." in page


def test_the_german_address_below_the_prefix_leads_to_the_translation(client, bread, english):
    translate(bread, english, title="The eleventh loaf", slug="the-eleventh-loaf")
    answer = client.get("/en/geschichten/das-elfte-brot/")
    assert answer.status_code == 302
    assert answer["Location"] == "/en/geschichten/the-eleventh-loaf/"


def test_an_address_that_no_language_has_is_not_found(client, bread):
    assert client.get("/en/geschichten/gibt-es-nicht/").status_code == 404
    assert client.get("/geschichten/gibt-es-nicht/").status_code == 404


def test_an_unpublished_text_is_found_in_no_language(client, bread):
    bread.unpublish()
    assert client.get("/en/geschichten/das-elfte-brot/").status_code == 404


def test_the_language_switch_leads_from_each_to_the_other(client, bread, english):
    twin = translate(bread, english, title="The eleventh loaf", slug="the-eleventh-loaf")
    assert f'href="{twin.url}" hreflang="en"' in client.get(bread.url).content.decode()
    assert f'href="{bread.url}" hreflang="de"' in client.get(twin.url).content.decode()


def test_the_language_switch_of_an_untranslated_page_leads_to_the_page_that_says_so(client, bread):
    assert 'href="/en/geschichten/das-elfte-brot/" hreflang="en"' in client.get(bread.url).content.decode()


def test_a_list_shows_each_text_once_in_the_readers_language(bread, english):
    other = StoryPageFactory(title="Nur auf Deutsch")
    translate(bread, english, title="The eleventh loaf", slug="the-eleventh-loaf")
    titles = ReadablePage.objects.open_to_all().in_language("en").values_list("title", flat=True)
    assert set(titles) == {"The eleventh loaf", other.title}
    titles = ReadablePage.objects.open_to_all().in_language("de").values_list("title", flat=True)
    assert set(titles) == {"Das elfte Brot", other.title}


def test_a_draft_translation_hides_nothing(bread, english):
    bread.copy_for_translation(english, copy_parents=True)
    titles = ReadablePage.objects.open_to_all().in_language("en").values_list("title", flat=True)
    assert list(titles) == ["Das elfte Brot"]


def test_originals_leave_translations_out_and_keep_what_exists_in_one_language_only(bread, english):
    translate(bread, english, title="The eleventh loaf")
    blog = BlogPageFactory().get_translation(english)
    only = StoryPageFactory(title="English only", parent=blog, locale=english)
    found = ReadablePage.objects.originals().values_list("pk", flat=True)
    assert set(found) == {bread.pk, only.pk}


def test_an_english_issue_contains_the_untranslated_articles_too(english):
    issue = IssuePageFactory(parent=MagazinePageFactory())
    first = ArticlePageFactory(parent=issue, title="Übersetzt", page_number=4)
    ArticlePageFactory(parent=issue, title="Nicht übersetzt", page_number=8)
    twin = translate(issue, english, title="The issue", slug="the-issue")
    translate(first, english, title="Translated", slug="translated")
    assert [article.title for article in twin.articles()] == ["Translated", "Nicht übersetzt"]
    assert [article.title for article in issue.articles()] == ["Übersetzt", "Nicht übersetzt"]


def test_the_articles_of_a_protected_issue_do_not_appear_in_its_open_translation(english):
    issue = IssuePageFactory(parent=MagazinePageFactory())
    ArticlePageFactory(parent=issue, title="Geheim")
    twin = translate(issue, english, title="The issue", slug="the-issue")
    PageViewRestriction.objects.create(page=issue, restriction_type="password", password="geheim")
    assert twin.articles() == []


def test_an_original_stands_for_its_translations(bread, english):
    twin = translate(bread, english, title="The eleventh loaf")
    assert twin.original_id == bread.original_id == bread.pk


def test_the_translators_form_takes_words_and_leaves_topics_authors_and_numbers(bread, english):
    source, _made = TranslationSource.get_or_create_from_instance(bread)
    source.update_from_db()
    order = Translation.objects.create(source=source, target_locale=english)
    words = {segment.string.data for segment in source.stringsegment_set.select_related("string")}
    assert {"Das elfte Brot", "Vierzehn Leute standen an."} <= words
    order.save_target(publish=True)
    twin = bread.get_translation(english).specific
    assert [topic.label_de for topic in twin.topics.all()] == ["Vertrauen"]
    assert [byline.author.name for byline in twin.bylines.all()] == ["Henrike Petersen"]
    assert twin.number == 41
    assert twin.published_on == bread.published_on


GERMAN = '---\ntitle: "Das Brot"\nformat: story\ntags: [Brot]\n---\nAuf Deutsch.'
ENGLISH = '---\ntitle: "The loaf"\nformat: story\n{}\n---\nIn English.'


def test_a_file_translates_the_page_that_it_names(tmp_path, english):
    HomePageFactory()
    (tmp_path / "1.md").write_text(GERMAN)
    # Its name comes first in the alphabet; it is read after what it translates.
    (tmp_path / "1.en.md").write_text(ENGLISH.format("language: en\ntranslates: das-brot"))
    assert not import_folder(tmp_path).failed
    loaf = ReadablePage.objects.get(title="The loaf")
    assert loaf.live
    assert loaf.locale == english
    assert loaf.original_id == ReadablePage.objects.get(title="Das Brot").pk
    assert [topic.label_de for topic in loaf.topics.all()] == ["Brot"]
    again = import_folder(tmp_path)
    assert [str(entry.outcome) for entry in again.entries] == ["unchanged", "unchanged"]


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        ("language: en", "“translates” is missing."),
        ("language: en\ntranslates: gibt-es-nicht", "There is no page of this kind to translate: gibt-es-nicht"),
        ("language: fr\ntranslates: das-brot", "The language “fr” is none of: de, en"),
        ("translates: das-brot", "“language” is missing."),
    ],
)
def test_a_translation_that_cannot_be_placed_is_named(tmp_path, english, lines, complaint):
    HomePageFactory()
    (tmp_path / "1.md").write_text(GERMAN)
    (tmp_path / "2.md").write_text(ENGLISH.format(lines))
    with translation.override("en"):
        report = import_folder(tmp_path)
    assert [entry.message for entry in report.failed] == [complaint]
    assert not ReadablePage.objects.filter(title="The loaf").exists()


def test_what_is_ordered_to_be_translated_is_a_draft_until_somebody_publishes_it(client, bread, english):
    TranslationSource.update_or_create_from_instance(bread)
    source = TranslationSource.objects.get_for_instance(bread)
    Translation.objects.create(source=source, target_locale=english).save_target(publish=False)
    assert not bread.get_translation(english).live
    assert NOTICE in client.get("/en/geschichten/das-elfte-brot/").content.decode()


def test_quotes_are_those_of_the_page(english):
    quote = [{"type": "quote", "value": {"text": "Bread", "attribution": ""}}]
    loaf = translate(StoryPageFactory(body=quote), english, title="Loaf", slug="loaf")
    with translation.override("en"):
        assert "“Bread”" in str(loaf.body[0].render())
    assert "„Bread“" in str(loaf.body[0].render())
