"""The map of the site and what programs may fetch."""

import re

from wagtail.models import PageViewRestriction

from tests.factories import ArticlePageFactory, SectionFactory, StoryPageFactory, TopicFactory, translate


def addresses(client, part):
    answer = client.get(f"/sitemap-{part}.xml")
    assert answer.status_code == 200
    return re.findall(r"<loc>http://testserver([^<]*)</loc>", answer.content.decode())


def test_the_index_names_each_part(client, home):
    index = client.get("/sitemap.xml").content.decode()
    for part in ("pages", "topics", "authors", "sections", "series"):
        assert f"/sitemap-{part}.xml</loc>" in index


def test_the_map_has_what_is_for_everybody_and_nothing_else(client, home):
    StoryPageFactory(title="Offen", slug="offen", topics=["Vertrauen"])
    StoryPageFactory(title="Entwurf", slug="entwurf", live=False, topics=["Geheimes"])
    closed = StoryPageFactory(title="Zu", slug="zu", topics=["Verborgenes"])
    PageViewRestriction.objects.create(page=closed, restriction_type="password", password="geheim")
    assert addresses(client, "pages") == ["/", "/geschichten/", "/geschichten/offen/"]
    assert addresses(client, "topics") == ["/themen/vertrauen/"]


def test_a_list_without_texts_is_not_in_the_map(client, home):
    TopicFactory(label_de="Leer")
    ArticlePageFactory(section=SectionFactory(name="Tagebuch"))
    SectionFactory(name="Leere Rubrik")
    assert addresses(client, "topics") == []
    assert addresses(client, "sections") == ["/rubriken/tagebuch/"]


def test_translations_are_in_the_map_and_name_each_other(client, english):
    story = StoryPageFactory(title="Brot", slug="brot")
    translate(story, english, title="Loaf", slug="loaf")
    answer = client.get("/sitemap-pages.xml").content.decode()
    assert "<loc>http://testserver/en/geschichten/loaf/</loc>" in answer
    alternate = '<xhtml:link rel="alternate" hreflang="en" href="http://testserver/en/geschichten/loaf/"/>'
    assert answer.count(alternate) == 2


def test_robots_are_told_where_the_map_is_and_what_to_leave_alone(client, home):
    answer = client.get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    lines = answer.content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert {"Disallow: /admin/", "Disallow: /suche/", "Disallow: /en/suche/"} <= set(lines)
    assert "Sitemap: http://testserver/sitemap.xml" in lines


def test_the_old_place_of_the_icon_leads_to_it(client):
    answer = client.get("/favicon.ico")
    assert (answer.status_code, answer["Location"]) == (301, "/static/img/mark.svg")
