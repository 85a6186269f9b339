"""Who spoke when: typed, imported, read from WebVTT and written as WebVTT."""

import pytest
import webvtt
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from blog.models import EpisodePage
from blog.transcript import Chapter, NoTranscript, Turn, cues, parts, read_vtt, vtt
from editorial import clock
from editorial.blocks import ClockBlock
from editorial.importing.importer import import_folder
from tests.blog.sound import chapter, silence, turn
from tests.editorial.test_import_folder import outcomes, write
from tests.factories import EpisodePageFactory

VTT = b"""WEBVTT

00:00.000 --> 00:02.000
<v Ole>Moin aus

00:02.000 --> 00:04.000
<v Ole>Husum &amp; umzu.

00:04.500 --> 00:06.000
<v Wiebke>Moin.
"""


def turns(*said):
    return [Turn(speaker, seconds, f"<p>{text}</p>") for speaker, seconds, text in said]


# --- Times as people write them -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "seconds"), [("1:05", 65), ("01:02:05", 3725), ("62:05", 3725), ("90", 90), ("0:00", 0)]
)
def test_a_time_is_read_as_on_a_clock(text, seconds):
    assert clock.seconds_of(text) == seconds
    assert ClockBlock().clean(text) == seconds


@pytest.mark.parametrize("text", ["1:75", "eins", "1:02:3", "-5", "1:99:00"])
def test_what_is_no_time_is_refused(text):
    with pytest.raises(ValidationError):
        ClockBlock().clean(text)


def test_a_stored_time_is_shown_as_on_a_clock_and_stays_a_number():
    block = ClockBlock(required=False)
    assert block.get_form_state(3725) == "1:02:05"
    assert block.clean(3725) == 3725
    assert block.clean("") is None
    assert block.get_form_state(0) == "0:00"


# --- WebVTT -------------------------------------------------------------------------------------------


def test_a_turn_ends_where_the_next_begins_and_names_its_voice():
    text = vtt(turns(("Ole", 1, "Moin &amp; hallo."), ("Wiebke", 4, "Moin.")), 10)
    first, second = webvtt.from_string(text).captions
    assert (first.start, first.end, first.voice) == ("00:00:01.000", "00:00:04.000", "Ole")
    assert "Moin &amp; hallo." in text
    assert second.voice == "Wiebke"
    assert second.end_in_seconds <= 10


def test_without_a_single_time_there_is_no_webvtt():
    assert vtt(turns(("Ole", None, "Moin."), ("Wiebke", None, "Moin.")), 10) == ""


def test_between_two_known_times_turns_share_the_time_by_their_words():
    middle = cues(turns(("A", 0, "eins zwei"), ("B", None, "drei vier"), ("C", 40, "fünf")), 60)[1]
    assert (middle.begin, middle.end) == (20, 40)


def test_cues_never_go_back_even_where_two_turns_share_a_second():
    found = cues(turns(("A", 3, "eins"), ("B", 3, "zwei"), ("C", 3, "drei"), ("D", 9, "vier")), None)
    assert [cue.begin for cue in found] == sorted({cue.begin for cue in found})
    assert all(cue.end > cue.begin for cue in found)


def test_a_name_cannot_break_out_of_its_voice():
    [caption] = webvtt.from_string(vtt(turns(("A>b<\n", 0, "eins --> zwei")), 5)).captions
    assert caption.voice == "Ab"
    assert caption.text.startswith("eins")


def test_subtitles_are_read_as_turns_of_whole_sentences():
    first, second = (block["value"] for block in read_vtt(VTT))
    assert first == {"speaker": "Ole", "seconds": 0, "text": "<p>Moin aus Husum &amp; umzu.</p>"}
    assert (second["speaker"], second["seconds"]) == ("Wiebke", 4)


@pytest.mark.parametrize(
    "content", [b"", b"Moin", b"\xff\xfe", b"WEBVTT\n\n", b"1\n00:00:01,000 --> 00:00:02,000\nMoin"]
)
def test_what_is_no_webvtt_is_refused(content):
    with pytest.raises(NoTranscript):
        read_vtt(content)


# --- Chapters -----------------------------------------------------------------------------------------


def test_turns_stand_below_the_chapter_they_were_said_in():
    said = turns(("A", 0, "eins"), ("B", None, "zwei"), ("A", 30, "drei"), ("B", 45, "vier"))
    found = parts(said, [Chapter(0, "Anfang"), Chapter(30, "Mitte"), Chapter(50, "Ende")])
    assert [(part.chapter.title, len(part.turns)) for part in found] == [("Anfang", 2), ("Mitte", 2)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"chapters": [chapter(10, "a"), chapter(10, "b")]}, "chapters"),
        ({"chapters": [chapter(10, "a"), chapter(5, "b")]}, "chapters"),
        ({"transcript": [turn("A", 10, "x"), turn("B", 5, "y")]}, "transcript"),
    ],
)
def test_times_that_go_back_are_named(home, fields, field):
    with pytest.raises(ValidationError) as refused:
        EpisodePageFactory(**fields)
    assert "0:10" in refused.value.message_dict[field][0]


