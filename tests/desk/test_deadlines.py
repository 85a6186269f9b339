"""Until when an answer is due: calendar months as Regulation 1182/71 counts them, and the house's own days."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from desk import deadlines
from desk.models import Case, CaseEntry
from desk.services import checklist, deciding, identity, opening
from desk.services.opening import Request
from tests.desk.conftest import mails_to

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2026, 11, 22), date(2026, 12, 22)),
        (date(2026, 12, 15), date(2027, 1, 15)),
        (date(2027, 1, 31), date(2027, 2, 28)),
        (date(2028, 1, 31), date(2028, 2, 29)),
        (date(2028, 1, 29), date(2028, 2, 29)),
        (date(2027, 1, 29), date(2027, 2, 28)),
        (date(2028, 2, 29), date(2028, 3, 29)),
        (date(2027, 3, 31), date(2027, 4, 30)),
    ],
)
def test_a_month_ends_on_the_same_day_of_the_next_or_on_its_last(received, due):
    assert deadlines.legal(received) == due


def test_further_months_are_counted_from_the_receipt():
    assert deadlines.legal(date(2027, 1, 31), 1) == date(2027, 3, 31)
    assert deadlines.legal(date(2027, 1, 31), 2) == date(2027, 4, 30)
    assert deadlines.legal(date(2027, 11, 30), 2) == date(2028, 2, 29)


def test_a_weekend_does_not_put_it_off():
    assert deadlines.legal(date(2026, 10, 14)).weekday() == 5


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [kind for kind in Case.Kind if kind not in Case.OF_THE_HOUSE])
def test_a_request_for_a_right_is_due_within_a_month(kind, henrike):
    received = datetime(2027, 1, 31, 23, 30, tzinfo=BERLIN)
    case = opening.typed_in(Request(kind=kind, channel="letter", name="Dora", received_at=received), henrike)
    assert case.due_on == date(2027, 2, 28)
    assert case.number == "2027-0001"


@pytest.mark.django_db
@pytest.mark.parametrize("kind", Case.OF_THE_HOUSE)
def test_questions_and_complaints_have_the_deadline_of_the_house(kind, henrike, settings):
    settings.DESK_ANSWER_DAYS = 10
    case = opening.typed_in(Request(kind=kind, channel="phone", name="Dora"), henrike)
    assert case.due_on == case.received_on + timedelta(days=10)


@pytest.mark.django_db
def test_numbers_go_on_within_a_year_and_begin_anew_in_the_next(henrike):
    def number(day):
        at = datetime(*day, 12, tzinfo=BERLIN)
        return opening.typed_in(Request(kind="access", channel="letter", name="D", received_at=at), henrike).number

    assert [number((2026, 5, 1)), number((2026, 5, 2)), number((2027, 1, 1))] == [
        "2026-0001",
        "2026-0002",
        "2027-0001",
    ]
    Case.objects.filter(number="2026-0002").update(number="2026-9999")
    assert [number((2026, 6, 1)), number((2026, 6, 2))] == ["2026-10000", "2026-10001"]


# --- Extension --------------------------------------------------------------------------------------


@pytest.fixture
def known(type_in, henrike, worker):
    """Dora's request of the last day of January, whose identity is known."""
    with time_machine.travel(datetime(2027, 1, 31, 9, tzinfo=BERLIN)):
        case = type_in(name="Dora Nissen")
        with worker():
            identity.seen(case.pk, henrike, "am Telefon zurückgerufen")
    case.refresh_from_db()
    return case


def test_an_extension_sets_a_later_day_and_tells_the_person_why(known, henrike, worker, outbox):
    with time_machine.travel(datetime(2027, 2, 28, 9, tzinfo=BERLIN)), worker():
        deciding.extend(known.pk, henrike, 2, "Wir müssen drei alte Ordner durchsehen.")
    known.refresh_from_db()
    assert (known.state, known.due_on) == (Case.State.EXTENDED, date(2027, 4, 30))
    mail = mails_to(outbox, "dora@example.org")[-1]
    assert "Wir müssen drei alte Ordner durchsehen." in mail.body
    assert "30. April 2027" in mail.body
    assert "Art. 12" in mail.body


def test_after_the_first_month_it_is_too_late_for_an_extension(known, henrike):
    march = time_machine.travel(datetime(2027, 3, 1, 0, 30, tzinfo=BERLIN))
    with march, pytest.raises(checklist.NotNow, match="too_late"):
        deciding.extend(known.pk, henrike, 1, "Es dauert.")
    known.refresh_from_db()
    assert known.due_on == date(2027, 2, 28)


def test_an_extension_needs_a_reason_and_comes_once(known, henrike):
    with time_machine.travel(datetime(2027, 2, 2, tzinfo=BERLIN)):
        with pytest.raises(checklist.NotNow, match="no_words"):
            deciding.extend(known.pk, henrike, 1, "  ")
        deciding.extend(known.pk, henrike, 1, "Es dauert.")
        with pytest.raises(checklist.NotNow, match="no_extension"):
            deciding.extend(known.pk, henrike, 2, "Es dauert noch länger.")
    assert known.entries.filter(what=CaseEntry.What.EXTENDED).count() == 1


@pytest.mark.parametrize("months", [0, 3])
def test_an_extension_is_one_month_or_two(known, henrike, months):
    in_time = time_machine.travel(datetime(2027, 2, 2, tzinfo=BERLIN))
    with in_time, pytest.raises(checklist.NotNow, match="no_extension"):
        deciding.extend(known.pk, henrike, months, "Es dauert.")


def test_a_question_has_no_extension(type_in, henrike):
    case = type_in("question")
    identity.seen(case.pk, henrike, "bekannt")
    with pytest.raises(checklist.NotNow, match="no_extension"):
        deciding.extend(case.pk, henrike, 1, "Es dauert.")


# --- How pressing -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "light"), [(8, "fine"), (7, "soon"), (0, "soon"), (-1, "over")])
def test_a_case_says_how_pressing_it_is(days, light):
    case = Case(due_on=datetime.now(BERLIN).date() + timedelta(days=days))
    assert case.light == light


def test_a_closed_case_is_not_pressing():
    assert Case(state=Case.State.DONE, due_on=date(2020, 1, 1)).light == "closed"
