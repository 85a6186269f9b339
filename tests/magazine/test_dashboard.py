"""The state of the next issue on the first page of the admin, and the checks behind it."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import PageViewRestriction

from editorial.models import ReadablePage, Topic
from editorial.services.drafts import read_drafts
from editorial.services.link_checks import link_problems
from editorial.services.readiness import findings
from magazine.services import planning
from magazine.services.readiness import concerns
from tests.factories import (
    ArticlePageFactory,
    AuthorFactory,
    IssuePageFactory,
    PostcardPageFactory,
    SectionFactory,
    StoryPageFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db

TEXT = [("paragraph", "<p>Ein Anfang.</p>")]


@pytest.fixture
def picture(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return Image.objects.create(title="Telefon", file=get_test_image_file())


@pytest.fixture
def issue(home):
    return IssuePageFactory(live=False, published_on=timezone.localdate() + timedelta(days=40), topics=["Zuhören"])


@pytest.fixture
def editor(django_user_model):
    user = django_user_model.objects.create_user("jonas")
    user.groups.add(Group.objects.get(name="Editors"))
    return user


def article(issue, **fields):
    """A complete draft, but for what the test says."""
    topics, authors = fields.pop("topics", ["Zuhören"]), fields.pop("authors", ["Henrike Petersen"])
    page = ArticlePageFactory(parent=issue, live=False, **{"body": TEXT, "page_number": 4, **fields})
    page.topics.set([TopicFactory(label_de=label) for label in topics])
    for name in authors:
        page.bylines.create(author=AuthorFactory(name=name))
    page.save_revision()
    return page


def found(issue):
    return {concern.check: concern.count for concern in concerns(planning.planned_issue(issue.pk))}


# --- Which issue -------------------------------------------------------------------------------------


def test_the_next_issue_is_the_draft_that_appears_first_from_today_on(home):
    today = timezone.localdate()
    published = IssuePageFactory(title="Schon da", published_on=today)
    shelf = published.get_parent()
    for title, days in (("Winter", 90), ("Herbst", 10), ("Liegen geblieben", -200)):
        IssuePageFactory(parent=shelf, title=title, live=False, published_on=today + timedelta(days=days))
    assert [issue.draft.title for issue in planning.coming_issues()] == ["Herbst", "Winter", "Liegen geblieben"]
    assert planning.next_issue().draft.title == "Herbst"


def test_where_every_draft_lies_behind_the_newest_is_next(home):
    old = IssuePageFactory(title="Alt", live=False, published_on=date(2020, 1, 1))
    IssuePageFactory(parent=old.get_parent(), title="Neuer", live=False, published_on=date(2024, 1, 1))
    assert planning.next_issue().draft.title == "Neuer"


def test_the_date_counts_that_stands_in_the_newest_draft(issue):
    later = IssuePageFactory(
        parent=issue.get_parent(), title="Später", live=False, published_on=issue.published_on + timedelta(days=9)
    )
    issue.published_on += timedelta(days=99)
    issue.save_revision()
    assert planning.next_issue().draft.pk == later.pk


# --- Checks ------------------------------------------------------------------------------------------


def test_a_complete_article_lacks_nothing_but_its_publication(issue):
    article(issue)
    assert found(issue) == {"drafts": 1}


def test_each_thing_that_is_missing_is_counted(issue, picture):
    article(issue, standfirst="", topics=[], authors=[], page_number=None)
    article(issue, image=picture, image_alt="Ein Telefon", page_number=8)
    article(
        issue,
        body=[*TEXT, ("picture", {"image": picture, "alternative_text": "", "credit": ""})],
        page_number=9,
    )
    article(issue, page_number=12)
    article(issue, page_number=12)
    assert found(issue) == {
        "standfirst": 1,
        "topics": 1,
        "authors": 1,
        "no_page": 1,
        "picture": 1,
        "credit": 2,
        "same_page": 2,
        "drafts": 5,
    }


def test_a_place_that_is_kept_asks_for_its_text_and_for_nothing_else(issue):
    article(issue, body=[], standfirst="", topics=[], authors=[])
    assert found(issue) == {"text": 1, "drafts": 1}


def test_the_newest_draft_counts_and_not_what_is_published(issue):
    page = article(issue)
    page.save_revision().publish()
    draft = ReadablePage.objects.get(pk=page.pk).specific
    draft.standfirst = ""
    draft.save_revision()
    assert found(issue) == {"standfirst": 1}


def test_what_waits_for_approval_names_its_step(issue, editor):
    page = article(issue)
    page.get_workflow().start(page, editor)
    [waiting] = [one for one in concerns(planning.planned_issue(issue.pk)) if one.check == "waiting"]
    assert waiting.items[0].note == "Durchsicht in der Redaktion"


def test_a_postcard_is_asked_for_no_standfirst(home):
    postcard = PostcardPageFactory(standfirst="", topics=["Zuhören"])
    [draft] = read_drafts([ReadablePage.objects.get(pk=postcard.pk).specific])
    assert not list(findings(draft))


def test_words_are_counted_as_readers_meet_them(issue):
    page = article(issue, body=[("heading", {"text": "Zwei Wörter", "level": "h2"}), *TEXT])
    [draft] = read_drafts([page])
    assert draft.words == page.word_count == 4


# --- Links -------------------------------------------------------------------------------------------


def problems(*links):
    page = StoryPageFactory(live=False, body=[("paragraph", f"<p>{link}</p>") for link in links])
    [draft] = read_drafts([page])
    return [problem.reason for problem in link_problems([draft])[page.pk]]


def test_links_within_the_house_are_followed(home):
    there = StoryPageFactory()
    draft = StoryPageFactory(live=False)
    behind = StoryPageFactory()
    PageViewRestriction.objects.create(page=behind, restriction_type="password", password="x")
    assert not problems(f'<a linktype="page" id="{there.pk}">Reihe neun</a>')
    assert problems(f'<a linktype="page" id="{draft.pk}">Reihe neun</a>')
    assert problems(f'<a linktype="page" id="{behind.pk}">Reihe neun</a>')
    assert problems('<a linktype="page" id="99999">Reihe neun</a>')
    document = Document.objects.create(title="Liste", file="liste.pdf")
    assert not problems(f'<a linktype="document" id="{document.pk}">Die Liste</a>')
    assert problems('<a linktype="document" id="99999">Die Liste</a>')


@pytest.mark.parametrize(
    "link",
    [
        '<a href="https://example.org/liste">hier</a>',
        '<a href="https://example.org/liste">Klicken Sie hier!</a>'.replace("!", "…"),
        '<a href="https://example.org/liste"></a>',
        '<a href="http://example.org/liste">Die Liste</a>',
        '<a href="">Die Liste</a>',
        '<a href="www.example.org">Die Liste</a>',
        '<a href="https://liste">Die Liste</a>',
        '<a href="javascript:alert(1)">Die Liste</a>',
        '<a href="mailto:">Die Liste</a>',
    ],
)
def test_a_link_that_leads_nowhere_or_does_not_say_where_is_named(home, link):
    assert len(problems(link)) == 1


@pytest.mark.parametrize(
    "link",
    [
        '<a href="https://example.org/liste">Die Liste der Werft</a>',
        '<a href="mailto:post@pollenpost.example">Schreiben Sie uns</a>',
        '<a href="/themen/">Alle Themen</a>',
        '<a href="#schluss">Zum Schluss</a>',
    ],
)
def test_a_good_link_is_left_in_peace(home, link):
    assert not problems(link)


def test_the_report_of_a_page_names_each_link_with_its_reason(client, issue, editor):
    page = article(issue, body=[("paragraph", '<p><a href="http://example.org">hier</a></p>')])
    client.force_login(editor)
    report = client.get(reverse("editorial_check", args=[page.pk])).content.decode()
    assert report.count("<li>“hier”") + report.count("<li>„hier“") == 2
    edit = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert edit.count(reverse("editorial_check", args=[page.pk])) >= 2


# --- The panel ---------------------------------------------------------------------------------------


def first_page(client, user):
    client.force_login(user)
    return client.get(reverse("wagtailadmin_home")).content.decode()


def test_the_first_page_shows_the_next_issue_with_links_to_what_is_missing(client, issue, editor):
    issue.copy_deadline = timezone.localdate() + timedelta(days=12)
    issue.save_revision()
    page = article(issue, standfirst="", section=SectionFactory(name="Tagebuch"))
    Topic.objects.create(label_de="Neues", state=Topic.State.PROPOSED)
    shown = first_page(client, editor)
    assert "pp-issue" in shown
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in shown
    assert "Tagebuch" in shown
    assert ">12 " in shown
    assert "?state=proposed" in shown


def test_without_an_issue_in_preparation_the_first_page_says_what_to_do(client, home, editor):
    shown = first_page(client, editor)
    assert "pp-issue" in shown
    assert reverse("magazine_planning") in shown


@pytest.mark.parametrize("role", ["Marketers", "Operators"])
def test_who_does_not_work_on_pages_sees_no_issue(client, issue, django_user_model, role):
    user = django_user_model.objects.create_user("wencke")
    user.groups.add(Group.objects.get(name=role))
    shown = first_page(client, user)
    assert "pp-issue" not in shown
    assert reverse("magazine_planning") not in shown


def test_the_state_of_the_issue_takes_few_queries_however_many_articles_it_has(issue, picture):
    for number in range(8):
        article(
            issue,
            page_number=number + 4,
            section=SectionFactory(name=f"Rubrik {number}"),
            body=[("paragraph", '<p><a linktype="page" id="1">Reihe neun</a></p>')],
        )
    concerns(planning.next_issue())
    with CaptureQueriesContext(
        connection,
    ) as queries:
        concerns(planning.next_issue())
    assert len(queries) <= 10
