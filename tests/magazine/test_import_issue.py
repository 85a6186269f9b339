"""An issue folder becomes an issue with its articles."""

from datetime import date
from pathlib import Path

import pytest

from editorial.importing.importer import import_folder
from magazine.models import ArticlePage, IssuePage, Section
from tests.factories import SectionFactory

ISSUE = Path(__file__).parents[1] / "editorial/sample_content/heft-9-26"
pytestmark = pytest.mark.django_db


def test_the_issue_has_what_its_cover_says():
    import_folder(ISSUE)
    issue = IssuePage.objects.get()
    assert (issue.slug, issue.number, issue.title) == ("heft-9-10", "9.10", "Am Steg")
    assert (issue.price, issue.editor, issue.published_on) == (
        "5 € | 5 CHF",
        "Wiebke Harms",
        date(2026, 9, 1),
    )
    assert issue.imprint.splitlines() == ["Steg Verlag", "Am Ufer 1", "Redaktion: Wiebke Harms"]
    assert issue.outlook_lines == ["Was der Winter bringt", "„Wie man einen Steg streicht“", "und mehr"]


def test_articles_stand_below_their_issue_in_the_order_of_their_pages():
    import_folder(ISSUE)
    issue = IssuePage.objects.get()
    assert [(article.page_number, article.format) for article in issue.articles()] == [
        (4, "interview"),
        (9, "report"),
        (14, "article"),
    ]


def test_an_article_has_the_date_of_its_issue_unless_it_names_one():
    import_folder(ISSUE)
    dates = dict(ArticlePage.objects.values_list("page_number", "published_on"))
    assert dates == {4: date(2026, 9, 1), 9: date(2026, 9, 1), 14: date(2026, 9, 5)}


def test_sections_are_found_whatever_their_capitals_and_new_ones_come_last():
    diary = SectionFactory(name="TAGEBUCH", position=3)
    import_folder(ISSUE)
    interview, report, medley = ArticlePage.objects.order_by("page_number")
    assert interview.section == report.section == diary
    assert (medley.section.name, medley.section.position) == ("Maschinenraum", 4)
    assert Section.objects.count() == 2


def test_an_interview_has_questions_with_answers():
    import_folder(ISSUE)
    body = ArticlePage.objects.get(format="interview").body
    kinds = [block.block_type for block in body]
    assert kinds == ["paragraph", "question", "quote", "question", "picture", "heading", "paragraph"]
    assert body[3].value["question"] == "Und was tun Sie bei Regen?"
    assert "Warten." in body[3].value["answer"].source


def test_a_missing_standfirst_is_taken_from_the_subtitle():
    import_folder(ISSUE)
    interview = ArticlePage.objects.get(format="interview")
    assert interview.standfirst == interview.subtitle == "Ein Gespräch am Wasser"
    assert (interview.guest, interview.kicker) == ("Ture Mohr", "Zu Gast")
