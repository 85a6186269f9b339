"""A published wording is proof: it is superseded, never changed, whichever way somebody tries."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from subscribers.models import Wording
from tests.factories import PurposeFactory


@pytest.fixture
def draft(brief):
    return Wording.objects.create(purpose=brief, language="de", version=2, text="Ja, neu.", published_at=None)


@pytest.mark.parametrize("column", ["text", "yes_means", "no_means", "language"])
def test_the_database_itself_refuses_to_change_a_published_wording(brief, column):
    with (
        pytest.raises(DatabaseError, match="published wording"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE subscribers_wording SET {column} = 'xx'")  # noqa: S608
    assert brief.wording("de").text == "Ja zu Brief."


def test_the_database_refuses_to_take_a_publication_back(brief):
    with pytest.raises(DatabaseError, match="published wording"), transaction.atomic():
        Wording.objects.filter(purpose=brief).update(published_at=None)
    assert brief.wording("de").text == "Ja zu Brief."


def test_the_database_refuses_to_delete_a_published_wording(brief):
    with pytest.raises(DatabaseError, match="published wording"), transaction.atomic():
        Wording.objects.filter(purpose=brief).delete()
    assert brief.wording("de")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite knows no TRUNCATE.")
def test_wordings_cannot_be_emptied_at_one_stroke(brief):
    # Checks that wait for the end of the transaction would refuse it, too; they are done first.
    connection.check_constraints()
    with (
        pytest.raises(DatabaseError, match="published wording"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("TRUNCATE subscribers_wording CASCADE")
    assert brief.wording("de")


def test_a_draft_is_changed_published_and_deleted_as_one_likes(brief, draft):
    other = Wording.objects.create(purpose=brief, language="de", version=3, text="Nein.", published_at=None)
    other.delete()
    draft.text = "Ja, ganz neu."
    draft.published_at = timezone.now()
    draft.save()
    assert brief.wording("de").text == "Ja, ganz neu."
    with pytest.raises(ValidationError):
        draft.save()


def test_a_draft_cannot_move_to_a_language_where_its_number_is_taken(admin_client, home, brief, draft):
    for version in (1, 2):
        Wording.objects.create(purpose=brief, language="en", version=version, text="Yes.")
    fields = {"purpose": brief.pk, "language": "en", "text": "Yes, anew.", "yes_means": "", "no_means": ""}
    answer = admin_client.post(reverse("wordings:edit", args=[draft.pk]), fields)
    assert answer.status_code == 200
    assert "language" in answer.context["form"].errors
    draft.refresh_from_db()
    assert (draft.language, draft.text) == ("de", "Ja, neu.")


def test_a_draft_cannot_move_to_a_purpose_where_its_number_is_taken(admin_client, home, draft):
    monthly = PurposeFactory(key="monatsbrief")
    Wording.objects.create(purpose=monthly, language="de", version=2, text="Ja, monatlich.")
    fields = {"purpose": monthly.pk, "language": "de", "text": "Ja.", "yes_means": "", "no_means": ""}
    assert admin_client.post(reverse("wordings:edit", args=[draft.pk]), fields).status_code == 200
    draft.refresh_from_db()
    assert draft.purpose != monthly


def test_a_wording_is_called_by_its_purpose_version_and_language(admin_client, home, brief, draft):
    assert str(draft) == f"{brief.label}, Fassung {draft.version} (Deutsch)"
    page = admin_client.get(reverse("wordings:index")).content.decode()
    assert str(draft) in page


def test_a_published_wording_offers_no_button_that_would_be_refused(admin_client, home, brief):
    fields = {
        "purpose": brief.pk,
        "language": "de",
        "text": "Ja.",
        "yes_means": "",
        "no_means": "",
        "publish": "on",
    }
    page = admin_client.post(reverse("wordings:add"), fields, follow=True)
    newest = Wording.objects.latest("pk")
    assert newest.published_at
    assert reverse("wordings:edit", args=[newest.pk]) not in page.content.decode()


def test_a_draft_can_be_edited_from_the_page_that_shows_it(admin_client, home, brief):
    fields = {"purpose": brief.pk, "language": "de", "text": "Ja.", "yes_means": "", "no_means": ""}
    page = admin_client.post(reverse("wordings:add"), fields, follow=True)
    assert reverse("wordings:edit", args=[Wording.objects.latest("pk").pk]) in page.content.decode()
