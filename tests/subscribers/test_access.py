"""Everything that is held, for the person it is about (GDPR Art. 15 and 20)."""

import io
import json

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from editorial.models import PublisherSettings
from pollen.models import Grain
from pollen.services import gathering
from subscribers import personal_data, retention
from subscribers.models import ConsentEvent, Subscriber, TopicChoice
from subscribers.services import access, consent, ledger, tokens
from tests.factories import StoryPageFactory, TopicFactory


@pytest.fixture
def get(client, ada):
    """One of the reader's own pages or files."""
    token = tokens.for_preferences(ada)
    return lambda name: client.get(reverse(f"subscribers:{name}", args=[token]))


@pytest.fixture
def life(ada):
    """Ada chose a topic and read a story."""
    TopicChoice.objects.create(subscriber=ada, topic=TopicFactory(label_de="Recht"), stance="refused")
    story = StoryPageFactory(title="Die Bäckerin", topics=["Kundenwert"])
    gathering.record(ada, story, Grain.Kind.READ)
    return story


def held(answer):
    return {holding["key"]: holding["rows"] for holding in answer["held"]}


def test_the_file_holds_what_every_room_holds(get, life):
    answer = json.loads(get("my_data_json").content)
    assert set(held(answer)) == {holding.key for holding in personal_data.holdings()}
    text = json.dumps(answer, ensure_ascii=False)
    for known in ("ada@example.org", "Ada Lindgren", "Recht", "Die Bäckerin", "Ja zu Brief."):
        assert known in text


def test_the_file_is_made_for_machines_and_to_be_kept(get):
    answer = get("my_data_json")
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    assert answer["Content-Disposition"].startswith('attachment; filename="pollenpost-')
    assert json.loads(answer.content)["format"] == access.FORMAT


def test_the_page_shows_the_same_things_in_words(get, life):
    page = get("my_data").content.decode()
    for known in ("ada@example.org", "Ada Lindgren", "Recht", "Die Bäckerin", "Ja zu Brief.", "Pollenpost Verlag"):
        assert known in page
    # A moment is written out, not as machines write it.
    assert timezone.localdate().isoformat() + "T" not in page


def test_nothing_of_other_readers_is_in_it(get, bruno, life):
    for name in ("my_data", "my_data_json", "my_data_page"):
        assert "bruno" not in get(name).content.decode().lower()


def test_the_page_to_keep_needs_nothing_of_us_and_carries_no_link_to_the_readers_pages(get, life):
    answer = get("my_data_page")
    page = answer.content.decode()
    assert answer["Content-Disposition"].startswith("attachment")
    assert "Die Bäckerin" in page
    assert "<link" not in page
    assert "<script" not in page
    assert "/brief/" not in page.split("<body>")[1].replace("Seite /brief/", "")


def test_it_says_where_the_data_came_from(ada, clara, brief):
    assert any("/test/" in source for source in access.sources(ada))
    event = ConsentEvent(subject=clara.subject, purpose=brief, kind="imported", evidence={"source": "Messe Husum"})
    ledger.append(event)
    [source] = access.sources(clara)
    assert "Messe Husum" in source


def test_it_says_what_is_kept_how_long_and_why(get):
    answer = json.loads(get("my_data_json").content)
    assert [rule["what"] for rule in answer["retention"]] == [str(rule.what) for rule in retention.rules()]
    assert all(rule["why"] and rule["how_long"] for rule in answer["retention"])


def test_it_says_what_for_and_who_gets_it(get):
    answer = json.loads(get("my_data_json").content)
    assert [entry["name"] for entry in answer["purposes"]] == [str(entry.name) for entry in retention.activities()]
    assert all(entry["recipients"] and entry["basis"] for entry in answer["purposes"])


def test_it_names_the_rights_and_the_supervisory_authority(get):
    page = get("my_data").content.decode()
    assert "Datenschutzbehörde" in page
    PublisherSettings.objects.update(supervisory_authority="Datenschutzzentrum\nHolstenstraße 98, Kiel")
    page = get("my_data").content.decode()
    assert "Holstenstraße 98, Kiel" in page
    for article in ("Art.\xa015 und 20", "Art.\xa016", "Art.\xa017", "Art.\xa018", "Art.\xa021", "Art.\xa077"):
        assert article in page


def test_the_proof_of_the_declarations_is_a_download(get):
    answer = get("my_proof")
    assert answer["Content-Type"] == "application/pdf"
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert "Ja zu Brief." in text


def test_looking_and_taking_along_changes_nothing(get, ada, life):
    before = (ConsentEvent.objects.count(), Subscriber.objects.values().get(pk=ada.pk))
    for name in ("my_data", "my_data_json", "my_data_page", "my_proof"):
        assert get(name).status_code == 200
    assert (ConsentEvent.objects.count(), Subscriber.objects.values().get(pk=ada.pk)) == before


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2026-03-02", "2. März 2026"),
        ("2026-03-02T12:00:00+01:00", "2. März 2026 12:00"),
        ("2026-99-99", "2026-99-99"),
        (True, "ja"),
        (["Recht", "Essen"], "Recht, Essen"),
        ({"form": "/brief/", "at": "2026-03-02"}, "Formular: /brief/; at: 2. März 2026"),
        (0.123456, "0,123"),
        (7, "7"),
    ],
)
def test_values_are_written_as_people_read_them(value, words):
    assert access.in_words(value) == words


def test_a_form_of_ours_is_named_as_people_know_it(get, ada, pollen):
    consent.grant(ada.subject, pollen.wording("de"), form="preferences")
    page = get("my_data").content.decode()
    assert "Formular: die Seite mit den eigenen Einstellungen" in page
    assert "Formular: preferences" not in page
