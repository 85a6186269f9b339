"""The stage of imports: an empty folder, the newsletter's purpose, and a hand that carries a run through."""

from pathlib import Path

import pytest
from django.utils import translation

from subscribers.importing import running, storing

SAMPLES = Path(__file__).parent / "samples"
SOURCE = "Formular auf der alten Seite"
WORDING = "Ja, ich möchte den Brief bekommen."


@pytest.fixture(autouse=True)
def imports(settings, tmp_path):
    settings.IMPORTS_DIR = tmp_path / "imports"
    return settings.IMPORTS_DIR


@pytest.fixture
def english_sentences():
    """What staff are told, in the words of the source."""
    with translation.override("en"):
        yield


@pytest.fixture
def uploaded():
    """`uploaded("mailchimp.csv")` takes a sample in; `uploaded(text="…")` a list written in the test."""

    def take(name="liste.csv", text=None, data=None):
        if text is not None:
            data = text.encode()
        return storing.store([(SAMPLES / name).read_bytes() if data is None else data], name)

    return take


@pytest.fixture
def tried(brief, uploaded):
    """A run after its trial. What staff say of the whole file goes by keyword; `mapping` replaces the proposal."""

    def carry(name="liste.csv", text=None, data=None, mapping=None, purposes=None, **said):
        run = uploaded(name, text, data)
        wordings = [purpose.wording("de") for purpose in purposes or [brief]]
        running.prepare(run, mapping or run.mapping, wordings, **said)
        running.check(run)
        running.work(run.pk)
        run.refresh_from_db()
        return run

    return carry


@pytest.fixture
def imported(tried):
    """The same, carried out."""

    def carry(*args, **kwargs):
        run = tried(*args, **kwargs)
        assert run.state == run.State.CHECKED, run.message
        running.start(run)
        running.work(run.pk)
        run.refresh_from_db()
        return run

    return carry
