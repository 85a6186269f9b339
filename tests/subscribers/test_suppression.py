"""The suppression list: keyed hashes of addresses that get no mail, and the rotation of the keys (item 7)."""

import io

import pytest
from django.core.management import call_command
from django.db import IntegrityError
from django.urls import reverse

from subscribers.checks import the_suppression_list_has_keys_of_its_own
from subscribers.models import AskedAddress, SuppressedAddress
from subscribers.services import suppression

pytestmark = pytest.mark.django_db

Reason = SuppressedAddress.Reason


def rotate(settings, *keys):
    settings.SUPPRESSION_KEYS = list(keys)


def test_the_list_holds_no_address():
    entry = suppression.suppress("ada@example.org", Reason.ERASED)
    assert not [value for value in vars(entry).values() if "ada" in str(value)]
    assert len(entry.digest) == 64


def test_an_address_is_found_in_any_spelling():
    suppression.suppress(" Ada@Example.org", Reason.BOUNCED)
    assert suppression.suppressed(["ada@example.org", "bruno@example.org"]) == {"ada@example.org"}


def test_an_address_stands_on_it_once_and_an_erasure_stays_an_erasure():
    suppression.suppress("ada@example.org", Reason.BOUNCED)
    suppression.suppress("ada@example.org", Reason.ERASED)
    suppression.suppress("ada@example.org", Reason.COMPLAINED)
    assert SuppressedAddress.objects.get().reason == Reason.ERASED


def test_a_complaint_is_not_forgotten_over_a_bounce():
    suppression.suppress("ada@example.org", Reason.BOUNCED)
    suppression.suppress("ada@example.org", Reason.COMPLAINED)
    suppression.suppress("ada@example.org", Reason.BOUNCED)
    assert SuppressedAddress.objects.get().reason == Reason.COMPLAINED


def test_a_key_that_only_asked_addresses_name_is_counted_too(settings):
    rotate(settings, "old")
    [(digest, key)] = suppression.digests("ada@example.org")
    AskedAddress.objects.create(digest=digest, key=key)
    rotate(settings, "new", "old")
    assert {use.state: use.count for use in suppression.keys_in_use()} == {"current": 0, "older": 1}


def test_whoever_comes_back_leaves_the_list():
    suppression.suppress("ada@example.org", Reason.ERASED)
    assert suppression.lift("ada@example.org") == 1
    assert not suppression.find("ada@example.org")


def test_a_new_key_still_finds_the_entries_of_the_old_one_and_moves_them(settings):
    rotate(settings, "old")
    before = suppression.suppress("ada@example.org", Reason.ERASED)
    rotate(settings, "new", "old")
    assert suppression.suppressed(["ada@example.org"]) == {"ada@example.org"}
    moved = suppression.find("ada@example.org")
    assert (moved.pk, moved.reason, moved.at) == (before.pk, Reason.ERASED, before.at)
    assert moved.digest != before.digest
    rotate(settings, "new")
    assert suppression.find("ada@example.org")


def test_an_old_key_is_lifted_and_never_doubled(settings):
    rotate(settings, "old")
    suppression.suppress("ada@example.org", Reason.COMPLAINED)
    rotate(settings, "new", "old")
    suppression.suppress("ada@example.org", Reason.ERASED)
    assert SuppressedAddress.objects.count() == 1
    assert suppression.lift("ada@example.org") == 1


def test_two_entries_of_one_address_become_one(settings):
    """A replayed erasure may bring back the entry of an old key beside that of the new one."""
    rotate(settings, "new", "old")
    for digest, key in suppression.digests("ada@example.org"):
        SuppressedAddress.objects.create(digest=digest, key=key, reason=Reason.ERASED)
    try:
        assert suppression.find("ada@example.org").key == suppression.digests("x")[0][1]
    except IntegrityError:
        pytest.fail("The two were not told apart.")
    assert SuppressedAddress.objects.count() == 1


def test_a_dropped_key_forgets_its_entries_and_the_command_says_so(settings):
    rotate(settings, "old")
    suppression.suppress("ada@example.org", Reason.ERASED)
    rotate(settings, "new")
    assert not suppression.find("ada@example.org")
    assert {use.state: use.count for use in suppression.keys_in_use()} == {"current": 0, "missing": 1}
    out = io.StringIO()
    call_command("suppression_keys", stdout=out)
    assert "missing" in out.getvalue()
    assert "To rotate" in out.getvalue()


def test_without_keys_of_its_own_the_list_hangs_on_the_secret_key(settings):
    rotate(settings)
    suppression.suppress("ada@example.org", Reason.ERASED)
    settings.SUPPRESSION_KEYS = [settings.SECRET_KEY]
    assert suppression.find("ada@example.org")
    assert the_suppression_list_has_keys_of_its_own() == []
    rotate(settings)
    [warning] = the_suppression_list_has_keys_of_its_own()
    assert warning.id == "subscribers.W002"


@pytest.fixture
def listed():
    suppression.suppress("ada@example.org", Reason.ERASED)
    suppression.suppress("bruno@example.org", Reason.BOUNCED)
    return reverse("suppression:index")


def test_the_admin_shows_counts_and_no_address(admin_client, listed):
    page = admin_client.get(listed).content.decode()
    assert "auf Wunsch" in page or "at the reader’s wish" in page
    assert "example.org" not in page
    assert suppression.digests("x")[0][1] in page


@pytest.mark.parametrize(("address", "found"), [("Ada@example.org", True), ("clara@example.org", False)])
def test_the_admin_answers_whether_an_address_is_on_the_list_and_stores_nothing(
    admin_client, listed, address, found
):
    before = set(SuppressedAddress.objects.values_list("digest", "key"))
    response = admin_client.post(listed, {"address": address})
    assert (response.context["entry"] is not None) is found
    assert response.context["asked"]
    assert "no-store" in response["Cache-Control"]
    assert set(SuppressedAddress.objects.values_list("digest", "key")) == before


def test_looking_does_not_even_move_an_entry_to_the_new_key(admin_client, listed, settings):
    rotate(settings, "new", settings.SECRET_KEY)
    before = set(SuppressedAddress.objects.values_list("digest", "key"))
    assert admin_client.post(listed, {"address": "ada@example.org"}).context["entry"]
    assert set(SuppressedAddress.objects.values_list("digest", "key")) == before


def test_the_list_is_not_for_everybody(client, listed, member_of):
    client.force_login(member_of("Marketers"))
    assert client.get(listed).status_code == 302
    client.force_login(member_of("Editors in chief"))
    assert client.get(listed).status_code == 200
