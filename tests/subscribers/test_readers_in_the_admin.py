import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from subscribers.models import ConsentEvent, Subscriber, Wording
from tests.factories import PurposeFactory, SubscriberFactory


@pytest.fixture
def admin(admin_client, home):
    return admin_client


def test_a_reader_is_shown_with_the_state_and_the_history_of_consent(admin, ada):
    page = admin.get(reverse("readers:inspect", args=[ada.pk]))
    text = page.content.decode()
    assert "Ada Lindgren" in text
    assert [offer.stands for offer in page.context["offers"]] == [True, True]
    assert len(page.context["moments"]) == 2
    assert "/test/" in text


@pytest.mark.parametrize("name", ["add", "edit", "delete"])
@pytest.mark.parametrize("viewset", ["readers", "consent-ledger"])
def test_nobody_enters_readers_or_consents_by_hand(admin, ada, viewset, name):
    pk = ada.pk if viewset == "readers" else ConsentEvent.objects.first().pk
    path = reverse(f"{viewset}:{name}", args=[] if name == "add" else [pk])
    counts = Subscriber.objects.count(), ConsentEvent.objects.count()
    assert admin.post(path, {"email": "x@example.org"}).status_code == 302
    assert (Subscriber.objects.count(), ConsentEvent.objects.count()) == counts
    assert admin.get(path).status_code == 302


def test_the_ledger_is_filtered_by_kind_and_purpose(admin, ada, pollen):
    page = admin.get(reverse("consent-ledger:index"), {"purpose": pollen.pk, "kind": "granted"})
    assert [event.purpose.key for event in page.context["object_list"]] == ["pollen"]
    event = ConsentEvent.objects.first()
    assert "/test/" in admin.get(reverse("consent-ledger:inspect", args=[event.pk])).content.decode()


def test_the_ledger_is_searched_by_pseudonym_and_day(admin, ada, bruno):
    found = admin.get(reverse("consent-ledger:index"), {"subject": str(bruno.subject)}).context["object_list"]
    assert {event.subject for event in found} == {bruno.subject}
    later = admin.get(reverse("consent-ledger:index"), {"at_from": "2199-01-01"}).context["object_list"]
    assert not list(later)


def test_moments_are_told_in_the_time_of_the_house(admin, newsletter):
    with time_machine.travel("2026-07-01T10:00:00Z"):
        emil = SubscriberFactory(email="emil@example.org", consents=["brief"])
    page = admin.get(reverse("readers:inspect", args=[emil.pk])).content.decode()
    assert "1. Juli 2026 12:00" in page
    event = ConsentEvent.objects.get(subject=emil.subject)
    assert "1. Juli 2026 12:00" in admin.get(reverse("consent-ledger:inspect", args=[event.pk])).content.decode()


def test_a_new_version_of_a_wording_is_a_draft_until_it_is_published(admin, db):
    brief = PurposeFactory()
    fields = {"purpose": brief.pk, "language": "de", "text": "Ja, neu.", "yes_means": "", "no_means": ""}
    admin.post(reverse("wordings:add"), fields)
    draft = Wording.objects.get(version=2)
    assert draft.published_at is None
    assert brief.wording("de").version == 1
    assert admin.get(reverse("wordings:edit", args=[draft.pk])).status_code == 200
    admin.post(reverse("wordings:edit", args=[draft.pk]), fields | {"publish": "on", "text": "Ja, ganz neu."})
    assert brief.wording("de").text == "Ja, ganz neu."


def test_a_published_wording_is_only_looked_at(admin, db):
    wording = PurposeFactory().wording("de")
    path = reverse("wordings:edit", args=[wording.pk])
    admin.post(path, {"purpose": wording.purpose_id, "language": "de", "text": "Anders."})
    wording.refresh_from_db()
    assert wording.text == "Ja zu Brief."
    assert path not in admin.get(reverse("wordings:index")).content.decode()
    assert admin.get(reverse("wordings:inspect", args=[wording.pk])).status_code == 200


def test_an_editor_without_the_permission_sees_no_readers(client, django_user_model, home, ada):
    from django.contrib.auth.models import Group

    editor = django_user_model.objects.create_user("edda", password="x")
    editor.groups.add(Group.objects.get(name="Editors"))
    client.force_login(editor)
    assert client.get(reverse("readers:index")).status_code == 302
    assert client.get(reverse("readers:inspect", args=[ada.pk])).status_code == 302


def test_a_full_page_of_the_ledger_takes_no_more_queries_than_a_short_one(
    admin, ada, django_assert_max_num_queries
):
    path = reverse("consent-ledger:index")
    with CaptureQueriesContext(connection) as short:
        admin.get(path)
    for _ in range(15):
        SubscriberFactory(consents=["brief", "pollen"])
    with django_assert_max_num_queries(len(short)):
        page = admin.get(path)
    assert len(page.context["object_list"]) == 20
