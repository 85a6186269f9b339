"""Bad input: named with file and line, nothing half done, and the other files go on."""

import os
from pathlib import Path

import pytest

from editorial.importing import document
from editorial.importing.importer import import_folder
from editorial.models import HomePage, ReadablePage, Topic
from magazine.models import ArticlePage, IssuePage

from .test_import_folder import outcomes, write

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("front_matter", "line"),
    [
        (["title: Eins", "tags: [a, b", "published: 2026-09-01"], 3),
        (["title: Eins", 'standfirst: "offen', "number: 3"], 3),
        (["number: 3"], None),
        (["title:", "number: 3"], 2),
        (["title: Eins", "published: 2026-13-01"], 3),
        (["title: Eins", "published: gestern"], 3),
        (["title: Eins", "number: drei"], 3),
        (["title: Eins", "tags: {a: b}"], 3),
        (["title: [Eins]"], 2),
        (["- Eins", "- Zwei"], 2),
        (["nur ein Satz"], 2),
        (["title: Eins", "title: Zwei"], 3),
        (["title: Eins", "format: gedicht"], 3),
        (["title: '???'"], 2),
        (["title: Eins", "source_url: nirgends"], 3),
        ([f"title: {'lang ' * 60}"], 2),
        (["title: Eins", f"deep: {'[' * 3000}"], None),
        (["title: Eins", f"tags: [{'lang' * 30}]"], None),
    ],
)
def test_bad_front_matter_is_named_with_its_line_and_stops_no_other_file(tmp_path, front_matter, line):
    write(tmp_path, "a.md", *front_matter)
    write(tmp_path, "b.md", "title: Gut", "published: 2026-09-01")
    report = import_folder(tmp_path)
    assert outcomes(report) == {"a.md": "failed", "b.md": "created"}
    [entry] = report.failed
    assert entry.message
    assert line is None or entry.line == line
    assert [page.title for page in ReadablePage.objects.all()] == ["Gut"]
    assert not Topic.objects.exists()


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"---\ntitle: Eins\n---\n\nGr\xfc\xdfe\n", 5),
        (b"Ein Text ohne Kopf\n", 1),
        (b"---\ntitle: Eins\n", 1),
        (b"", 1),
        (b"---\ntitle: \x00\n---\n", 2),
        (b"\xff\xfe-\x00-\x00", 1),
    ],
)
def test_a_file_that_is_no_document_is_named(tmp_path, content, line):
    (tmp_path / "a.md").write_bytes(content)
    write(tmp_path, "b.md", "title: Gut", "published: 2026-09-01")
    report = import_folder(tmp_path)
    assert outcomes(report) == {"a.md": "failed", "b.md": "created"}
    assert report.failed[0].line == line


def test_windows_line_ends_and_a_byte_order_mark_are_read(tmp_path):
    (tmp_path / "a.md").write_bytes("\ufeff---\r\ntitle: Grüße\r\n---\r\n\r\nMoin.\r\n".encode())
    assert outcomes(import_folder(tmp_path)) == {"a.md": "created"}


def test_an_unreadable_file_is_named_and_the_others_are_read(tmp_path, monkeypatch):
    write(tmp_path, "a.md", "title: Eins")
    write(tmp_path, "b.md", "title: Gut")
    read = Path.read_bytes

    def refuse(path):
        if path.name == "a.md":
            raise PermissionError(13, "Permission denied", str(path))
        return read(path)

    monkeypatch.setattr(document.Path, "read_bytes", refuse)
    report = import_folder(tmp_path)
    assert outcomes(report) == {"a.md": "failed", "b.md": "created"}
    assert "Permission denied" in report.failed[0].message


def test_an_unreadable_folder_is_named_and_the_others_are_read(tmp_path, monkeypatch):
    write(tmp_path, "zu/a.md", "title: Eins")
    write(tmp_path, "offen/b.md", "title: Gut")
    scandir = os.scandir

    def refuse(path):
        if str(path).endswith("zu"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    report = import_folder(tmp_path)
    assert outcomes(report) == {"zu": "failed", "b.md": "created"}


def test_a_dangling_link_is_named(tmp_path):
    (tmp_path / "a.md").symlink_to(tmp_path / "nirgends.md")
    assert outcomes(import_folder(tmp_path)) == {"a.md": "failed"}


def test_a_missing_or_empty_folder_or_a_file_fails(tmp_path):
    (tmp_path / "leer").mkdir()
    file = write(tmp_path, "a.md", "title: Eins")
    for path in [tmp_path / "leer", tmp_path / "fehlt", file]:
        report = import_folder(path)
        assert outcomes(report) == {path.name: "failed"}
    assert not HomePage.objects.exists()


def test_a_broken_issue_takes_its_articles_with_it(tmp_path):
    write(tmp_path, "heft/issue.md", "title: Ohne Nummer")
    write(tmp_path, "heft/articles/01.md", "title: Eins", "tags: [Hafen]", "section: Tagebuch")
    write(tmp_path, "allein/articles/02.md", "title: Zwei")
    write(tmp_path, "story.md", "title: Drei")
    report = import_folder(tmp_path)
    assert outcomes(report) == {
        "issue.md": "failed",
        "01.md": "failed",
        "02.md": "failed",
        "story.md": "created",
    }
    assert not IssuePage.objects.exists()
    assert not ArticlePage.objects.exists()
    assert not Topic.objects.exists()


def test_two_files_with_one_address_do_not_overwrite_each_other(tmp_path):
    write(tmp_path, "a.md", "title: Eins", body="Erster.")
    write(tmp_path, "b.md", "title: Eins", body="Zweiter.")
    write(tmp_path, "c.md", "title: Eins", "slug: eins-noch-einmal", body="Dritter.")
    report = import_folder(tmp_path)
    assert outcomes(report) == {"a.md": "created", "b.md": "failed", "c.md": "created"}
    assert "a.md" in report.failed[0].message


@pytest.mark.parametrize("name", ["%00.png", "a%00b.png", f"{'n' * 300}.png", "%ED%A0%80.png"])
def test_a_picture_with_an_impossible_name_is_a_warning(tmp_path, name):
    write(tmp_path, "a.md", "title: Eins", body=f"Moin.\n\n![Steg]({name})")
    write(tmp_path, "b.md", "title: Zwei", f"image: '{name}'")
    report = import_folder(tmp_path)
    assert outcomes(report) == {"a.md": "created", "b.md": "created"}
    assert all(entry.warnings for entry in report.entries)
