"""A run may be stopped, killed and repeated at any moment; what it leaves on disk is little and goes in time."""

import os
import stat
from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from subscribers import retention
from subscribers.importing import running, storing, surveying, writing
from subscribers.importing.erasing import erase_files, lines_about
from subscribers.importing.keeping import let_go
from subscribers.importing.unreadable import Unreadable
from subscribers.models import ConsentEvent, ImportRun, SignUp, Subscriber
from subscribers.tasks import carry_out_import, resume_imports
from tests.factories import SubscriberFactory

from .conftest import SOURCE, WORDING

State = ImportRun.State
PROVEN = {"source": SOURCE, "wording": WORDING}


def readers(count, bad=()):
    """A list of so many readers; the rows of the numbers in `bad` have a broken address."""
    rows = (f"{'nobody' if n in bad else f'reader{n}@example.org'},2020-05-31\n" for n in range(count))
    return "email,confirmed at\n" + "".join(rows)


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch):
    monkeypatch.setattr(running, "CHUNK", 4)


@pytest.fixture
def broken_after(monkeypatch):
    """`broken_after(2)` lets the worker die in its third chunk, after it has written."""

    class Killed(BaseException):
        pass

    write = writing.write

    def arrange(chunks):
        done = []

        def dying(*args):
            result = write(*args)
            done.append(1)
            if len(done) > chunks:
                monkeypatch.setattr(writing, "write", write)
                raise Killed
            return result

        monkeypatch.setattr(writing, "write", dying)
        return Killed

    return arrange


def test_a_trial_changes_nothing(tried):
    run = tried(text=readers(9, bad=[3]), **PROVEN)
    assert (run.state, run.rows, run.row, run.counts) == (State.CHECKED, 9, 9, {"imported": 8, "rejected": 1})
    assert not Subscriber.objects.exists()
    assert not ConsentEvent.objects.exists()
    assert not SignUp.objects.exists()
    assert [line.number for line in storing.report(run).lines()] == list(range(2, 11))


def test_nothing_comes_in_without_a_trial(brief, uploaded):
    run = uploaded(text=readers(3))
    running.prepare(run, run.mapping, [brief.wording("de")], **PROVEN)
    with pytest.raises(running.NotNow):
        running.start(run)
    assert ImportRun.objects.get().state == State.UPLOADED


def test_a_killed_run_goes_on_where_it_stopped(tried, broken_after):
    run = tried(text=readers(14, bad=[1, 9]), **PROVEN)
    running.start(run)
    with pytest.raises(broken_after(2)):
        running.work(run.pk)
    run.refresh_from_db()
    assert (run.state, run.row, Subscriber.objects.count()) == (State.RUNNING, 8, 7)
    assert running.abandoned() == []
    with time_machine.travel(timezone.now() + running.CLAIM + timedelta(seconds=1)):
        assert running.abandoned() == [run.pk]
        running.work(run.pk)
    run.refresh_from_db()
    assert (run.state, run.row, run.counts) == (State.DONE, 14, {"imported": 12, "rejected": 2})
    assert Subscriber.objects.count() == ConsentEvent.objects.count() == 12
    assert [line.number for line in storing.report(run).lines()] == [3, 11]


def test_two_workers_do_not_do_the_same_run(tried, broken_after):
    run = tried(text=readers(9), **PROVEN)
    running.start(run)
    with pytest.raises(broken_after(1)):
        running.work(run.pk)
    running.work(run.pk)
    assert Subscriber.objects.count() == 4


def test_beat_takes_up_what_was_lost(tried, worker):
    run = tried(text=readers(5), **PROVEN)
    running.start(run)
    with worker():
        resume_imports()
    assert ImportRun.objects.get(pk=run.pk).state == State.DONE
    carry_out_import(run.pk)
    assert Subscriber.objects.count() == 5


@pytest.mark.parametrize(("act", "state"), [(running.pause, State.PAUSED), (running.cancel, State.CANCELLED)])
def test_a_run_is_stopped_between_two_chunks(tried, monkeypatch, act, state):
    run = tried(text=readers(12), **PROVEN)
    running.start(run)
    read_ahead = surveying.read_ahead

    def with_somebody_at_the_button(path, reading, rules, done, size):
        for number, chunk in enumerate(read_ahead(path, reading, rules, done, size)):
            if number == 1 and not done:
                act(ImportRun.objects.get(pk=run.pk))
            yield chunk

    monkeypatch.setattr(surveying, "read_ahead", with_somebody_at_the_button)
    running.work(run.pk)
    run.refresh_from_db()
    assert (run.state, run.row, Subscriber.objects.count()) == (state, 4, 4)
    if state == State.PAUSED:
        running.go_on(run)
        running.work(run.pk)
        assert Subscriber.objects.count() == 12
    else:
        assert not storing.source(run).exists()


def test_somebody_who_signs_up_meanwhile_is_not_entered_twice(tried, monkeypatch):
    run = tried(text=readers(3), **PROVEN)
    running.start(run)
    write, met = writing.write, []

    def with_a_meeting(*args):
        if not met:
            met.append(SubscriberFactory(email="reader1@example.org", consents=["brief"]))
        return write(*args)

    monkeypatch.setattr(writing, "write", with_a_meeting)
    running.work(run.pk)
    run.refresh_from_db()
    assert run.state == State.DONE
    assert Subscriber.objects.filter(email="reader1@example.org").count() == 1
    assert Subscriber.objects.count() == 3


