"""When an issue's files are made, who gets them, and what the editor is told."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import PageViewRestriction

from editorial.models import Author
from magazine import tasks
from magazine.models import IssueFile
from magazine.services import issue_files
from tests.factories import ArticlePageFactory, IssuePageFactory
from tests.magazine.issue_stage import image, picture_block

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def issue(publisher):
    """A small one: making its files takes a fraction of a second."""
    issue = IssuePageFactory(number="2.26", body=[("paragraph", "<p>Liebe Leserin.</p>")])
    ArticlePageFactory(parent=issue, title="Eine Woche am Telefon", body=[("paragraph", "<p>Guten Tag.</p>")])
    return issue


def publish(page, capture):
    with capture(execute=True):
        page.save_revision().publish()


def make(issue, capture):
    with capture(execute=True):
        issue_files.want([issue])
        issue_files.make(issue.pk)


def states(issue):
    return {file.kind: file.state for file in IssueFile.objects.filter(issue=issue)}


def on_disk(media):
    return sorted(path.suffix for path in media.rglob("issues/*/*"))


def epub_of(issue):
    import zipfile

    with IssueFile.objects.get(issue=issue, kind="epub").file.open() as file:
        book = zipfile.ZipFile(file)
        return "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml"))


def test_a_publication_makes_both_files_and_eight_make_them_once(issue, media, django_capture_on_commit_callbacks):
    for _time in range(8):
        publish(issue.articles()[0], django_capture_on_commit_callbacks)
    assert states(issue) == {"pdf": "wanted", "epub": "wanted"}
    assert issue_files.wanted_issues() == [issue.pk]
    tasks.make_issue_files(issue.pk)
    assert states(issue) == {"pdf": "ready", "epub": "ready"}
    assert on_disk(media) == [".epub", ".pdf"]
    assert issue_files.wanted_issues() == []
    made = list(IssueFile.objects.values_list("file", flat=True))
    tasks.make_issue_files(issue.pk)
    assert list(IssueFile.objects.values_list("file", flat=True)) == made


def test_an_issue_from_before_this_was_built_gets_its_files_too(issue):
    IssueFile.objects.all().delete()
    assert issue_files.wanted_issues() == [issue.pk]


def test_what_another_worker_has_claimed_is_left_to_it_until_it_is_taken_for_dead(issue):
    issue_files.want([issue])
    IssueFile.objects.update(claimed_at=timezone.now())
    issue_files.make(issue.pk)
    assert states(issue) == {"pdf": "wanted", "epub": "wanted"}
    IssueFile.objects.update(claimed_at=timezone.now() - issue_files.CLAIM_LAPSES - timedelta(seconds=1))
    issue_files.make(issue.pk)
    assert states(issue) == {"pdf": "ready", "epub": "ready"}


def test_a_file_that_was_wanted_anew_while_it_was_made_is_thrown_away(
    issue, media, django_capture_on_commit_callbacks
):
    issue_files.want([issue])
    [file, _other] = IssueFile.objects.filter(issue=issue).order_by("kind")
    claim = timezone.now()
    IssueFile.objects.filter(pk=file.pk).update(claimed_at=claim)
    issue_files.want([issue])
    with django_capture_on_commit_callbacks(execute=True):
        issue_files._make_claimed(file, claim)
    assert states(issue)["epub"] == "wanted"
    assert on_disk(media) == []


def test_the_new_file_takes_the_place_of_the_old_one(issue, media, django_capture_on_commit_callbacks):
    make(issue, django_capture_on_commit_callbacks)
    before = set(media.rglob("issues/*/*"))
    make(issue, django_capture_on_commit_callbacks)
    assert len(set(media.rglob("issues/*/*"))) == 2
    assert not before & set(media.rglob("issues/*/*"))


def test_an_unpublished_issue_loses_its_files(issue, media, client, django_capture_on_commit_callbacks):
    make(issue, django_capture_on_commit_callbacks)
    address = IssueFile.objects.get(kind="pdf").url
    with django_capture_on_commit_callbacks(execute=True):
        issue.unpublish()
    assert on_disk(media) == []
    assert not IssueFile.objects.exists()
    assert client.get(address).status_code == 404
    assert issue_files.wanted_issues() == []


@pytest.mark.parametrize("how", ["unpublished", "deleted", "behind a password"])
def test_what_may_not_be_read_any_longer_leaves_the_file_at_once(
    issue, media, how, django_capture_on_commit_callbacks
):
    secret = ArticlePageFactory(parent=issue, title="Vertrauliches")
    make(issue, django_capture_on_commit_callbacks)
    assert "Vertrauliches" in epub_of(issue)
    with django_capture_on_commit_callbacks(execute=True):
        if how == "unpublished":
            secret.unpublish()
        elif how == "deleted":
            secret.delete()
        else:
            PageViewRestriction.objects.create(
                page=secret, restriction_type=PageViewRestriction.PASSWORD, password="geheim"
            )
    assert on_disk(media) == []
    issue_files.make(issue.pk)
    assert "Vertrauliches" not in epub_of(issue)


def test_readers_see_the_files_with_their_sizes_and_get_them(issue, client, django_capture_on_commit_callbacks):
    assert 'class="downloads"' not in client.get(issue.url).content.decode()
    make(issue, django_capture_on_commit_callbacks)
    page = client.get(issue.url).content.decode()
    block = re.search(r'<ul class="downloads".*?</ul>', page, re.S)[0]
    assert block.index("PDF") < block.index("EPUB")
    assert "KB" in block
    for file in IssueFile.objects.all():
        assert file.url in block
        response = client.get(file.url)
        assert response["Content-Type"] == {"pdf": "application/pdf", "epub": "application/epub+zip"}[file.kind]
        assert f"wer-zuhoert-muss-weniger-rufen-2-26.{file.kind}" in response["Content-Disposition"]
        assert "no-cache" in response["Cache-Control"]
        content = b"".join(response.streaming_content)
        assert len(content) == file.size
        again = client.get(file.url, headers={"if-none-match": response["ETag"]})
        assert again.status_code == 304


def test_the_files_of_an_issue_behind_a_password_ask_for_it(issue, client, django_capture_on_commit_callbacks):
    PageViewRestriction.objects.create(
        page=issue.get_parent(), restriction_type=PageViewRestriction.PASSWORD, password="geheim"
    )
    make(issue, django_capture_on_commit_callbacks)
    file = IssueFile.objects.get(kind="pdf")
    asked = client.get(file.url)
    assert asked["Content-Type"].startswith("text/html")
    assert "no-store" in asked["Cache-Control"]
    action = re.search(r'action="([^"]+)"', asked.content.decode())[1]
    answer = client.post(action, {"password": "geheim", "return_url": file.url}, follow=True)
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    # The raw file lies under a name that nobody guesses.
    assert len(Path(file.file.name).stem) > 22


def test_the_files_of_an_issue_behind_a_login_lead_to_it(issue, client, django_capture_on_commit_callbacks):
    PageViewRestriction.objects.create(page=issue, restriction_type=PageViewRestriction.LOGIN)
    make(issue, django_capture_on_commit_callbacks)
    assert client.get(IssueFile.objects.get(kind="epub").url).status_code == 302


def test_unknown_files_are_not_found(issue, client):
    assert client.get(f"/hefte/{issue.pk}/{issue.slug}.pdf").status_code == 404
    assert client.get(f"/hefte/{issue.pk}/{issue.slug}.exe").status_code == 404
    assert client.get("/hefte/99999/x.pdf").status_code == 404


def test_a_missing_and_a_broken_picture_stop_nothing_and_are_reported(issue, django_capture_on_commit_callbacks):
    missing, broken = image("Telefon"), image("Hafen", content=b"not a picture")
    missing.file.storage.delete(missing.file.name)
    deleted = image("Leuchtturm")
    body = [picture_block(missing), picture_block(broken), picture_block(deleted)]
    page = ArticlePageFactory(parent=issue, title="Bebildert", body=body)
    publish(page, django_capture_on_commit_callbacks)
    deleted.delete()
    issue_files.make(issue.pk)
    assert states(issue) == {"pdf": "ready", "epub": "ready"}
    told = IssueFile.objects.get(kind="pdf").complaints
    assert len(told) == 3
    assert all("Bebildert" in sentence for sentence in told)
    assert "Telefon" in told[0]
    assert "Hafen" in told[1]


def test_a_file_that_cannot_be_made_is_reported_and_the_old_one_goes(
    issue, media, settings, tmp_path, monkeypatch, django_capture_on_commit_callbacks
):
    make(issue, django_capture_on_commit_callbacks)
    # The one place where no real cause can be brought about in a test: the disk is full.
    monkeypatch.setattr(issue_files.IssueFile._meta.get_field("file").storage, "save", _full_disk)
    make(issue, django_capture_on_commit_callbacks)
    assert states(issue) == {"pdf": "failed", "epub": "failed"}
    assert "No space left" in IssueFile.objects.first().complaints[0]
    assert on_disk(media) == []


def _full_disk(*_arguments, **_named):
    raise OSError(28, "No space left on device")


def test_editors_see_what_became_of_the_files_and_make_them_again(
    issue, client, django_capture_on_commit_callbacks
):
    make(issue, django_capture_on_commit_callbacks)
    IssueFile.objects.update(complaints=["„Bebildert“: das Bild fehlt."])
    client.force_login(get_user_model().objects.create_superuser("henrike"))
    form = client.get(f"/admin/pages/{issue.pk}/edit/").content.decode()
    assert "„Bebildert“: das Bild fehlt." in form
    address = f"/admin/issues/{issue.pk}/files/"
    assert address in form
    assert "„Bebildert“: das Bild fehlt." in client.get(address).content.decode()
    assert states(issue)["pdf"] == "ready"
    client.post(address)
    assert states(issue) == {"pdf": "wanted", "epub": "wanted"}


def test_whoever_may_not_edit_the_issue_cannot_make_its_files(issue, client):
    client.force_login(get_user_model().objects.create_user("gast"))
    assert client.post(f"/admin/issues/{issue.pk}/files/").status_code in (302, 403)
    assert states(issue) == {}


def test_the_editorial_shows_portrait_and_signature(issue, django_capture_on_commit_callbacks):
    profile = Author.objects.create(
        name="Henrike Petersen", portrait=image("Gesicht"), signature=image("Namenszug", size=(600, 200))
    )
    issue.editor_profile = profile
    issue.save()
    make(issue, django_capture_on_commit_callbacks)
    assert "Henrike Petersen" in epub_of(issue)
    assert epub_of(issue).count("images/picture-") == 2


def test_the_command_writes_both_files_and_prints_complaints(issue, tmp_path, capsys):
    ArticlePageFactory(parent=issue, title="Bebildert", body=[picture_block(image("Hafen", content=b"broken"))])
    pdf, epub = tmp_path / "heft.pdf", tmp_path / "heft.epub"
    call_command("export_issue", "2.26", "--pdf", str(pdf), "--epub", str(epub))
    assert pdf.read_bytes().startswith(b"%PDF-")
    assert epub.read_bytes().startswith(b"PK")
    assert "Hafen" in capsys.readouterr().err
    assert not IssueFile.objects.exists()


def test_the_command_says_what_is_wrong_and_leaves_no_half_file(issue, tmp_path):
    with pytest.raises(CommandError, match=r"2\.26 \(de\)"):
        call_command("export_issue", "9.99", "--pdf", str(tmp_path / "x.pdf"))
    with pytest.raises(CommandError, match="--pdf"):
        call_command("export_issue", "2.26")
    with pytest.raises(CommandError, match="nowhere"):
        call_command("export_issue", "2.26", "--epub", str(tmp_path / "nowhere" / "x.epub"))
    (tmp_path / "folder.epub").mkdir()
    with pytest.raises(CommandError, match=r"folder\.epub"):
        call_command("export_issue", "2.26", "--epub", str(tmp_path / "folder.epub"))
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == []
