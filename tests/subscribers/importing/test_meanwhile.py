"""What readers declare while an import is at their row."""

import pytest

from subscribers.importing import running
from subscribers.models import ConsentEvent, ImportRun
from subscribers.services import consent, erasure, rights

from .conftest import SOURCE, WORDING

State = ImportRun.State
PROVEN = {"source": SOURCE, "wording": WORDING}


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda reader, purpose: consent.object_to(reader.subject, purpose),
        lambda reader, purpose: erasure.erase(reader, via="test", receipt=False),
        lambda reader, purpose: rights.restrict(reader.subject),
    ],
    ids=["objects", "is erased", "restricts"],
)
def test_what_a_reader_declares_while_a_chunk_is_decided_is_not_overtaken_by_a_proof(
    tried, monkeypatch, settings, tmp_path, clara, brief, meanwhile
):
    settings.ERASURES_FILE = tmp_path / "erasures.log"
    run = tried(text="email,confirmed at\nclara@example.org,2020-05-31\n", **PROVEN)
    running.start(run)
    decide, decided = running.decide, []

    def with_a_meeting(*args):
        """Here both share a transaction, so what the first try undoes is declared again before the next."""
        if decided:
            meanwhile(clara, brief)
        decisions = decide(*args)
        if not decided:
            meanwhile(clara, brief)
        decided.append(decisions)
        return decisions

    monkeypatch.setattr(running, "decide", with_a_meeting)
    running.work(run.pk)
    run.refresh_from_db()
    assert run.state == State.DONE, run.message
    assert len(decided) == 2
    assert not ConsentEvent.objects.filter(subject=clara.subject, kind="imported").exists()
