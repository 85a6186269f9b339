"""Staff are reminded a week before, the day before and after a deadline; once each, and without a name in it."""

from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.utils import timezone
from pollenpost import roles
from wagtail.users.models import UserProfile

from desk import tasks
from desk.models import Case, Reminder
from desk.services import deciding, identity, reminding
from tests.desk.conftest import mails_to


@pytest.fixture
def on(worker):
    """Runs the beat's task on the morning of this day, several times."""

    def on(day):
        with time_machine.travel(timezone.make_aware(datetime.combine(day, time(9)))):
            for _time in range(3):
                with worker():
                    tasks.remind_staff()

    return on


@pytest.fixture
def case(type_in) -> Case:
    return type_in(name="Dora Nissen", text="Was wissen Sie über mich?")


def days_before(case, days):
    return case.due_on - timedelta(days=days)


def test_nobody_is_reminded_before_the_last_week(case, on, outbox):
    on(days_before(case, 8))
    assert not outbox


def test_each_reminder_comes_once(case, on, outbox):
    for days in (7, 6, 3, 1, 0, -1, -2, -10):
        on(days_before(case, days))
    subjects = [mail.subject for mail in mails_to(outbox, "henrike@pollenpost.example")]
    assert len(subjects) == 3
    assert [subject.partition(" ")[0] for subject in subjects] == ["Fällig", "Fällig", "Frist"]
    assert all(case.number in subject for subject in subjects)


def test_what_a_pause_of_the_program_skipped_is_left_out(case, on, outbox):
    on(days_before(case, -3))
    [mail] = outbox
    assert "seit 3 Tagen überschritten" in mail.body


def test_a_reminder_names_no_person(case, on, outbox):
    on(days_before(case, 7))
    [mail] = outbox
    said = mail.body + mail.subject + mail.alternatives[0][0]
    assert "Dora" not in said
    assert "dora@" not in said
    assert f"/admin/cases/inspect/{case.pk}/" in mail.body


def test_on_the_day_itself_it_says_so(case, on, outbox):
    on(days_before(case, 0))
    assert outbox[0].subject.startswith("Heute fällig")


def test_an_extended_deadline_has_reminders_of_its_own(case, on, outbox, henrike):
    on(days_before(case, 7))
    identity.seen(case.pk, henrike, "bekannt")
    deciding.extend(case.pk, henrike, 1, "Es dauert.")
    on(days_before(case, 1))
    assert len(mails_to(outbox, "henrike@pollenpost.example")) == 1
    case.refresh_from_db()
    on(days_before(case, 7))
    assert len(mails_to(outbox, "henrike@pollenpost.example")) == 2


def test_a_closed_case_reminds_nobody(case, on, outbox, henrike):
    deciding.taken_back(case.pk, henrike)
    on(days_before(case, -1))
    assert not outbox


def test_a_reminder_that_waited_too_long_is_dropped(case, on, outbox, henrike, publisher):
    publisher.email, kept = "", publisher.email
    publisher.save()
    on(days_before(case, 7))
    assert Reminder.objects.waiting().exists()
    deciding.taken_back(case.pk, henrike)
    publisher.email = kept
    publisher.save()
    on(days_before(case, 1))
    assert not Reminder.objects.exists()
    assert not outbox


def test_all_who_work_on_cases_are_told_in_their_language(henrike, django_user_model, publisher):
    def user(name, role, **fields):
        user = django_user_model.objects.create_user(name, f"{name}@pollenpost.example", "secret", **fields)
        user.groups.add(Group.objects.get(name=role))
        return user

    jonas = user("jonas", roles.CHIEFS)
    UserProfile.objects.create(user=jonas, preferred_language="en")
    user("wencke", roles.MARKETERS)
    user("soenke", roles.OPERATORS)
    user("gone", roles.CHIEFS, is_active=False)
    assert reminding.recipients() == [
        ("henrike@pollenpost.example", "de"),
        ("jonas@pollenpost.example", "en"),
    ]


def test_if_nobody_has_an_address_the_publisher_is_told(henrike, publisher):
    henrike.email = ""
    henrike.save()
    assert reminding.recipients() == [("post@pollenpost.example", "de")]
