"""The lists of other programs: recognised by their columns, and what they say of somebody's state is obeyed."""

import io
from pathlib import Path

import pytest
from openpyxl import Workbook

from subscribers.importing import storing
from subscribers.importing.outcomes import Outcome
from subscribers.models import ConsentEvent, ImportRun, SignUp, Subscriber, SuppressedAddress
from subscribers.services import suppression

from .conftest import SOURCE, WORDING

SAMPLES = Path(__file__).parent / "samples"
PROVEN = {"source": SOURCE, "wording": WORDING}


def outcomes(run):
    """Address -> outcome, as the trial shows it."""
    return {line.email: line.outcome for line in storing.report(run).lines()}


@pytest.mark.parametrize(
    ("name", "program"),
    [
        ("mailchimp.csv", "mailchimp"),
        ("unsubscribed_mailchimp.csv", "mailchimp"),
        ("cleaned_mailchimp.csv", "mailchimp"),
        ("listmonk.csv", "listmonk"),
        ("mailpoet.csv", "mailpoet"),
        ("substack.csv", "substack"),
        ("ghost.csv", "ghost"),
        ("plain_cp1252.csv", "plain"),
    ],
)
def test_a_program_is_recognised_and_its_columns_are_set(db, uploaded, name, program):
    run = uploaded(name)
    assert run.source == program
    assert "email" in run.mapping.values()
    assert not any("ip" in storing.how(run).columns[int(number)].lower().split() for number in run.mapping)


def test_mailchimps_confirmations_are_proofs_once_source_and_wording_are_given(imported):
    run = imported("mailchimp.csv", **PROVEN)
    assert run.counts == {"imported": 2, "asked": 1}
    emil = Subscriber.objects.get(email="emil@example.org")
    assert emil.name == "Emil Kröger"
    event = ConsentEvent.objects.get(subject=emil.subject)
    assert event.evidence["date"] == "2019-05-02T08:16:41"
    assert event.evidence["requested"] == "2019-05-02T08:14:09"
    assert "203.0.113" not in str(event.evidence)
    [gesa] = SignUp.objects.all()
    assert gesa.email == "gesa@example.org"


def test_who_left_mailchimp_does_not_come_in(imported):
    run = imported("unsubscribed_mailchimp.csv", **PROVEN)
    assert run.counts == {"unwanted": 1}
    assert not Subscriber.objects.exists()
    assert not SignUp.objects.exists()


def test_who_bounced_there_goes_onto_the_suppression_list(imported):
    run = imported("cleaned_mailchimp.csv", **PROVEN)
    assert run.counts == {"unwanted": 1}
    assert suppression.find("ilse@example.org").reason == SuppressedAddress.Reason.BOUNCED


def test_who_bounced_there_is_left_in_peace_if_staff_want_no_list(imported):
    imported("cleaned_mailchimp.csv", **PROVEN, suppress_bounced=False)
    assert not SuppressedAddress.objects.exists()


def test_a_reader_here_whose_mail_bounced_elsewhere_is_not_suppressed(imported, ada):
    imported(text="email,status\nada@example.org,bounced\n", **PROVEN)
    assert not SuppressedAddress.objects.exists()


def test_listmonk_tells_no_day_of_a_consent_and_so_everybody_is_asked(tried):
    run = tried("listmonk.csv", **PROVEN)
    assert outcomes(run) == {"emil@example.org": Outcome.ASKED, "hinnerk@example.org": Outcome.NOT_WANTED}


def test_mailpoets_two_states_both_count(tried):
    run = tried("mailpoet.csv", **PROVEN)
    assert outcomes(run) == {
        "emil@example.org": Outcome.ASKED,
        "friede@example.org": Outcome.NOT_WANTED,
        "gesa@example.org": Outcome.NOT_WANTED,
        "ilse@example.org": Outcome.NOT_WANTED,
        "jonte@example.org": Outcome.ASKED,
    }
    assert storing.report(run).page("asked", 0, 1)[0].name == 'Emil "Kapitän" Kröger'


def test_substack_readers_count_whether_they_pay_or_not(tried):
    run = tried("substack.csv", **PROVEN)
    assert outcomes(run) == {"emil@example.org": Outcome.IMPORTED, "friede@example.org": Outcome.NOT_WANTED}


def test_ghosts_members_who_want_no_mail_or_are_deleted_stay_away(tried):
    run = tried("ghost.csv", **PROVEN)
    assert outcomes(run) == {
        "emil@example.org": Outcome.IMPORTED,
        "friede@example.org": Outcome.NOT_WANTED,
        "gesa@example.org": Outcome.NOT_WANTED,
    }


def test_a_plain_list_may_carry_the_proof_in_each_row(imported):
    imported("plain_cp1252.csv")
    emil = Subscriber.objects.get()
    assert emil.name == "Emil Kröger"
    evidence = ConsentEvent.objects.get(subject=emil.subject).evidence
    assert evidence["source"] == "Messe Husum, Liste am Stand"
    assert evidence["wording"] == "Ja, schickt mir den Brief."
    assert "of_the_file" not in evidence


def test_an_excel_table_comes_in_like_a_list(imported):
    book = Workbook()
    book.active.append(["E-Mail", "Name", "Einwilligungsdatum"])
    book.active.append(["emil@example.org", "Emil Kröger", "02.05.2019"])
    book.active.append(["friede@example.org", None, None])
    file = io.BytesIO()
    book.save(file)
    run = imported("leser.xlsx", data=file.getvalue(), **PROVEN)
    assert run.counts == {"imported": 1, "asked": 1}


def test_an_unknown_state_is_rejected_and_not_taken_for_a_yes(tried):
    run = tried(text="email,status,confirmed at\nemil@example.org,vip,2020-01-01\n", **PROVEN)
    [line] = storing.report(run).lines()
    assert line.outcome == Outcome.REJECTED
    assert "vip" in line.reason


def test_rows_without_a_state_follow_what_staff_say_of_the_file(tried, uploaded):
    text = "email,status\nemil@example.org,\nfriede@example.org,subscribed\n"
    run = tried(text=text, others=2, **PROVEN)
    assert outcomes(run) == {"emil@example.org": Outcome.NOT_WANTED, "friede@example.org": Outcome.ASKED}
    assert uploaded("nonsubscribed_contacts.csv", text="email\nemil@example.org\n").options["others"] == 2


def test_no_original_of_a_list_is_left_when_it_is_in(imported, imports):
    run = imported("mailchimp.csv", **PROVEN)
    assert run.state == ImportRun.State.DONE
    assert not [path for path in imports.rglob("*") if path.is_file() and b"emil@" in path.read_bytes()]
