"""The index follows what is published, and nothing else is ever found."""

import pytest
from django.core.management import call_command
from wagtail.models import Page, PageViewRestriction

from editorial.models import ReadablePage, SearchDocument, SearchWord
from editorial.search.finding import find
from editorial.search.queries import understand
from editorial.tasks import index_pages
from tests.factories import (
    ArticlePageFactory,
    AuthorFactory,
    BlogPageFactory,
    EpisodePageFactory,
    PostcardPageFactory,
    SectionFactory,
    StoryPageFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db


def found(question):
    pages = find(understand(question)).pages
    return list(ReadablePage.objects.filter(pk__in=pages).values_list("title", flat=True))


def lock(page):
    return PageViewRestriction.objects.create(page=page, restriction_type="password", password="x")


def test_a_text_is_found_by_everything_a_reader_would_remember_of_it():
    page = ArticlePageFactory(
        title="Überschrift",
        kicker="Dachzeile",
        subtitle="Unterzeile",
        standfirst="Vorspann",
        guest="Tjark Wiese",
        section=SectionFactory(name="Maschinenraum"),
        body=[("paragraph", "<p>Fließtext mit <b>Ruderhaus</b></p>"), ("quote", {"text": "Zitat"})],
        topics=[TopicFactory(label_de="Treue", label_en="Loyalty", synonyms="Stammkundschaft\nWiederkehr")],
    )
    page.bylines.create(author=AuthorFactory(name="Henrike Petersen"))
    page.save()

    said = "Überschrift Dachzeile Unterzeile Vorspann Tjark Maschinenraum Fließtext Ruderhaus Zitat"
    filed = "Treue Loyalty Stammkundschaft Wiederkehr Petersen"
    for word in f"{said} {filed}".split():
        assert found(word) == ["Überschrift"], word


def test_statements_and_transcripts_are_read():
    PostcardPageFactory(title="Karte", statement="Ein Leuchtturm")
    EpisodePageFactory(title="Folge", transcript=[("turn", {"speaker": "Ada", "text": "<p>Vom Kompass</p>"})])

    assert found("Leuchtturm") == ["Karte"]
    assert found("Kompass") == ["Folge"]


def test_a_draft_is_not_found_before_it_is_published():
    page = StoryPageFactory(title="Geheim", live=False)
    assert found("Geheim") == []

    page.save_revision().publish()
    assert found("Geheim") == ["Geheim"]


def test_the_draft_of_a_published_text_stays_out():
    page = StoryPageFactory(title="Alt")
    page.title = "Neuigkeit"
    revision = page.save_revision()
    assert found("Neuigkeit") == []

    revision.publish()
    assert found("Neuigkeit") == ["Neuigkeit"]
    assert found("Alt") == []


def test_what_is_withdrawn_or_deleted_is_gone():
    withdrawn, deleted = StoryPageFactory(title="Zurückgezogen"), StoryPageFactory(title="Gelöscht")
    Page.objects.get(pk=withdrawn.pk).unpublish()
    deleted.delete()

    assert found("Zurückgezogen") == found("Gelöscht") == []
    assert not SearchDocument.objects.exists()


def test_what_comes_behind_a_door_is_gone_at_once_and_comes_back(django_capture_on_commit_callbacks):
    StoryPageFactory(title="Hinter der Tür")
    with django_capture_on_commit_callbacks(execute=True):
        door = lock(BlogPageFactory())
    assert found("Tür") == []
    assert not SearchDocument.objects.exists()

    with django_capture_on_commit_callbacks(execute=True):
        door.delete()
    assert found("Tür") == ["Hinter der Tür"]


def test_the_page_itself_is_asked_even_if_the_index_lags_behind():
    page = StoryPageFactory(title="Nachzügler")
    Page.objects.filter(pk=page.pk).update(live=False)

    assert SearchDocument.objects.exists()
    assert found("Nachzügler") == []


def test_no_word_of_a_hidden_text_is_offered_as_a_correction():
    page = StoryPageFactory(title="Fusionsverhandlung")
    lock(page)
    assert find(understand("Fusionsverhandlng")).corrections == {}

    hidden = StoryPageFactory(title="Übernahmeangebot")
    Page.objects.filter(pk=hidden.pk).update(live=False)
    assert find(understand("Übernahmeangbot")).corrections == {}


def test_a_page_that_is_moved_behind_a_door_is_gone():
    page = StoryPageFactory(title="Umzug")
    closed = BlogPageFactory._meta.model(title="Intern", slug="intern")
    page.get_parent().get_parent().add_child(instance=closed)
    lock(closed)
    page.move(closed, pos="last-child")

    assert found("Umzug") == []
    assert not SearchDocument.objects.exists()


def test_a_deleted_blog_takes_its_door_and_its_stories_along(django_capture_on_commit_callbacks):
    StoryPageFactory(title="Mitgenommen")
    blog = Page.objects.get(pk=BlogPageFactory().pk)
    lock(blog)
    with django_capture_on_commit_callbacks(execute=True):
        blog.delete()

    assert not SearchDocument.objects.exists()


def test_new_names_of_topics_authors_and_sections_are_followed():
    topic, author, section = TopicFactory(label_de="Alpha"), AuthorFactory(), SectionFactory()
    page = ArticlePageFactory(title="Beitrag", topics=[topic], section=section)
    page.bylines.create(author=author)
    page.save()

    topic.synonyms, author.name, section.name = "Beta", "Gamma Delta", "Epsilon"
    for model in (topic, author, section):
        model.save()

    assert found("Beta") == found("Gamma") == found("Epsilon") == ["Beitrag"]
    assert found("Petersen") == []


def test_a_deleted_topic_is_forgotten(django_capture_on_commit_callbacks):
    topic = TopicFactory(label_de="Vergessen")
    StoryPageFactory(title="Beitrag", topics=[topic])
    assert found("Vergessen") == ["Beitrag"]

    with django_capture_on_commit_callbacks(execute=True):
        topic.delete()
    assert found("Vergessen") == []


def test_a_change_that_concerns_many_pages_is_left_to_a_worker(monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr("editorial.search.following.AT_ONCE", 1)
    topic = TopicFactory(label_de="Alt")
    pages = [StoryPageFactory(topics=[topic]) for _page in range(2)]
    topic.label_de = "Brandneu"
    with django_capture_on_commit_callbacks():
        topic.save()

    assert found("Brandneu") == []
    index_pages([page.pk for page in pages])
    assert len(found("Brandneu")) == 2


def test_rebuilding_mends_whatever_went_wrong(capsys):
    kept, lost = StoryPageFactory(title="Behalten"), StoryPageFactory(title="Verloren")
    SearchDocument.objects.filter(pk=lost.pk).delete()
    Page.objects.filter(pk=kept.pk).update(live=False)

    call_command("rebuild_search")

    assert "1 pages are in the index" in capsys.readouterr().out
    assert found("Verloren") == ["Verloren"]
    assert not SearchWord.objects.filter(text="behalten").exists()
