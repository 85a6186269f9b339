"""A restored backup forgets again whoever was erased since it was made (privacy.md line 11)."""

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from subscribers.models import ConsentEvent, Receipt, SignUp, Subscriber, SuppressedAddress
from subscribers.services import erasure, suppression
from tests.factories import SubscriberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def erasures(settings, tmp_path):
    settings.ERASURES_FILE = tmp_path / "erasures.log"
    settings.OUTBOX_DIR = tmp_path / "outbox"
    return settings.ERASURES_FILE


@pytest.fixture
def restored(bruno):
    """Ada was erased; a backup from the day before brings her back."""
    yesterday = timezone.now() - timedelta(days=1)
    ada = SubscriberFactory(email="ada@example.org", confirmed_at=yesterday, consents=["brief"])
    before = vars(ada).copy()
    erasure.erase(ada, via="preferences")
    Receipt.objects.all().delete()
    SuppressedAddress.objects.all().delete()
    before.pop("_state")
    return Subscriber.objects.create(**before)


def replay(**options):
    out, err = io.StringIO(), io.StringIO()
    call_command("replay_erasures", stdout=out, stderr=err, **options)
    return out.getvalue() + err.getvalue()


def test_whoever_was_erased_is_erased_again_without_a_second_mail(restored, outbox):
    assert "1 readers" in replay()
    assert not Subscriber.objects.filter(email="ada@example.org").exists()
    assert Subscriber.objects.filter(email="bruno@example.org").exists()
    assert not Receipt.objects.exists()
    assert not outbox


def test_the_suppression_list_is_made_again(restored):
    replay()
    assert suppression.find("ada@example.org").reason == SuppressedAddress.Reason.ERASED
    assert SuppressedAddress.objects.count() == 1


def test_the_address_of_a_reader_who_is_not_even_in_the_backup_is_suppressed_again(restored):
    Subscriber.objects.filter(pk=restored.pk).delete()
    assert "1 entries" in replay()
    assert suppression.find("ada@example.org")


def test_a_dry_run_says_the_same_and_changes_nothing(restored):
    events = ConsentEvent.objects.count()
    assert "1 readers and 0 other addresses would be erased again" in replay(dry_run=True)
    assert Subscriber.objects.filter(email="ada@example.org").exists()
    assert ConsentEvent.objects.count() == events
    assert not SuppressedAddress.objects.exists()


def test_a_reader_who_came_back_by_a_new_double_opt_in_stays(restored):
    Subscriber.objects.filter(pk=restored.pk).update(confirmed_at=timezone.now())
    replay()
    assert Subscriber.objects.filter(email="ada@example.org").exists()
    assert not suppression.find("ada@example.org")


def test_a_backup_from_before_a_change_of_address_finds_the_person_by_the_pseudonym(restored):
    Subscriber.objects.filter(pk=restored.pk).update(email="ada.alt@example.org")
    replay()
    assert not Subscriber.objects.filter(email="ada.alt@example.org").exists()
    assert suppression.find("ada.alt@example.org")


def test_a_sign_up_from_before_the_erasure_goes_and_a_later_one_stays(restored):
    Subscriber.objects.filter(pk=restored.pk).delete()
    SignUp.objects.create(email="ada@example.org", requested_at=timezone.now() - timedelta(days=2))
    assert "1 other addresses" in replay()
    assert not SignUp.objects.exists()
    SignUp.objects.create(email="ada@example.org")
    replay()
    assert SignUp.objects.exists()


def test_it_may_be_run_again(restored, erasures):
    lines = erasures.read_text()
    replay()
    assert "0 readers and 0 other addresses erased again, 0 entries" in replay()
    assert erasures.read_text() == lines


def test_it_finds_erasures_that_were_noted_with_an_older_key(restored, settings):
    settings.SUPPRESSION_KEYS = ["new", settings.SECRET_KEY]
    replay()
    assert not Subscriber.objects.filter(email="ada@example.org").exists()
    assert suppression.find("ada@example.org").key == suppression.digests("x")[0][1]


def test_lines_that_nobody_can_look_up_any_more_are_named(restored, settings):
    settings.SUPPRESSION_KEYS = ["quite new"]
    assert "keys that are not set" in replay()
    assert Subscriber.objects.filter(email="ada@example.org").exists()


def test_a_torn_line_is_passed_over_and_swallows_nothing(restored, erasures, bruno):
    with erasures.open("a") as file:
        file.write("2026-11-22T03:00:00+00:00 0f3a")
    erasure.erase(bruno, via="desk", receipt=False)
    assert "1 lines could not be read" in replay()
    assert not Subscriber.objects.exists()


def test_a_file_that_is_not_there_is_named(erasures):
    with pytest.raises(CommandError, match=r"There is no file .*erasures\.log"):
        replay()
