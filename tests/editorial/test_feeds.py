"""Atom feeds: the whole text, complete addresses, an identity that outlives a move."""

import xml.etree.ElementTree as ET

import pytest
from wagtail.models import PageViewRestriction

from tests.factories import AuthorFactory, StoryPageFactory, TopicFactory, translate

ATOM = "{http://www.w3.org/2005/Atom}"
LINKING = [{"type": "paragraph", "value": '<p>Moin, <a href="/impressum/">wer</a> & <b>wie</b>?</p>'}]


@pytest.fixture
def bread(home):
    return StoryPageFactory(title="Das elfte Brot", slug="brot", topics=["Vertrauen"], body=LINKING)


def entries(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/atom+xml")
    return ET.fromstring(answer.content).findall(f"{ATOM}entry")


def titles(client, address):
    return [entry.findtext(f"{ATOM}title") for entry in entries(client, address)]


def test_the_feed_of_everything_has_the_newest_first_and_the_whole_text(client, bread):
    [entry] = entries(client, "/feed/")
    assert entry.findtext(f"{ATOM}title") == "Das elfte Brot"
    assert entry.find(f"{ATOM}link").get("href").endswith("/geschichten/brot/")
    content = entry.find(f"{ATOM}content")
    assert content.get("type") == "html"
    assert "<b>wie</b>?" in content.text


def test_links_in_a_feed_are_complete(client, bread):
    [entry] = entries(client, "/feed/")
    assert 'href="http://testserver/impressum/"' in entry.findtext(f"{ATOM}content")


def test_a_topic_and_an_author_have_feeds_of_their_own(client, bread):
    bread.bylines.create(author=AuthorFactory(name="Jonas Brandt"))
    bread.save_revision().publish()
    StoryPageFactory(title="Etwas anderes")
    assert titles(client, "/themen/vertrauen/feed/") == ["Das elfte Brot"]
    assert titles(client, "/autoren/jonas-brandt/feed/") == ["Das elfte Brot"]
    assert len(titles(client, "/feed/")) == 2


def test_drafts_and_protected_texts_are_in_no_feed(client, bread):
    StoryPageFactory(title="Entwurf", live=False)
    closed = StoryPageFactory(title="Geschlossen")
    PageViewRestriction.objects.create(page=closed, restriction_type="password", password="geheim")
    assert titles(client, "/feed/") == ["Das elfte Brot"]


def test_a_text_that_moves_keeps_its_identity(client, bread):
    [before] = entries(client, "/feed/")
    bread.slug = "anderswo"
    bread.save_revision().publish()
    [after] = entries(client, "/feed/")
    assert after.findtext(f"{ATOM}id") == before.findtext(f"{ATOM}id")
    assert after.find(f"{ATOM}link").get("href") != before.find(f"{ATOM}link").get("href")


def test_the_english_feed_has_translations_and_untranslated_originals(client, bread, english):
    StoryPageFactory(title="Nur auf Deutsch")
    translate(bread, english, title="The eleventh loaf")
    assert sorted(titles(client, "/en/feed/")) == ["Nur auf Deutsch", "The eleventh loaf"]
    languages = {entry.get("{http://www.w3.org/XML/1998/namespace}lang") for entry in entries(client, "/en/feed/")}
    assert languages == {"de", "en"}


def test_there_is_no_feed_of_what_does_not_exist(client, home):
    TopicFactory(label_de="Vorschlag", state="proposed")
    assert client.get("/themen/vorschlag/feed/").status_code == 404
    assert client.get("/autoren/niemand/feed/").status_code == 404


def test_every_page_names_the_feed(client, bread):
    assert '<link rel="alternate" type="application/atom+xml"' in client.get(bread.url).content.decode()
