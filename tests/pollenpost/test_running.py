"""What `make run` stands on: ports, the lock of the folder, the broker of files, compiled translations."""

import gettext
import os
import pty
import socket
import subprocess
import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from kombu import Connection, Queue
from pollenpost import broker
from pollenpost.demo import ports, processes


@pytest.fixture
def taken():
    with socket.socket() as listener:
        listener.bind((ports.HOST, 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_port_that_is_taken_is_left_to_whoever_has_it(taken):
    assert not ports.is_free(taken)
    assert taken < ports.next_free_port(taken) < taken + 50


def test_when_no_port_is_free_it_is_said(taken):
    with pytest.raises(ports.NoFreePort, match=str(taken)):
        ports.next_free_port(taken, tries=1)


def test_a_second_demo_in_the_same_folder_is_told_where_the_first_is(tmp_path):
    with (
        processes.only_one(tmp_path, "http://localhost:8000"),
        pytest.raises(processes.AlreadyRunning, match="http://localhost:8000"),
        processes.only_one(tmp_path, "http://localhost:8001"),
    ):
        pass

    with processes.only_one(tmp_path, "http://localhost:8001"):
        assert (tmp_path / "run_demo.lock").read_text() == "http://localhost:8001"


def test_the_demo_does_not_run_where_debug_is_off(settings):
    settings.DEBUG = False

    with pytest.raises(CommandError, match="DEBUG is off"):
        call_command("run_demo", stdout=StringIO())


@pytest.fixture
def channel(tmp_path):
    for folder in ("queue", "control"):
        (tmp_path / folder).mkdir()
    options = {
        "data_folder_in": tmp_path / "queue",
        "data_folder_out": tmp_path / "queue",
        "control_folder": tmp_path / "control",
    }
    broker.install()
    with Connection("filesystem://", transport_options={k: str(v) for k, v in options.items()}) as connection:
        yield connection.default_channel


def test_messages_come_out_once_and_in_their_order(channel):
    queue = Queue("letters", channel=channel)
    queue.declare()
    for number in range(3):
        channel._put("letters", {"number": number})
    channel._put("letters.other", {"number": 9})

    assert [channel._get("letters")["number"] for _message in range(3)] == [0, 1, 2]
    with pytest.raises(broker.Empty):
        channel._get("letters")


def test_a_message_that_is_still_being_written_is_not_taken(channel, tmp_path, monkeypatch):
    class PowerCut(Exception):
        pass

    def power_cut(path, target):
        raise PowerCut

    monkeypatch.setattr("pathlib.PosixPath.replace", power_cut)
    with pytest.raises(PowerCut):
        channel._put("letters", {"number": 1})

    assert list((tmp_path / "queue").iterdir())
    with pytest.raises(broker.Empty):
        channel._get("letters")


def test_bindings_of_a_queue_are_kept_once(channel):
    for _again in range(2):
        channel._queue_bind("letters", "key", "", "letters")
    channel._queue_bind("letters", "other", "", "others")

    assert {binding.queue for binding in channel.get_table("letters")} == {"letters", "others"}
    assert len(channel.get_table("letters")) == 2


def test_translations_are_compiled_without_unsure_ones(tmp_path, settings):
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    sure, unsure = 'msgid "Letter"\nmsgstr "Brief"\n\n', '#, fuzzy\nmsgid "Pollen"\nmsgstr "Staub?"\n'
    (folder / "django.po").write_text(head + sure + unsure, "utf-8")
    settings.LOCALE_PATHS = [tmp_path]

    call_command("compile_translations", stdout=StringIO())

    with (folder / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert compiled.gettext("Letter") == "Brief"
    assert compiled.gettext("Pollen") == "Pollen"


def test_a_broken_catalogue_is_named(tmp_path):
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    broken = folder / "django.po"
    broken.write_text('msgid "Letter"\nthis is no catalogue\n', "utf-8")

    with pytest.raises(CommandError, match=r"django\.po"):
        call_command("compile_translations", str(broken), stdout=StringIO())


ENDS_WITH_ITS_TERMINAL = """
import sys
from pollenpost.demo import processes
processes.run({"child": [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)"]}, {})
"""


def test_the_demo_ends_with_its_terminal_even_if_nobody_passes_the_signal_on():
    ours, theirs = pty.openpty()
    # In the session of the tests: no SIGHUP comes, as none does from a make that is the first in its terminal.
    roof = subprocess.Popen([sys.executable, "-c", ENDS_WITH_ITS_TERMINAL], stdout=theirs, stderr=theirs)
    os.close(theirs)
    try:
        said = b""
        while b"up" not in said:
            said += os.read(ours, 1024)
    finally:
        os.close(ours)

    assert roof.wait(timeout=20) == 0
