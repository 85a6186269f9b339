"""The chain is proved, and what somebody did to it is found and named. (Law list, line 5.)"""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import translation

from subscribers.models import ConsentEvent, ConsentState
from subscribers.services import consent, rebuilding, verifying
from subscribers.services.verifying import What
from tests.factories import PurposeFactory, SubscriberFactory
from tests.subscribers.tampering import tamper, unlocked


@pytest.fixture
def ledger(newsletter):
    """Three readers with seven events, the middle one (the fourth) in the middle of Bruno's chain."""
    people = [SubscriberFactory(email=f"{name}@example.org") for name in ("ada", "bruno", "clara")]
    brief, pollen = PurposeFactory(), PurposeFactory(key="zweiter")
    for reader in people:
        consent.grant(reader.subject, brief.wording("de"), form="/brief/")
        consent.grant(reader.subject, pollen.wording("de"), form="/brief/")
    consent.withdraw(people[1].subject, brief, form="preferences")
    return people


@pytest.fixture
def bruno(ledger):
    return ledger[1]


def of(reader, position):
    return ConsentEvent.objects.get(subject=reader.subject, position=position)


def named(report):
    return report.first.what, report.first.event, report.first.subject, report.first.position


def test_a_ledger_that_nobody_touched_is_sound(ledger):
    report = verifying.verify()
    assert report.sound
    assert (report.events, report.chains, report.states) == (7, 3, 6)


def test_an_empty_ledger_is_sound(db):
    assert verifying.verify().sound


def test_a_flipped_byte_in_the_middle_is_found_and_named(ledger, bruno):
    event = of(bruno, 2)
    evidence = json.dumps(event.evidence).replace("/brief/", "/brieg/")
    tamper("UPDATE {event} SET evidence = %s WHERE id = %s", evidence, event.pk)
    report = verifying.verify()
    assert named(report) == (What.HASH, event.pk, bruno.subject, 2)
    assert (report.broken, report.differing) == (1, 0)


@pytest.mark.parametrize(
    ("column", "value"),
    [("kind", "imported"), ("at", "2020-01-01 00:00:00+00:00"), ("hash", "0" * 64)],
)
def test_whatever_is_changed_in_an_event_is_seen(ledger, bruno, column, value):
    tamper(f"UPDATE {{event}} SET {column} = %s WHERE id = %s", value, of(bruno, 2).pk)  # noqa: S608
    assert named(verifying.verify()) == (What.HASH, of(bruno, 2).pk, bruno.subject, 2)


def test_an_event_that_was_rewritten_with_a_right_hash_breaks_the_link_after_it(ledger, bruno):
    forged = of(bruno, 2)
    forged.at -= timedelta(days=1)
    tamper("UPDATE {event} SET at = %s, hash = %s WHERE id = %s", forged.at, forged.sealed(), forged.pk)
    report = verifying.verify()
    assert named(report) == (What.LINK, of(bruno, 3).pk, bruno.subject, 3)
    with translation.override("en"):
        assert "does not link to the event before" in report.first.explained


def test_an_event_taken_out_of_the_middle_leaves_its_place_missing(ledger, bruno):
    tamper("DELETE FROM {event} WHERE id = %s", of(bruno, 2).pk)
    assert named(verifying.verify()) == (What.MISSING, of(bruno, 3).pk, bruno.subject, 2)


def test_a_chain_without_its_beginning_is_found(ledger, bruno):
    tamper("DELETE FROM {event} WHERE id = %s", of(bruno, 1).pk)
    assert named(verifying.verify()) == (What.MISSING, of(bruno, 2).pk, bruno.subject, 1)


def test_a_removed_end_is_found_because_the_state_still_knows_of_it(ledger, bruno):
    tamper("DELETE FROM {event} WHERE id = %s", of(bruno, 3).pk)
    report = verifying.verify()
    assert named(report) == (What.CUT_OFF, None, bruno.subject, 3)
    assert str(bruno.subject) in report.first.explained


def test_a_whole_chain_that_is_gone_is_found(ledger, bruno):
    tamper("DELETE FROM {event} WHERE subject = %s", _stored(bruno.subject))
    assert named(verifying.verify()) == (What.CUT_OFF, None, bruno.subject, 1)


