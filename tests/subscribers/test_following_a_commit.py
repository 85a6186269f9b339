"""What follows a commit may fail, as when the broker is away, and undoes nothing."""

import re
from pathlib import Path

import pytest
from django.urls import reverse
from kombu.exceptions import OperationalError

from subscribers import tasks
from subscribers.models import LinkRequest, SignUp
from subscribers.services import erasure

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.django_db


@pytest.fixture
def broker_is_away(monkeypatch):
    def away(*_arguments):
        raise OperationalError("Connection refused")

    for task in (tasks.send_confirmation, tasks.answer_link_request):
        monkeypatch.setattr(task, "delay", away)


def test_a_sign_up_is_noted_and_answered_while_the_broker_is_away(broker_is_away, sign_up):
    assert sign_up().status_code == 302
    assert SignUp.objects.filter(email="dora@example.org").exists()


def test_a_wish_for_a_link_is_noted_and_answered_while_the_broker_is_away(broker_is_away, client, worker, shown):
    with worker():
        answer = client.post(
            reverse("subscribers:preferences_request"), {"email": "ada@example.org", "shown": shown}
        )
    assert answer.status_code == 200
    assert LinkRequest.objects.filter(email="ada@example.org").exists()


def test_a_file_that_cannot_be_cleared_brings_no_address_into_the_log(
    ada, worker, monkeypatch, caplog, settings, tmp_path
):
    def full(_address):
        raise OSError("No space left on device")

    settings.ERASURES_FILE = tmp_path / "erasures.log"
    monkeypatch.setattr(erasure, "erase_files", full)
    with worker():
        erasure.erase(ada, via="test", receipt=False)
    assert "No space left on device" in caplog.text
    assert "ada@example.org" not in caplog.text


def test_nothing_follows_a_commit_by_a_way_that_fails_where_it_should_log():
    rooms = ("blog", "contributions", "desk", "editorial", "magazine", "newsletters", "pollen", "segments", "site")
    sources = (path for room in (*rooms, "subscribers") for path in (ROOT / room).rglob("*.py"))
    calling = [path.name for path in sources if re.search(r"on_commit\(.*robust=True", path.read_text())]
    assert calling == []
