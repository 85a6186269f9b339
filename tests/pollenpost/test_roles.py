"""What each role does, how it comes by its rights, and how a text goes from its author to publication."""

import importlib
import logging

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse
from pollenpost import roles
from pollenpost.models import GivenRight
from wagtail.models import GroupApprovalTask, GroupPagePermission, Page, Workflow, WorkflowPage, WorkflowTask

from editorial.models import ReadablePage
from newsletters.models import Edition
from tests import factories
from tests.pollenpost.staff import EVERYBODY, A, C, E, M

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_only_the_editor_in_chief_publishes(client, house, person, role):
    client.force_login(person(role))
    article = house["article"]
    client.post(
        reverse("wagtailadmin_pages:edit", args=[article.pk]),
        {
            "title": "Überrumpelt",
            "slug": article.slug,
            "action-publish": "1",
            "body-count": "0",
            "bylines-TOTAL_FORMS": "0",
            "bylines-INITIAL_FORMS": "0",
            "published_on": "2026-11-22",
            "editors_weight": 2,
            "format": "article",
            "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0",
        },
    )
    article.refresh_from_db()
    assert article.live is (role == C)


@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_only_the_editor_in_chief_sends(client, house, publisher, person, role):
    client.force_login(person(role))
    client.post(reverse("newsletters_release", args=[house["edition"].pk]), {"action": "release"})
    assert (Edition.objects.get().state != Edition.State.DRAFT) is (role == C)


def test_an_author_changes_only_what_is_their_own(client, house, person):
    author = person(A)
    client.force_login(author)
    own = factories.ArticlePageFactory(parent=house["issue"], live=False, owner=author)
    assert client.get(reverse("wagtailadmin_pages:edit", args=[own.pk])).status_code == 200
    page = client.get(reverse("magazine_planning")).content.decode()
    assert reverse("wagtailadmin_pages:edit", args=[own.pk]) in page
    assert reverse("wagtailadmin_pages:edit", args=[house["article"].pk]) not in page
    assert "data-plan" in page
    assert "pp-moves" not in page


def test_an_author_cannot_make_an_issue_but_is_told_what_to_do(client, house, person):
    client.force_login(person(A))
    add = reverse("wagtailadmin_pages:add", args=["magazine", "issuepage", house["magazine"].pk])
    page = client.get(add, follow=True).content.decode()
    assert "Solche Seiten legt die Redaktion an." in page or "Only editors make this kind of page." in page


# --- Given once --------------------------------------------------------------------------------------


def test_every_right_that_a_role_names_exists():
    for role in roles.ROLES.values():
        roles.find_permissions(role.permissions)


def test_migrating_gives_every_role_its_rights():
    for name, role in roles.ROLES.items():
        group = Group.objects.get(name=name)
        assert set(roles.find_permissions(role.permissions)) <= set(group.permissions.all())
        assert group.page_permissions.count() == len(role.pages)
        assert group.collection_permissions.count() == len(role.media)


def test_a_second_time_nothing_changes():
    before = list(Group.objects.values_list("name", "permissions", "page_permissions", "collection_permissions"))
    roles.install_roles()
    call_command("migrate", verbosity=0)
    after = list(Group.objects.values_list("name", "permissions", "page_permissions", "collection_permissions"))
    assert sorted(map(str, after)) == sorted(map(str, before))


def test_what_an_operator_gave_stays_and_what_they_took_stays_away():
    editors = Group.objects.get(name=E)
    [given, taken] = roles.find_permissions(["auth.view_user", "newsletters.add_edition"])
    editors.permissions.add(given)
    editors.permissions.remove(taken)
    roles.install_roles()
    assert editors.permissions.filter(pk=given.pk).exists()
    assert not editors.permissions.filter(pk=taken.pk).exists()


def test_a_role_that_was_deleted_is_not_made_again():
    Group.objects.get(name=M).delete()
    roles.install_roles()
    assert not Group.objects.filter(name=M).exists()


def test_a_right_that_does_not_exist_yet_is_named_and_given_the_next_time(monkeypatch, caplog):
    late = roles.Role([*roles.ROLES[M].permissions, "segments.fly_segments"])
    monkeypatch.setitem(roles.ROLES, M, late)
    with caplog.at_level(logging.WARNING):
        roles.install_roles()
    assert "segments.fly_segments" in caplog.text
    assert not GivenRight.objects.filter(role=M, right="segments.fly_segments").exists()


# --- From Wagtail's own groups -----------------------------------------------------------------------


def as_wagtail_begins():
    """Groups and workflow as they were before: Moderators, and a workflow of one step at the root."""
    Workflow.objects.all().delete()
    GroupApprovalTask.objects.all().delete()
    Group.objects.filter(name=C).update(name="Moderators")
    moderators, root = Group.objects.get(name="Moderators"), Page.objects.get(depth=1)
    task = GroupApprovalTask.objects.create(name="Moderators approval")
    task.groups.add(moderators)
    workflow = Workflow.objects.create(name="Moderators approval")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=root)
    return moderators


