"""Stories, episodes and postcards from a folder."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from blog.models import EpisodePage, PostcardPage, ShowPage, StoryPage
from editorial.importing.importer import import_folder
from tests.factories import ShowPageFactory

SAMPLES = Path(__file__).parents[1] / "editorial/sample_content"
pytestmark = pytest.mark.django_db


def test_a_story_ends_with_a_lesson_and_further_reading():
    import_folder(SAMPLES / "geschichten")
    story = StoryPage.objects.get()
    assert (story.number, story.slug, story.source) == (7, "der-eimer", "Stegbote")
    assert [block.block_type for block in story.body][-2:] == ["lesson", "further_reading"]
    assert story.standfirst.startswith("Am Montag fehlte ein Eimer.")


def test_an_episode_is_known_by_its_show_and_has_its_transcript():
    import_folder(SAMPLES / "leuchtturm")
    episode = EpisodePage.objects.get()
    assert (episode.number, episode.guest, episode.hosts) == (3, "Ragna Behn", "Ole, Wiebke")
    assert episode.duration == timedelta(hours=1, minutes=2, seconds=3)
    assert [turn.value["speaker"] for turn in episode.transcript] == [
        "Ole",
        "Ragna",
        "Wiebke",
        "Ragna",
        "",
        "Ole",
    ]
    assert [block.block_type for block in episode.body] == ["paragraph", "further_reading"]


def test_a_show_is_found_by_its_title(home):
    show = ShowPageFactory(title="LEUCHTTURMFUNK", slug="funk", parent=home)
    ShowPageFactory(title="Anderer Funk", slug="anderer", parent=home)
    import_folder(SAMPLES / "leuchtturm")
    assert EpisodePage.objects.get().get_parent().specific == show
    assert ShowPage.objects.count() == 2


def test_a_postcard_is_its_statement():
    import_folder(SAMPLES / "karten")
    card = PostcardPage.objects.get()
    assert card.statement == "Der Steg ist trocken. Wir sind es nicht."
    # YAML would read this sender as "false".
    assert (card.sender, card.place, card.published_on) == ("No", "Amrum", date(2026, 9, 25))


def test_a_postcard_without_a_statement_fails(tmp_path):
    (tmp_path / "leer.md").write_text("---\nformat: postcard\ntitle: Leer\n---\n")
    [entry] = import_folder(tmp_path).failed
    assert entry.message
    assert not PostcardPage.objects.exists()
