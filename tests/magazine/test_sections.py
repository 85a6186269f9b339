"""Sections as pages: what comes back in every issue."""

import re
from datetime import date

import pytest

from tests.editorial.test_pages import words_of
from tests.factories import ArticlePageFactory, IssuePageFactory, MagazinePageFactory, SectionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def law(publisher):
    section = SectionFactory(name="Recht (windig)", name_en="Law (windy)", description="Was gilt, und seit wann.")
    for number, day in (("1.26", date(2026, 2, 2)), ("2.26", date(2026, 11, 9))):
        issue = IssuePageFactory(
            parent=MagazinePageFactory._meta.model.objects.first() or MagazinePageFactory(accent="rose"),
            number=number,
            slug=f"heft-{number.replace('.', '-')}",
            published_on=day,
        )
        ArticlePageFactory(parent=issue, title=f"Urteil aus {number}", section=section, published_on=day)
        ArticlePageFactory(parent=issue, title=f"Entwurf aus {number}", section=section, live=False)
    return section


def test_a_section_lists_its_articles_newest_first_with_their_issues(client, law):
    words = words_of(client.get("/rubriken/recht-windig/"))
    assert "Was gilt, und seit wann." in words
    assert words.index("Aus Heft 2.26") < words.index("Urteil aus 2.26") < words.index("Urteil aus 1.26")
    assert "Entwurf" not in words


def test_the_sections_are_counted_in_their_order_and_empty_ones_left_out(client, law):
    diary = SectionFactory(name="Tagebuch", position=1)
    law.position = 2
    law.save()
    SectionFactory(name="Ungenutzt")
    ArticlePageFactory(section=diary, parent=IssuePageFactory._meta.model.objects.first())
    words = words_of(client.get("/rubriken/"))
    assert re.search(r"Tagebuch 1 \S+ Recht \(windig\) Was gilt, und seit wann\. 2", words)
    assert "Ungenutzt" not in words


def test_a_section_is_named_in_the_language_of_the_page(client, law):
    assert "Law (windy)" in words_of(client.get("/en/rubriken/recht-windig/"))


def test_an_article_and_its_issue_lead_to_the_section(client, law):
    article = law.articles.filter(live=True).first()
    for address in (article.url, article.get_parent().url):
        assert 'href="/rubriken/recht-windig/"' in client.get(address).content.decode()


def test_an_unknown_section_is_not_found_and_none_at_all_is_said(client, publisher):
    assert client.get("/rubriken/gibt-es-nicht/").status_code == 404
    assert client.get("/rubriken/").status_code == 200


def test_sections_need_few_queries(client, law, django_assert_max_num_queries):
    for address in ("/rubriken/", "/rubriken/recht-windig/"):
        client.get(address)
        with django_assert_max_num_queries(25):
            client.get(address)