# --- From files ---------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_time_marks_in_markdown_say_when_a_turn_begins(tmp_path):
    body = "Zur Folge.\n\n**Ole:** [0:05] Moin.\n\n**Wiebke:** Moin.\n\n[1:02:03] Noch etwas."
    write(tmp_path, "a.md", "title: Eins", "show: Leuchtturm", body=body)
    assert outcomes(import_folder(tmp_path)) == {"a.md": "created"}
    found = [
        (t.value["speaker"], t.value["seconds"], t.value["text"].source)
        for t in EpisodePage.objects.get().transcript
    ]
    assert found == [
        ("Ole", 5, "<p>Moin.</p>"),
        ("Wiebke", None, "<p>Moin.</p>"),
        ("Wiebke", 3723, "<p>Noch etwas.</p>"),
    ]


@pytest.mark.django_db
def test_recording_chapters_and_subtitles_are_imported_once(tmp_path):
    (tmp_path / "talk.mp3").write_bytes(silence(20))
    (tmp_path / "talk.vtt").write_bytes(VTT)
    write(
        tmp_path, "a.md", "title: Eins", "show: Leuchtturm", "audio: talk.mp3", "transcript: talk.vtt",
        'chapters: ["0:00 Anfang", "0:04 Ende <https://example.org/>"]',
    )  # fmt: skip
    assert outcomes(import_folder(tmp_path)) == {"a.md": "created"}
    episode = EpisodePage.objects.get()
    assert (episode.seconds, episode.audio_bytes) == (20, len(silence(20)))
    assert [(c.seconds, c.title, c.url) for c in episode.chapter_list] == [
        (0, "Anfang", ""),
        (4, "Ende", "https://example.org/"),
    ]
    assert [t.speaker for t in episode.turns] == ["Ole", "Wiebke"]
    assert outcomes(import_folder(tmp_path)) == {"a.md": "unchanged"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("audio: fehlt.mp3", "fehlt.mp3"),
        ("audio: ../draussen.mp3", "draussen.mp3"),
        ("audio: text.mp3", "text.mp3"),
        ("audio: a.md", "a.md"),
        ("transcript: text.mp3", "text.mp3"),
        ('chapters: ["Anfang"]', "Anfang"),
        ('chapters: ["1:99 Anfang"]', "1:99"),
    ],
)
def test_a_file_or_time_that_is_none_is_named_with_its_line(tmp_path, field, said):
    (tmp_path / "text.mp3").write_text("Nur Text.")
    write(tmp_path, "a.md", "title: Eins", "show: Leuchtturm", field)
    [entry] = import_folder(tmp_path).failed
    assert said in entry.message
    assert entry.line == 4
    assert not EpisodePage.objects.exists()


@pytest.mark.django_db
def test_a_time_mark_that_is_none_is_named(tmp_path):
    write(tmp_path, "a.md", "title: Eins", "show: Leuchtturm", body="**Ole:** [1:99] Moin.")
    [entry] = import_folder(tmp_path).failed
    assert "1:99" in entry.message


@pytest.mark.django_db
def test_an_uploaded_webvtt_takes_the_place_of_the_transcript(admin_client, publisher):
    episode = EpisodePageFactory(transcript=[turn("Alt", None, "Weg damit.")])
    form = admin_client.get(reverse("wagtailadmin_pages:edit", args=[episode.pk])).context["form"]
    data = {"title": episode.title, "slug": episode.slug, "published_on": "2026-11-01", "editors_weight": 2} | {
        f"{name}-count": "0" for name in ("chapters", "body", "transcript")
    }
    for prefix in ("bylines", "comments"):
        data |= {
            f"{prefix}-{key}": "0" for key in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")
        }
    for content, expected in ((VTT, ["Ole", "Wiebke"]), (b"Moin", None)):
        files = {"transcript_file": SimpleUploadedFile("talk.vtt", content)}
        filled = type(form)(
            data, files, instance=episode, parent_page=episode.get_parent(), for_user=form.for_user
        )
        if expected is None:
            assert not filled.is_valid()
            assert "WEBVTT" in str(filled.errors["transcript_file"])
        else:
            assert filled.is_valid(), filled.errors
            assert [block.value["speaker"] for block in filled.save(commit=False).transcript] == expected
