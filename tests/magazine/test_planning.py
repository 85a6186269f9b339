"""The planning of the coming issues: their order, the frame of the next one, and what lies ahead beside them."""

from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from magazine.models import ArticlePage, IssuePage
from magazine.services import planning
from magazine.services.framing import FrameRefused, frame_next_issue
from magazine.services.reordering import OrderRefused, move_article
from tests.factories import ArticlePageFactory, IssuePageFactory, SectionFactory, StoryPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(django_user_model):
    def staff(role):
        user = django_user_model.objects.create_user(role.lower().replace(" ", "-"))
        user.groups.add(Group.objects.get(name=role))
        return user

    return staff


@pytest.fixture
def issue(home):
    return IssuePageFactory(number="2.26", published_on=date(2026, 11, 9), live=False)


@pytest.fixture
def articles(issue):
    """Three on the pages 4, 8 and 12, as drafts."""
    made = [
        ArticlePageFactory(
            parent=issue, title=title, section=SectionFactory(name=title), page_number=page, live=False
        )
        for title, page in (("Tagebuch", 4), ("Recht", 8), ("Kompass", 12))
    ]
    for article in made:
        article.save_revision()
    return made


def order(issue):
    return [(one.draft.title, one.page_number) for one in planning.planned_issue(issue.pk).articles]


def seen(issue):
    return planning.planned_issue(issue.pk).order_seen


# --- Moving articles ---------------------------------------------------------------------------------


def test_an_editor_moves_an_article_and_readers_see_the_order_once_it_is_published(client, issue, articles, staff):
    client.force_login(staff("Editors"))
    client.post(
        reverse("magazine_move", args=[issue.pk]), {"article": articles[2].pk, "index": 0, "seen": seen(issue)}
    )
    assert order(issue) == [("Kompass", 4), ("Tagebuch", 8), ("Recht", 12)]


def test_a_live_article_changes_its_page_only_by_who_may_publish(issue, articles, staff):
    articles[0].save_revision().publish()
    move_article(issue, articles[0].pk, 1, seen(issue), staff("Editors"))
    assert ArticlePage.objects.get(pk=articles[0].pk).page_number == 4
    assert order(issue)[:2] == [("Recht", 4), ("Tagebuch", 8)]

    move_article(issue, articles[0].pk, 0, seen(issue), staff("Editors in chief"))
    move_article(issue, articles[0].pk, 1, seen(issue), Group.objects.get(name="Editors in chief").user_set.get())
    assert ArticlePage.objects.get(pk=articles[0].pk).page_number == 8


def test_moving_publishes_nothing_but_the_number(client, issue, articles, staff):
    issue.save_revision().publish()
    articles[0].save_revision().publish()
    draft = ArticlePage.objects.get(pk=articles[0].pk)
    draft.title = "Noch nicht für alle"
    draft.save_revision()

    move_article(issue, draft.pk, 1, seen(issue), staff("Editors in chief"))

    live = ArticlePage.objects.get(pk=draft.pk)
    assert (live.title, live.page_number, live.live) == ("Tagebuch", 8, True)
    newest = live.get_latest_revision_as_object()
    assert (newest.title, newest.page_number) == ("Noch nicht für alle", 8)
    assert live.has_unpublished_changes
    assert not ArticlePage.objects.get(pk=articles[1].pk).live


def test_of_two_editors_the_second_is_told_and_nothing_is_lost(client, issue, articles, staff):
    client.force_login(staff("Editors"))
    as_both_see_it = {"seen": seen(issue)}
    address = reverse("magazine_move", args=[issue.pk])
    client.post(address, {"article": articles[2].pk, "index": 0, **as_both_see_it})
    after_the_first = order(issue)

    answer = client.post(address, {"article": articles[1].pk, "index": 0, **as_both_see_it}, follow=True)

    assert order(issue) == after_the_first
    assert "messages" in answer.content.decode()
    assert [str(message) for message in answer.context["messages"]]


def test_an_article_that_is_locked_is_not_renumbered_and_nothing_else_either(issue, articles, staff):
    chief = staff("Editors in chief")
    ArticlePage.objects.filter(pk=articles[1].pk).update(locked=True, locked_by=chief, locked_at=timezone.now())
    with pytest.raises(OrderRefused, match="Recht"):
        move_article(issue, articles[0].pk, 2, seen(issue), staff("Editors"))
    assert order(issue) == [("Tagebuch", 4), ("Recht", 8), ("Kompass", 12)]


def test_a_text_under_approval_is_approved_with_its_new_number(client, issue, articles, staff):
    editor, chief = staff("Editors"), staff("Editors in chief")
    article = articles[0]
    article.get_workflow().start(article, editor)
    move_article(issue, article.pk, 1, seen(issue), chief)
    for _step in range(2):
        state = ArticlePage.objects.get(pk=article.pk).current_workflow_state
        state.current_task_state.approve(user=chief)
    published = ArticlePage.objects.get(pk=article.pk)
    assert (published.live, published.page_number) == (True, 8)


def test_an_author_does_not_reorder(client, issue, articles, staff):
    client.force_login(staff("Authors"))
    client.post(
        reverse("magazine_move", args=[issue.pk]), {"article": articles[2].pk, "index": 0, "seen": seen(issue)}
    )
    assert order(issue)[0] == ("Tagebuch", 4)


@pytest.mark.parametrize("wrong", [{"article": "0"}, {"article": "x", "index": "y"}, {}])
def test_a_move_that_makes_no_sense_changes_nothing(client, issue, articles, staff, wrong):
    client.force_login(staff("Editors"))
    before = order(issue)
    assert client.post(reverse("magazine_move", args=[issue.pk]), wrong).status_code == 302
    assert order(issue) == before


