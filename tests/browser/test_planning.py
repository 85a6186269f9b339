"""Planning with the mouse and with the keyboard, and what the editor shows beside the text."""

import pytest
from django.urls import reverse
from pollenpost.roles import CHIEFS, EDITORS

from magazine.services import planning
from tests import factories


@pytest.fixture
def issue(_stage):
    issue = factories.IssuePageFactory(live=False)
    for title, number in (("Tagebuch", 4), ("Recht", 8), ("Kompass", 12)):
        factories.ArticlePageFactory(parent=issue, title=title, page_number=number, live=False).save_revision()
    return issue


def order(issue):
    return [(one.draft.title, one.page_number) for one in planning.planned_issue(issue.pk).articles]


def test_an_article_is_dragged_to_another_place(page, issue, log_in):
    log_in(EDITORS)
    page.goto(reverse("magazine_planning"), wait_until="networkidle")
    rows = page.locator("[data-plan] [data-article]")
    with page.expect_navigation():
        rows.nth(2).drag_to(rows.nth(0), source_position={"x": 20, "y": 10}, target_position={"x": 20, "y": 4})
    assert order(issue) == [("Kompass", 4), ("Tagebuch", 8), ("Recht", 12)]


def test_an_article_is_moved_with_the_keyboard(page, issue, log_in):
    log_in(EDITORS)
    page.goto(reverse("magazine_planning"), wait_until="networkidle")
    button = page.locator("[data-article]").nth(0).get_by_role("button").nth(1)
    button.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert order(issue) == [("Recht", 4), ("Tagebuch", 8), ("Kompass", 12)]


def test_topics_are_narrowed_down_by_typing_and_those_ticked_stay(page, log_in):
    for label in ("Beschwerden", "Kündigung", "Zuhören"):
        factories.TopicFactory(label_de=label)
    story = factories.StoryPageFactory(topics=["Zuhören"])
    log_in(CHIEFS)
    page.goto(reverse("wagtailadmin_pages:edit", args=[story.pk]), wait_until="networkidle")
    page.fill("[data-topics-filter]", "kundig")
    shown = page.locator("[data-words]:visible").all_inner_texts()
    assert [label.strip() for label in shown] == ["Kündigung", "Zuhören"]


@pytest.mark.parametrize("block", ["paragraph", "heading", "picture", "quote", "question", "lesson", "verdict"])
def test_each_block_shows_what_it_will_look_like(page, log_in, block):
    from editorial.blocks import BodyBlock
    from editorial.models import ReadablePage

    body: BodyBlock = ReadablePage._meta.get_field("body").stream_block
    log_in(EDITORS)
    answer = page.goto(f"{reverse('wagtailadmin_block_preview')}?id={body.child_blocks[block].definition_prefix}")
    assert answer.status == 200
    assert page.locator(".block-preview").inner_text().strip()