def test_the_same_file_again_makes_no_doubles(imported):
    text = readers(9) + "gesa@example.org,\n"
    imported(text=text, **PROVEN)
    before = Subscriber.objects.count(), ConsentEvent.objects.count(), SignUp.objects.count()
    assert imported(text=text, **PROVEN).counts == {"here": 9, "before": 1}
    assert (Subscriber.objects.count(), ConsentEvent.objects.count(), SignUp.objects.count()) == before


def test_an_address_is_known_again_many_chunks_later_and_after_a_kill(tried, broken_after):
    run = tried(text=readers(12) + "reader0@example.org,2020-05-31\n", **PROVEN)
    running.start(run)
    with pytest.raises(broken_after(2)):
        running.work(run.pk)
    with time_machine.travel(timezone.now() + running.CLAIM * 2):
        running.work(run.pk)
    [line] = storing.report(run).lines()
    assert (line.number, "2" in line.reason) == (14, True)


def test_a_file_that_is_damaged_far_down_brings_nobody_in(tried, imports):
    run = tried(text=readers(500) + 'bruno@example.org,"2020\n', **PROVEN)
    assert run.state == State.UPLOADED
    assert "502" in run.message
    assert not Subscriber.objects.exists()


def test_files_are_for_the_program_alone(uploaded, db):
    run = uploaded(text=readers(2))
    assert stat.S_IMODE(os.stat(storing.source(run)).st_mode) == 0o600
    assert stat.S_IMODE(os.stat(storing.folder(run)).st_mode) == 0o700


def test_a_file_that_is_too_large_leaves_nothing_behind(db, uploaded, settings, imports):
    settings.IMPORT_MEGABYTES = 0
    with pytest.raises(Unreadable):
        uploaded(text=readers(3))
    assert not list(imports.iterdir())
    assert not ImportRun.objects.exists()


def test_a_discarded_file_is_gone_with_its_trial(tried):
    run = tried(text=readers(3), **PROVEN)
    running.cancel(run)
    assert not storing.folder(run).exists()


def test_reports_go_after_their_days_and_the_figures_stay(imported, settings):
    run = imported(text=readers(3, bad=[1]), **PROVEN)
    [rule] = [rule for rule in retention.rules() if rule.key == "imports"]
    with time_machine.travel(timezone.now() + timedelta(days=13)):
        assert rule.due() == let_go() == 0
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        assert rule.due() == 1
        assert let_go() == 1
        assert rule.due() == 0
    assert not storing.folders()
    assert ImportRun.objects.get(pk=run.pk).counts == {"imported": 2, "rejected": 1}


def test_a_list_that_nobody_imports_is_not_kept(uploaded, db):
    uploaded(text=readers(3))
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        let_go()
    assert not storing.folders()
    assert ImportRun.objects.get().state == State.CANCELLED


def test_an_erased_person_vanishes_from_the_reports_and_nobody_else(tried):
    text = 'email,note\nada@example.org,x\ncanada@example.org,x\n"ADA@example.org",twice\nada@example.org.au,x\n'
    run = tried(text=text, **PROVEN)
    assert [line.number for _folder, line in lines_about("ada@example.org")] == [2, 4]
    erase_files("ada@example.org")
    erase_files("ada@example.org")
    assert [line.email for line in storing.report(run).lines()] == [
        "",
        "canada@example.org",
        "",
        "ada@example.org.au",
    ]
    assert [line.number for line in storing.report(run).lines("rejected")] == [4]
    assert b"twice" not in (storing.folder(run) / "rows").read_bytes()


def test_operators_import_by_a_command(brief, tmp_path, capsys):
    path = tmp_path / "liste.csv"
    path.write_text(readers(3, bad=[1]).replace("confirmed at", "am"))
    said = ["--newsletter", "brief", "--map", "date=am", "--source", SOURCE, "--wording", WORDING]
    call_command("import_readers", str(path), *said, "--dry-run")
    assert "2 " in capsys.readouterr().out
    assert not Subscriber.objects.exists()
    assert not ImportRun.objects.exists()
    assert not storing.folders()
    call_command("import_readers", str(path), *said)
    assert Subscriber.objects.count() == 2
    with pytest.raises(CommandError, match="no column"):
        call_command("import_readers", str(path), "--newsletter", "brief", "--map", "date=wann")
    with pytest.raises(CommandError, match="There are: brief"):
        call_command("import_readers", str(path), "--newsletter", "letter")


def test_a_trial_of_other_columns_does_not_count(tried, brief):
    run = tried(text=readers(3), **PROVEN)
    running.prepare(run, {"0": "email"}, [brief.wording("de")])
    with pytest.raises(running.NotNow):
        running.start(run)
    assert not Subscriber.objects.exists()


def test_columns_are_not_changed_under_a_run_that_has_begun(tried, brief):
    run = tried(text=readers(3), **PROVEN)
    seen_before = ImportRun.objects.get(pk=run.pk)
    running.start(run)
    with pytest.raises(running.NotNow):
        running.prepare(seen_before, {"0": "email"}, [brief.wording("de")])
    assert ImportRun.objects.get(pk=run.pk).mapping == run.mapping