# --- The next issue ----------------------------------------------------------------------------------


@pytest.fixture
def published(issue, articles):
    issue.price, issue.editor, issue.claim = "5 € | 5 CHF", "Henrike Petersen", "Für Leute, die zuhören"
    issue.imprint, issue.outlook = "Pollenpost Verlag", "Preise erhöhen"
    issue.copy_deadline = date(2026, 10, 19)
    issue.body = [("paragraph", "<p>Liebe Leserin,</p>")]
    issue.save_revision().publish()
    for article in articles:
        article.kicker = "Aus dem Laden"
        article.save_revision().publish()
    return issue


@time_machine.travel("2026-11-22T09:00:00+01:00")
def test_the_next_issue_has_the_frame_of_the_last_and_none_of_its_texts(published, staff):
    issue = frame_next_issue(published, staff("Editors"))

    issue = IssuePage.objects.get(pk=issue.pk).get_latest_revision_as_object()
    assert (issue.number, issue.title, issue.live) == ("1.27", "Heft\xa01.27", False)
    assert (issue.published_on, issue.copy_deadline) == (date(2027, 2, 9), date(2027, 1, 19))
    assert (issue.price, issue.editor, issue.claim) == (
        "5 € | 5 CHF",
        "Henrike Petersen",
        "Für Leute, die zuhören",
    )
    assert issue.imprint == "Pollenpost Verlag"
    assert (issue.outlook, len(issue.body), issue.standfirst) == ("", 0, "")
    assert order(issue) == [("Tagebuch", 4), ("Recht", 8), ("Kompass", 12)]
    for place in ArticlePage.objects.child_of(issue):
        assert (place.live, place.section.name, place.standfirst, place.kicker) == (False, place.title, "", "")


def test_a_kicker_that_stood_over_a_section_twice_belongs_to_it(published, articles, staff):
    before = IssuePageFactory(
        parent=published.get_parent(), number="1.26", title="Davor", published_on=date(2026, 8, 9)
    )
    ArticlePageFactory(parent=before, section=articles[0].section, kicker="Aus dem Laden", page_number=4)
    issue = frame_next_issue(published, staff("Editors"))
    kickers = dict(ArticlePage.objects.child_of(issue).values_list("title", "kicker"))
    assert kickers == {"Tagebuch": "Aus dem Laden", "Recht": "", "Kompass": ""}


def test_pressing_twice_makes_one_issue(client, published, staff):
    client.force_login(staff("Editors"))
    for _press in range(2):
        client.post(reverse("magazine_frame"), {"after": published.pk})
    assert IssuePage.objects.count() == 2
    with pytest.raises(FrameRefused):
        frame_next_issue(published, None)


def test_an_author_makes_no_issue(client, published, staff):
    client.force_login(staff("Authors"))
    client.post(reverse("magazine_frame"), {"after": published.pk})
    assert IssuePage.objects.count() == 1


# --- The page ----------------------------------------------------------------------------------------


def test_the_planning_shows_drafts_with_their_states(client, issue, articles, staff):
    articles[0].save_revision().publish()
    changed = ArticlePage.objects.get(pk=articles[0].pk)
    changed.standfirst = "Jetzt anders."
    changed.save_revision()
    articles[1].body = [("paragraph", "<p>Ein Anfang.</p>")]
    articles[1].save_revision()
    articles[1].get_workflow().start(articles[1], staff("Authors"))
    client.force_login(staff("Editors"))

    page = client.get(reverse("magazine_planning")).content.decode()

    rows = {row.partition('"')[0]: row for row in page.split('data-article="')[1:]}
    assert "pp-state-changed" in rows[str(articles[0].pk)]
    assert "Durchsicht in der Redaktion" in rows[str(articles[1].pk)]
    assert "pp-state-empty" in rows[str(articles[2].pk)]


def test_published_issues_are_not_planned_any_more(client, published, admin_client):
    assert f'id="issue-{published.pk}"' not in admin_client.get(reverse("magazine_planning")).content.decode()


def test_what_is_scheduled_or_dated_ahead_stands_in_the_timeline(home):
    soon = timezone.now() + timedelta(days=3)
    scheduled = StoryPageFactory(title="Am Donnerstag", live=False)
    scheduled.go_live_at = soon
    scheduled.save_revision().publish()
    dated = StoryPageFactory(
        title="Nächste Woche", live=False, published_on=timezone.localdate() + timedelta(days=8)
    )
    StoryPageFactory(title="Liegen geblieben", live=False, published_on=date(2020, 1, 1))
    StoryPageFactory(title="Steht schon da")

    ahead = planning.timeline()

    assert [coming.draft.pk for coming in ahead] == [scheduled.pk, dated.pk]
    assert ahead[0].day == timezone.localdate(soon)
    assert (ahead[0].scheduled_for is not None, ahead[1].scheduled_for) == (True, None)


def test_more_issues_do_not_mean_more_queries(client, issue, articles, staff, django_assert_max_num_queries):
    client.force_login(staff("Editors"))
    for n in range(3):
        another = IssuePageFactory(parent=issue.get_parent(), title=f"Heft {n}", live=False)
        for _place in range(6):
            ArticlePageFactory(parent=another, live=False).save_revision()
    client.get(reverse("magazine_planning"))
    with django_assert_max_num_queries(45):
        client.get(reverse("magazine_planning"))
