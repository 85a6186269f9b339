"""What the forms answer, and do, is the same for addresses that are known and for those that are not."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from subscribers import tasks
from subscribers.models import LinkRequest, SignUp
from subscribers.services import consent, links, signup, suppression
from subscribers.services.signup import Wish

KNOWN, UNKNOWN = "ada@example.org", "eva@example.org"


@pytest.fixture
def ask_for_link(client, shown, publisher):
    def ask(email):
        return client.post(reverse("subscribers:preferences_request"), {"email": email, "shown": shown})

    return ask


def sealed(answer):
    return answer.status_code, answer.content, sorted(answer.items())


@pytest.fixture
def sign_up_only(client, shown, brief):
    """The request alone; no worker is about."""

    def ask(email):
        data = {"email": email, "shown": shown, "wordings": [brief.wording("de").pk]}
        return client.post(reverse("subscribers:signup"), data)

    return ask


@pytest.fixture(params=["sign_up_only", "ask_for_link"])
def ask(request):
    return request.getfixturevalue(request.param)


def statements(ask, email):
    """What the database is asked, with the values left out."""
    with CaptureQueriesContext(connection) as asked:
        ask(email)
    return [re.split(r" VALUES | WHERE |SAVEPOINT ", query["sql"])[0] for query in asked]


def test_the_answers_are_the_same_to_the_byte(ask, ada):
    assert sealed(ask(KNOWN)) == sealed(ask(UNKNOWN))


def test_the_database_is_asked_the_same_and_never_for_a_reader(ask, ada):
    ask(KNOWN)
    known, unknown = statements(ask, KNOWN), statements(ask, UNKNOWN)
    assert known == unknown
    assert not [sql for sql in known if "subscribers_subscriber" in sql or "suppress" in sql]


@pytest.mark.parametrize("email", [KNOWN, UNKNOWN, "gone@example.org"])
def test_each_address_leaves_the_same_behind_for_the_same_task(
    ask, ada, email, django_capture_on_commit_callbacks
):
    suppression.suppress("gone@example.org", suppression.SuppressedAddress.Reason.ERASED)
    with django_capture_on_commit_callbacks() as queued:
        ask(email)
    assert len(queued) == 1
    assert SignUp.objects.count() + LinkRequest.objects.count() == 1


def test_too_many_get_the_usual_answer(sign_up, ada, outbox):
    answers = [sealed(sign_up(email=email)) for email in [KNOWN] * 5 + [UNKNOWN] * 5]
    assert len({answer[:2] for answer in answers}) == 1
    assert len(outbox) == 6
    assert not SignUp.objects.filter(mailed_at=None).exists()


def test_too_many_links_get_the_usual_answer_and_three_mails(ask_for_link, worker, ada, outbox):
    answers = set()
    for _ in range(5):
        with worker():
            answers.add(ask_for_link(KNOWN).content)
    assert len(answers) == 1
    assert len(outbox) == 3
    assert not LinkRequest.objects.exists()


def test_who_is_written_to_is_found_out_by_the_worker(ask_for_link, worker, ada, outbox):
    with worker():
        ask_for_link(UNKNOWN)
    assert not outbox
    with worker():
        ask_for_link("ADA@Example.org")
    assert [letter.to for letter in outbox] == [[KNOWN]]
    assert not LinkRequest.objects.exists()


def test_a_request_whose_task_was_lost_is_answered_by_beat_and_an_old_one_is_forgotten(ada, outbox, worker):
    lost = links.request_link(KNOWN, "de")
    with time_machine.travel(timezone.now() + timedelta(minutes=2)), worker():
        assert links.forgotten_requests() == [lost.pk]
        tasks.resume_link_requests()
    assert len(outbox) == 1
    links.request_link(UNKNOWN, "de")
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        tasks.resume_link_requests()
    assert not LinkRequest.objects.exists()


def test_who_gets_letters_already_gets_a_link_and_the_wish_is_forgotten(sign_up, ada, outbox):
    sign_up(email=KNOWN)
    assert [letter.to for letter in outbox] == [[KNOWN]]
    assert "einstellungen" in outbox[0].body
    assert not SignUp.objects.exists()


def test_a_reader_whose_address_took_no_mail_is_asked_to_confirm_and_gets_letters_again(
    client, sign_up, ada, brief, outbox, link_in
):
    ada.unreachable_at = timezone.now()
    ada.save()
    sign_up(email=KNOWN)
    client.post(link_in(outbox[0]))
    ada.refresh_from_db()
    assert ada.unreachable_at is None
    assert consent.stands(ada.subject, brief)


def test_the_wish_of_an_unknown_address_is_kept_whole(brief, pollen, ada):
    """The row of a known address is no thinner than that of an unknown one."""
    for email in (KNOWN, UNKNOWN):
        signup.request_signup(
            Wish(email=email, wordings=[brief.wording("de"), pollen.wording("de")], form="/brief/")
        )
    known, unknown = SignUp.objects.order_by("pk")
    assert [row.wordings.count() for row in (known, unknown)] == [2, 2]
    assert known.evidence == unknown.evidence
