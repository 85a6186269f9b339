"""The second issue of 2026 with two articles: a diary and a piece of law."""

from datetime import date

import pytest

from tests.factories import ArticlePageFactory, IssuePageFactory, SectionFactory


@pytest.fixture
def issue(publisher):
    return IssuePageFactory(
        number="2.26",
        price="5 € | 5 CHF",
        editor="Henrike Petersen",
        published_on=date(2026, 11, 9),
        outlook="Preise erhöhen\nDoppelte Kunden",
        imprint="Pollenpost Verlag / Redaktion: Jonas Brandt",
        body=[("paragraph", "<p>Liebe Leserin, lieber Leser,</p>")],
        topics=["Zuhören"],
    )


@pytest.fixture
def articles(issue):
    diary, law = SectionFactory(name="Tagebuch"), SectionFactory(name="Recht (windig)")
    second = ArticlePageFactory(parent=issue, title="Ein Monat, eine Antwort", section=law, page_number=8)
    first = ArticlePageFactory(
        parent=issue, title="Eine Woche am Telefon", section=diary, page_number=4, topics=["Zuhören"]
    )
    return [first, second]
