"""Inactive readers are asked once, then let go (privacy.md line 14)."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from pollen.models import Grain
from subscribers.models import ConsentEvent, Subscriber, SuppressedAddress
from subscribers.services import consent, inactive, leaving, retaining, suppression, tokens
from tests.factories import StoryPageFactory, SubscriberFactory

pytestmark = pytest.mark.django_db


def ago(days):
    return timezone.now() - timedelta(days=days)


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.ERASURES_FILE = tmp_path / "erasures.log"
    settings.OUTBOX_DIR = tmp_path / "outbox"


def silent(reader, days=731, **fields):
    Subscriber.objects.filter(pk=reader.pk).update(last_sign_at=ago(days), confirmed_at=ago(days), **fields)
    reader.refresh_from_db()
    return reader


@pytest.fixture
def keep(worker):
    """One pass of the rules, with a worker that works at once."""

    def run():
        with worker():
            retaining.run()

    return run


def test_a_reader_of_whom_nothing_was_heard_is_asked_once(bruno, keep, outbox):
    silent(bruno)
    keep()
    keep()
    [mail] = outbox
    assert mail.to == ["bruno@example.org"]
    assert "Brief" in mail.body
    bruno.refresh_from_db()
    assert bruno.asked_to_stay_at


def test_whoever_gave_a_sign_is_not_asked(bruno, keep, outbox):
    silent(bruno, days=729)
    keep()
    assert not outbox


def test_reading_is_a_sign_where_it_may_be_known(ada, keep, outbox):
    silent(ada)
    Grain.objects.create(
        subscriber=ada, readable=StoryPageFactory(), kind="read", weight=1, day=timezone.localdate(), folded=True
    )
    keep()
    assert not outbox


def test_one_click_keeps_everything(bruno, keep, outbox, client):
    silent(bruno)
    keep()
    path = re.search(r"http://testserver(/\S*bleiben/\S+)", outbox[0].body)[1]
    assert client.get(path).status_code == 200
    bruno.refresh_from_db()
    assert bruno.asked_to_stay_at, "a scanner that opens the link answers nothing"
    assert "Brief" in client.post(path, {"answer": "stay"}).content.decode()
    bruno.refresh_from_db()
    assert bruno.asked_to_stay_at is None
    assert bruno.last_sign_at > ago(1)
    assert consent.stands(bruno.subject, "brief")


def test_the_page_shows_nothing_of_the_person(bruno, client):
    page = client.get(reverse("subscribers:stay", args=[tokens.for_staying(bruno.subject)])).content.decode()
    assert "bruno" not in page.lower()


def test_the_same_link_ends_everything(bruno, client):
    client.post(reverse("subscribers:stay", args=[tokens.for_staying(bruno.subject)]), {"answer": "leave"})
    assert not consent.stands(bruno.subject, "brief")
    assert Subscriber.objects.filter(pk=bruno.pk).exists()


def test_a_link_of_another_kind_opens_nothing(bruno, client):
    token = tokens.for_preferences(bruno)
    assert client.get(reverse("subscribers:stay", args=[token])).status_code == 404


def test_without_an_answer_the_consents_end_and_the_reader_is_let_go(bruno, keep, outbox):
    silent(bruno, asked_to_stay_at=ago(61))
    keep()
    assert not Subscriber.objects.filter(pk=bruno.pk).exists()
    last = ConsentEvent.objects.filter(subject=bruno.subject).latest("position")
    assert (last.kind, last.evidence) == ("expired", {"form": "retention"})
    assert suppression.find("bruno@example.org").reason == SuppressedAddress.Reason.LET_GO
    assert [mail.to for mail in outbox] == [["bruno@example.org"]]


def test_there_is_time_to_answer(bruno, keep):
    silent(bruno, asked_to_stay_at=ago(59))
    keep()
    assert Subscriber.objects.filter(pk=bruno.pk).exists()


def test_whoever_answers_at_the_last_moment_stays(bruno, keep):
    silent(bruno, asked_to_stay_at=ago(61))
    due = list(inactive.to_let_go())
    inactive.stay(bruno.subject)
    assert due == [bruno]
    assert not inactive._let_go(bruno.pk)
    assert Subscriber.objects.filter(pk=bruno.pk).exists()


def test_after_the_time_the_link_says_that_it_is_over(bruno, client):
    path = reverse("subscribers:stay", args=[tokens.for_staying(bruno.subject)])
    Subscriber.objects.filter(pk=bruno.pk).delete()
    assert client.get(path).status_code == 410
    assert client.post(path, {"answer": "stay"}).status_code == 410


@pytest.mark.parametrize(
    "fields", [{"restricted_at": ago(1)}, {"paused_until": timezone.localdate() + timedelta(9)}]
)
def test_a_pause_and_a_restriction_are_left_alone(bruno, keep, outbox, fields):
    silent(bruno, asked_to_stay_at=ago(61), **fields)
    keep()
    assert Subscriber.objects.filter(pk=bruno.pk).exists()
    assert not outbox


def test_whoever_cannot_be_reached_is_let_go_unasked_and_not_mailed(bruno, keep, outbox):
    silent(bruno, days=800, unreachable_at=ago(100))
    keep()
    assert not Subscriber.objects.filter(pk=bruno.pk).exists()
    assert not outbox


def test_a_mail_that_cannot_leave_is_tried_again_and_the_time_does_not_run(bruno, keep, monkeypatch, outbox):
    def defer(*_args):
        raise inactive.mail.MailDeferred("451")

    silent(bruno)
    with monkeypatch.context() as patch:
        patch.setattr(inactive.mail, "send_mail", defer)
        keep()
    bruno.refresh_from_db()
    assert bruno.asked_to_stay_at is None
    keep()
    assert len(outbox) == 1


def test_two_workers_ask_once(bruno, outbox):
    silent(bruno, stay_claimed_at=timezone.now())
    assert not inactive.ask(bruno.pk)
    assert not outbox


def test_whoever_left_everything_is_not_written_to_and_goes_after_a_while(bruno, keep, outbox):
    consent.withdraw(bruno.subject, consent.Purpose.objects.get(key="brief"))
    silent(bruno)
    keep()
    assert Subscriber.objects.filter(pk=bruno.pk).exists(), "who left today may have slipped"
    gone = SubscriberFactory(email="emil@example.org")
    silent(gone, days=91)
    keep()
    assert not Subscriber.objects.filter(pk=gone.pk).exists()
    assert not outbox


def test_whoever_makes_a_pause_has_answered_the_question(bruno):
    silent(bruno, asked_to_stay_at=ago(10))
    leaving.pause(bruno.subject, timezone.localdate() + timedelta(days=28))
    bruno.refresh_from_db()
    assert bruno.asked_to_stay_at is None


def test_a_question_from_before_the_last_sign_of_life_lets_nobody_go(bruno, keep, outbox):
    silent(bruno, asked_to_stay_at=ago(800))
    keep()
    bruno.refresh_from_db()
    assert bruno.asked_to_stay_at > ago(1), "the question is asked anew"
    assert [mail.to for mail in outbox] == [["bruno@example.org"]]


def test_whoever_read_after_the_question_is_asked_anew_before_being_let_go(ada, keep, outbox):
    """The grain that shows it is deleted long before the next silence is over."""
    silent(ada, asked_to_stay_at=ago(61))
    Grain.objects.create(
        subscriber=ada,
        readable=StoryPageFactory(),
        kind="read",
        weight=1,
        day=timezone.localdate(),
        folded=True,
        at=ago(10),
    )
    keep()
    assert not outbox
    Grain.objects.all().delete()
    keep()
    assert Subscriber.objects.filter(pk=ada.pk).exists()
    assert [mail.to for mail in outbox] == [["ada@example.org"]]