def migrate_again():
    migration = importlib.import_module("pollenpost.migrations.0002_moderators_become_editors_in_chief")
    migration.rename_moderators(apps, None)
    migration.install_workflow(apps, None)


def steps():
    workflow = WorkflowPage.objects.get().workflow
    return workflow.name, [sorted(g.name for g in task.specific.groups.all()) for task in workflow.tasks]


def test_moderators_become_editors_in_chief_with_members_and_rights(django_user_model):
    moderators = as_wagtail_begins()
    henrike = django_user_model.objects.create_user("henrike")
    henrike.groups.add(moderators)
    rights = moderators.permissions.count()
    migrate_again()
    [chiefs] = henrike.groups.all()
    assert (chiefs.name, chiefs.permissions.count()) == (C, rights)
    assert not Group.objects.filter(name="Moderators").exists()


def test_moderators_join_editors_in_chief_that_somebody_had_made(django_user_model):
    moderators = as_wagtail_begins()
    henrike = django_user_model.objects.create_user("henrike")
    henrike.groups.add(moderators)
    made = Group.objects.create(name=C)
    migrate_again()
    assert set(henrike.groups.all()) == {made}
    assert GroupPagePermission.objects.filter(group=made).count() == len(roles.ROLES[C].pages)
    assert steps() == ("Redaktion", [sorted([E, C]), [C]])


def test_wagtails_workflow_gets_a_first_step_and_none_is_doubled():
    as_wagtail_begins()
    migrate_again()
    migrate_again()
    assert steps() == ("Redaktion", [sorted([E, C]), [C]])
    assert (Workflow.objects.count(), GroupApprovalTask.objects.count()) == (1, 2)


def test_a_workflow_that_somebody_changed_is_left_alone():
    as_wagtail_begins()
    Workflow.objects.update(name="Vier Augen")
    migrate_again()
    assert WorkflowPage.objects.get().workflow.name == "Vier Augen"


# --- The way of a text -------------------------------------------------------------------------------


def step(client, page, action, comment=""):
    state = ReadablePage.objects.get(pk=page.pk).current_workflow_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.current_task_state.pk])
    return client.post(url, {"comment": comment})


@pytest.fixture
def story(home, person, client, django_capture_on_commit_callbacks):
    """Submitted by its author."""
    story = factories.StoryPageFactory(title="Zur Freigabe", live=False, owner=person(A))
    story.save_revision(user=person(A))
    person(E), person(C)
    with django_capture_on_commit_callbacks(execute=True):
        story.get_workflow().start(story, person(A))
    return story


def test_a_text_goes_from_its_author_by_an_editor_to_the_editor_in_chief(client, story, person):
    client.force_login(person(A))
    step(client, story, "approve")
    client.force_login(person(E))
    step(client, story, "approve")
    assert not ReadablePage.objects.get(pk=story.pk).live
    step(client, story, "approve")
    assert not ReadablePage.objects.get(pk=story.pk).live
    client.force_login(person(C))
    step(client, story, "approve")
    assert ReadablePage.objects.get(pk=story.pk).live
    assert client.get(story.url).status_code == 200


def test_a_text_that_is_sent_back_returns_to_its_author_with_the_comment(
    client, story, person, outbox, django_capture_on_commit_callbacks
):
    outbox.clear()
    client.force_login(person(E))
    with django_capture_on_commit_callbacks(execute=True):
        step(client, story, "reject", comment="Der Schluss fehlt.")
    state = ReadablePage.objects.get(pk=story.pk).current_workflow_state
    assert state.status == state.STATUS_NEEDS_CHANGES
    client.force_login(person(A))
    page = client.get(reverse("wagtailadmin_pages:edit", args=[story.pk])).content.decode()
    assert "Der Schluss fehlt." in page
    [mail] = outbox
    assert mail.to == [person(A).email]
    assert "Der Schluss fehlt." in mail.body


def test_whoever_has_to_approve_next_is_told_by_mail_in_german(story, person, outbox):
    told = {mail.to[0]: mail for mail in outbox}
    assert person(E).email in told
    mail = told[person(E).email]
    assert "Zur Freigabe" in mail.subject + mail.body
    assert "genehmig" in (mail.subject + mail.body).lower() or "freigabe" in mail.subject.lower()
    assert "/admin/pages/" in mail.body


def test_a_mail_that_fails_leaves_no_address_in_the_log(
    home, person, settings, caplog, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = "tests.pollenpost.test_roles.RefusingBackend"
    story = factories.StoryPageFactory(live=False, owner=person(A))
    story.save_revision(user=person(A))
    person(E)
    with django_capture_on_commit_callbacks(execute=True):
        story.get_workflow().start(story, person(A))
    assert "pollenpost.example" not in caplog.text


class RefusingBackend:
    """A mail server that names the address it refuses, as they do."""

    def __init__(self, *args, **kwargs):
        pass

    def open(self):
        return True

    def close(self):
        pass

    def send_messages(self, messages):
        raise OSError(f"550 no such user: {messages[0].to[0]}")
