"""Drafts, previews, scheduling and moderation work for every kind of page."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from editorial import tasks
from editorial.models import ReadablePage
from tests import factories

pytestmark = pytest.mark.django_db

KINDS = [
    factories.IssuePageFactory,
    factories.ArticlePageFactory,
    factories.StoryPageFactory,
    factories.EpisodePageFactory,
    factories.PostcardPageFactory,
]


@pytest.fixture
def staff(django_user_model):
    """A helper who may write, and an editor in chief who may publish."""

    def make(name, *groups):
        user = django_user_model.objects.create_user(name, f"{name}@pollenpost.example", "geheim")
        user.groups.set(Group.objects.filter(name__in=groups))
        return user

    return {"helper": make("helper", "Authors"), "chief": make("chief", "Editors in chief")}


@pytest.mark.parametrize("factory", KINDS, ids=lambda kind: kind.__name__)
def test_every_kind_of_page_can_be_seen_and_previewed(client, factory):
    page = factory(title="Zwei Minuten am Kai")
    assert "Zwei Minuten am Kai" in client.get(page.url).content.decode()
    preview = page.make_preview_request()
    assert preview.status_code == 200
    assert "Zwei Minuten am Kai" in preview.render().content.decode()


@pytest.mark.parametrize("factory", KINDS, ids=lambda kind: kind.__name__)
def test_every_kind_of_page_opens_in_the_editor(admin_client, factory):
    page = factory()
    response = admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert response.status_code == 200


def test_a_draft_is_not_public(client):
    story = factories.StoryPageFactory(title="Noch nicht fertig", live=False)
    assert client.get(story.url).status_code == 404
    assert "Noch nicht fertig" not in client.get(story.get_parent().url).content.decode()


def test_a_change_that_is_not_published_stays_a_draft(client):
    story = factories.StoryPageFactory(title="Alter Titel")
    story.title = "Neuer Titel"
    story.save_revision()
    page = client.get(story.url).content.decode()
    assert "Alter Titel" in page
    assert "Neuer Titel" not in page


def test_a_scheduled_page_appears_at_its_hour_by_the_beat_task(client):
    story = factories.StoryPageFactory(live=False)
    story.go_live_at = timezone.now() + timedelta(hours=2)
    story.save_revision().publish()
    tasks.publish_scheduled_pages()
    assert client.get(story.url).status_code == 404
    with time_machine.travel(timezone.now() + timedelta(hours=3)):
        tasks.publish_scheduled_pages()
        assert client.get(story.url).status_code == 200


def test_a_helper_submits_and_the_chief_publishes(client, staff):
    story = factories.StoryPageFactory(title="Zur Freigabe", live=False, owner=staff["helper"])
    story.save_revision(user=staff["helper"])
    client.force_login(staff["helper"])
    edit = reverse("wagtailadmin_pages:edit", args=[story.pk])
    assert 'name="action-publish"' not in client.get(edit).content.decode()
    workflow = story.get_workflow()
    workflow.start(story, staff["helper"])

    client.force_login(staff["chief"])
    for _step in ("as an editor", "as editor in chief"):
        state = ReadablePage.objects.get(pk=story.pk).current_workflow_state
        url = reverse(
            "wagtailadmin_pages:workflow_action", args=[story.pk, "approve", state.current_task_state.pk]
        )
        client.post(url, {"comment": "Schön geworden."})
    assert ReadablePage.objects.live().filter(pk=story.pk).exists()
    assert client.get(story.url).status_code == 200


def test_a_helper_cannot_approve_their_own_page(client, staff):
    story = factories.StoryPageFactory(live=False)
    story.save_revision(user=staff["helper"])
    story.get_workflow().start(story, staff["helper"])
    client.force_login(staff["helper"])
    task = story.current_workflow_state.current_task_state
    client.post(reverse("wagtailadmin_pages:workflow_action", args=[story.pk, "approve", task.pk]))
    assert not ReadablePage.objects.live().filter(pk=story.pk).exists()