def test_a_changed_wording_is_told_from_a_changed_event(ledger):
    wording = PurposeFactory().wording("de")
    tamper("UPDATE {wording} SET text = %s WHERE id = %s", "Ja zu allem.", wording.pk)
    report = verifying.verify()
    assert report.first.what == What.WORDING
    assert report.first.event == ConsentEvent.objects.filter(wording=wording).order_by("subject").first().pk
    assert report.broken == 3


def test_chains_taken_out_together_with_their_state_show_in_the_digest_over_the_heads(ledger, bruno):
    before = verifying.verify().heads
    ConsentState.objects.filter(subject=bruno.subject).delete()
    tamper("DELETE FROM {event} WHERE subject = %s", _stored(bruno.subject))
    report = verifying.verify()
    assert report.sound
    assert report.heads != before


def test_the_digest_stays_the_same_while_nobody_declares_anything(ledger, bruno):
    before = verifying.verify().heads
    assert verifying.verify().heads == before
    consent.withdraw(bruno.subject, PurposeFactory(key="zweiter"))
    assert verifying.verify().heads != before


@pytest.mark.parametrize("change", ["kind", "missing", "foreign"])
def test_the_state_is_compared_with_the_ledger_and_made_anew_from_it(ledger, bruno, change):
    states = ConsentState.objects.filter(subject=bruno.subject)
    right = list(
        ConsentState.objects.order_by("subject", "purpose").values_list("subject", "purpose", "kind", "event")
    )
    if change == "kind":
        states.filter(kind="withdrawn").update(kind="granted")
    elif change == "missing":
        states.filter(kind="withdrawn").delete()
    else:
        states.filter(kind="granted").update(event=of(bruno, 1))
    report = verifying.verify()
    assert (report.broken, report.differing, report.sound) == (0, 1, False)
    assert (report.first_state.what, report.first_state.subject) == (What.STATE, bruno.subject)
    assert rebuilding.rebuild() == 6
    assert verifying.verify().sound
    made = ConsentState.objects.order_by("subject", "purpose").values_list("subject", "purpose", "kind", "event")
    assert list(made) == right


def test_one_chain_is_proved_alone(ledger, bruno):
    tamper("DELETE FROM {event} WHERE id = %s", of(bruno, 2).pk)
    assert not verifying.verify(bruno.subject).sound
    assert verifying.verify(ledger[0].subject).events == 2
    assert verifying.verify(ledger[0].subject).sound


def test_the_command_ends_with_one_when_something_is_broken_and_says_what(ledger, bruno):
    out, err = StringIO(), StringIO()
    call_command("verify_consents", stdout=out)
    assert "7 events in 3 chains and 6 states" in out.getvalue()
    tamper("UPDATE {event} SET kind = 'imported' WHERE id = %s", of(bruno, 2).pk)
    with pytest.raises(SystemExit) as ended:
        call_command("verify_consents", stdout=out, stderr=err)
    assert ended.value.code == 1
    assert f"event {of(bruno, 2).pk}, subject {bruno.subject}, position 2" in err.getvalue()


def test_the_command_speaks_json(ledger, bruno):
    tamper("DELETE FROM {event} WHERE id = %s", of(bruno, 3).pk)
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("verify_consents", "--json", stdout=out)
    found = json.loads(out.getvalue())
    assert (found["sound"], found["first"]["what"], found["first"]["position"]) == (False, "cut off", 3)


def test_rebuilding_does_not_wipe_out_the_last_trace_of_a_cut_off_end(ledger, bruno):
    tamper("DELETE FROM {event} WHERE id = %s", of(bruno, 3).pk)
    with pytest.raises(CommandError, match="1 states know of events"):
        call_command("rebuild_consents")
    assert not verifying.verify().sound
    call_command("rebuild_consents", "--although-cut-off", stdout=StringIO())
    assert verifying.verify().sound


def test_many_chains_take_no_more_queries_than_few(ledger, django_assert_max_num_queries):
    for _ in range(10):
        SubscriberFactory(consents=["brief"])
    with django_assert_max_num_queries(3):
        verifying.verify()


def test_tampering_leaves_the_triggers_where_they_were(ledger):
    with unlocked():
        pass
    test = pytest.raises(Exception, match="append-only")
    with test, connection.cursor() as cursor:
        cursor.execute("DELETE FROM subscribers_consentevent")


def _stored(subject):
    return str(subject) if connection.features.has_native_uuid_field else subject.hex
