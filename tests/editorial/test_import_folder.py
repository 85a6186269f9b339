"""The import of a folder as a whole: what it makes, what it leaves alone, and how it fails."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.images import get_image_model
from wagtail.models import Page, Revision, Site

from blog.models import StoryPage
from editorial.importing.importer import import_folder
from editorial.models import Author, HomePage, ReadablePage, Topic
from magazine.models import ArticlePage

SAMPLES = Path(__file__).parent / "sample_content"
pytestmark = pytest.mark.django_db


def write(folder, name, *front_matter, body="Ein Satz."):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(["---", *front_matter, "---", "", body, ""]), encoding="utf-8")
    return path


def outcomes(report):
    return {entry.path.name: entry.outcome.value for entry in report.entries}


def test_a_folder_of_folders_becomes_pages_below_a_new_home():
    report = import_folder(SAMPLES)
    assert set(outcomes(report).values()) == {"created"}
    home = HomePage.objects.get()
    assert Site.objects.get(is_default_site=True).root_page_id == home.pk
    assert not Page.objects.filter(title__startswith="Welcome to your new Wagtail").exists()
    slugs = {page.slug for page in home.get_children()}
    assert slugs == {"magazin", "geschichten", "ansichtskarten", "leuchtturmfunk"}
    assert all(page.live and not page.has_unpublished_changes for page in Page.objects.filter(depth__gt=1))


def test_a_home_page_that_is_there_is_used(home):
    import_folder(SAMPLES)
    assert HomePage.objects.get() == home
    assert StoryPage.objects.get().get_ancestors().filter(pk=home.pk).exists()


def test_a_second_run_writes_nothing():
    import_folder(SAMPLES)
    revisions = Revision.objects.count()
    with CaptureQueriesContext(connection) as queries:
        report = import_folder(SAMPLES)
    assert set(outcomes(report).values()) == {"unchanged"}
    assert Revision.objects.count() == revisions
    assert not [query for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_a_changed_file_updates_its_page_and_no_other(tmp_path):
    write(tmp_path, "a.md", "title: Eins", "published: 2026-09-01")
    changing = write(tmp_path, "b.md", "title: Zwei", "published: 2026-09-01")
    import_folder(tmp_path)
    revisions = Revision.objects.count()
    changing.write_text(changing.read_text().replace("Ein Satz.", "Ein anderer Satz."))
    assert outcomes(import_folder(tmp_path)) == {"a.md": "unchanged", "b.md": "updated"}
    assert Revision.objects.count() == revisions + 1
    assert "anderer" in list(StoryPage.objects.get(slug="zwei").words())


def test_what_the_file_does_not_name_stays_as_the_editor_left_it(tmp_path):
    path = write(tmp_path, "a.md", "title: Eins", "published: 2026-09-01")
    import_folder(tmp_path)
    page = StoryPage.objects.get()
    page.kicker, page.standfirst = "Von Hand", "Vom Redakteur."
    page.save_revision().publish()
    assert outcomes(import_folder(tmp_path)) == {"a.md": "unchanged"}
    path.write_text(path.read_text().replace("Ein Satz.", "Ein neuer Satz."))
    assert outcomes(import_folder(tmp_path)) == {"a.md": "updated"}
    page = StoryPage.objects.get()
    assert (page.kicker, page.standfirst) == ("Von Hand", "Vom Redakteur.")


def test_the_editors_way_of_writing_html_is_no_change():
    import_folder(SAMPLES)
    for page in ReadablePage.objects.specific():
        raw = [
            {**block, "value": block["value"].replace("<p>", '<p data-block-key="k3x9z">')}
            if block["type"] == "paragraph"
            else block
            for block in page.body.raw_data
        ]
        page.body = raw
        page.save()
    assert set(outcomes(import_folder(SAMPLES)).values()) == {"unchanged"}


def test_blocks_that_stay_keep_their_ids(tmp_path):
    path = write(tmp_path, "a.md", "title: Eins", "published: 2026-09-01", body="Erster.\n\nZweiter.")
    import_folder(tmp_path)
    before = {block["value"]: block["id"] for block in StoryPage.objects.get().body.raw_data}
    path.write_text(path.read_text().replace("Erster.", "Davor.\n\nErster."))
    import_folder(tmp_path)
    after = {block["value"]: block["id"] for block in StoryPage.objects.get().body.raw_data}
    assert after == {**before, "<p>Davor.</p>": after["<p>Davor.</p>"]}


def test_a_page_that_was_taken_off_the_site_stays_off(tmp_path):
    path = write(tmp_path, "a.md", "title: Eins", "published: 2026-09-01")
    import_folder(tmp_path)
    StoryPage.objects.get().unpublish()
    path.write_text(path.read_text().replace("Ein Satz.", "Ein neuer Satz."))
    [entry] = import_folder(tmp_path).entries
    assert entry.outcome == "updated"
    assert entry.warnings
    assert not StoryPage.objects.get().live


def test_dates_of_the_past_are_kept():
    import_folder(SAMPLES)
    story = StoryPage.objects.get()
    assert story.published_on == date(2026, 9, 12)
    assert story.first_published_at.date() == date(2026, 9, 12)


def test_a_text_without_a_date_keeps_that_of_its_first_import(tmp_path, time_machine):
    write(tmp_path, "a.md", "title: Eins")
    time_machine.move_to("2026-10-01 10:00")
    import_folder(tmp_path)
    time_machine.move_to("2026-10-09 10:00")
    assert outcomes(import_folder(tmp_path)) == {"a.md": "unchanged"}
    assert StoryPage.objects.get().published_on == date(2026, 10, 1)


def test_tags_find_topics_by_label_synonym_and_slug_and_propose_the_rest(tmp_path):
    Topic.objects.create(label_de="Kündigung", label_en="Cancellation", synonyms="Abschied\nAustritt")
    Topic.objects.create(label_de="Recht", label_en="Law")
    tags = "tags: [ABSCHIED, cancellation, Kuendigung, law, Möwen]"
    write(tmp_path, "a.md", "title: Eins", tags, "published: 2026-09-01")
    import_folder(tmp_path)
    found = {topic.label_de: topic.state for topic in StoryPage.objects.get().topics.all()}
    assert found == {"Kündigung": "approved", "Recht": "approved", "Möwen": "proposed"}


def test_authors_are_named_in_the_order_of_the_file(tmp_path):
    Author.objects.create(name="Wiebke Harms")
    path = write(tmp_path, "a.md", "title: Eins", "authors: [Ole Jansen, wiebke harms]", "published: 2026-09-01")
    import_folder(tmp_path)
    assert [author.name for author in StoryPage.objects.get().authors] == ["Ole Jansen", "Wiebke Harms"]
    path.write_text(path.read_text().replace("Ole Jansen, wiebke harms", "Wiebke Harms, Ole Jansen"))
    import_folder(tmp_path)
    assert [author.name for author in StoryPage.objects.get().authors] == ["Wiebke Harms", "Ole Jansen"]
    assert Author.objects.count() == 2


def test_a_picture_is_put_into_the_library_once():
    import_folder(SAMPLES)
    import_folder(SAMPLES)
    image = get_image_model().objects.get()
    [picture] = [
        block.value for block in ArticlePage.objects.get(format="interview").body if block.block_type == "picture"
    ]
    assert picture["image"] == image
    assert (picture["alternative_text"], picture["credit"]) == ("Ein Steg im Herbst", "Foto: W. Harms")


def test_a_picture_of_a_file_that_failed_leaves_nothing_behind(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "steg.png").write_bytes((SAMPLES / "heft-9-26/articles/steg.png").read_bytes())
    front_matter = ["title: Eins", "source_url: nirgends"]
    write(tmp_path / "in", "a.md", *front_matter, body="![Ein Steg](steg.png)")
    assert outcomes(import_folder(tmp_path / "in")) == {"a.md": "failed"}
    assert not get_image_model().objects.exists()
    assert not list((tmp_path / "media").rglob("*.png"))


def test_the_front_matter_may_name_the_picture_of_the_page(tmp_path):
    (tmp_path / "steg.png").write_bytes((SAMPLES / "heft-9-26/articles/steg.png").read_bytes())
    write(tmp_path, "a.md", "title: Eins", "image: steg.png")
    import_folder(tmp_path)
    assert StoryPage.objects.get().image == get_image_model().objects.get()


@pytest.mark.parametrize("name", ["fehlt.png", "../geheim.png", "https://example.org/a.png", "a.md"])
def test_a_picture_that_cannot_be_had_is_a_warning(tmp_path, name):
    (tmp_path / "geheim.png").write_bytes((SAMPLES / "heft-9-26/articles/steg.png").read_bytes())
    body = f'Davor.\n\n![Bild]({name} "Am Hafen | W. Harms")\n\nDanach.'
    write(tmp_path / "innen", "a.md", "title: Eins", "published: 2026-09-01", body=body)
    [entry] = import_folder(tmp_path / "innen").entries
    assert entry.outcome == "created"
    assert name in entry.warnings[0]
    assert list(entry.page.specific.words()) == ["Davor", "Am", "Hafen", "W", "Harms", "Danach"]
    assert not get_image_model().objects.exists()


def test_overrides_see_each_document_and_may_change_it(tmp_path):
    write(tmp_path, "a.md", "title: Eins", "published: 2020-01-01")
    report = import_folder(tmp_path, overrides=lambda found: found.with_meta(published=date(2026, 9, 9)))
    assert report.entries[0].page.published_on == date(2026, 9, 9)


def test_a_readme_is_no_content(tmp_path):
    write(tmp_path, "a.md", "title: Eins")
    (tmp_path / "README.md").write_text("# Wie man dies liest")
    assert outcomes(import_folder(tmp_path)) == {"a.md": "created"}


def test_the_command_reports_each_file_and_fails_at_the_end(tmp_path):
    write(tmp_path, "a.md", "title: Eins")
    write(tmp_path, "b.md", "title: Zwei", "published: morgen")
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("import_content", tmp_path, stdout=out)
    good, bad, sums = out.getvalue().splitlines()
    assert good.endswith("a.md  Eins")
    assert f"{tmp_path / 'b.md'}:3" in bad
    assert "1" in sums


def test_the_command_is_content_with_a_good_folder():
    out = StringIO()
    call_command("import_content", SAMPLES, stdout=out)
    assert len(out.getvalue().splitlines()) == 8
