"""What editors and marketers do in the admin."""

import csv
from pathlib import Path

from django.urls import reverse
from pollenpost.roles import CHIEFS, MARKETERS

from newsletters.models import Edition
from pollen.models import Grain
from pollen.services import folding, gathering
from segments.models import Export
from tests import factories


def test_an_editor_composes_an_edition_and_sees_it_as_a_reader_will(page, ada, newsletter, log_in):
    story = factories.StoryPageFactory(title="Reihe neun", topics=["Zuhören"])
    log_in(CHIEFS)

    page.goto(reverse("wagtailsnippets_newsletters_edition:add"))
    # There is one newsletter, so it is chosen already.
    page.wait_for_function("document.querySelector('#id_newsletter').value")
    page.fill("#id_subject", "Was wir gelernt haben")
    page.fill("#id_free_places", "1")
    page.wait_for_timeout(500)
    page.locator("footer button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/add/" not in url)
    edition = Edition.objects.get()
    assert (edition.subject, edition.free_places) == ("Was wir gelernt haben", 1)

    page.goto(reverse("newsletters_preview", args=[edition.pk]) + f"?reader={ada.pk}")
    letter = page.frame_locator("iframe").first
    assert "Lindgren" in letter.locator("body").inner_text()
    assert story.title in letter.locator("body").inner_text()
    assert story.title in page.locator("pre").inner_text()


def test_a_marketer_takes_a_list_home(page, newsletter, log_in, tmp_path):
    story = factories.StoryPageFactory(topics=["Zuhören"])
    for number in range(10):
        reader = factories.SubscriberFactory(email=f"reader{number}@example.org", consents=["brief", "pollen"])
        gathering.record(reader, story, Grain.Kind.READ)
    folding.fold()
    marketer = log_in(MARKETERS)

    page.goto(reverse("segments_index"), wait_until="networkidle")
    with page.expect_download() as download:
        page.click("form[action$='/zuhoeren/export/'] button")
    path = Path(tmp_path) / "list.csv"
    download.value.save_as(path)

    rows = list(csv.DictReader(path.read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert {row["email"] for row in rows} == {f"reader{number}@example.org" for number in range(10)}
    [export] = Export.objects.all()
    assert (export.by, len(export.subjects)) == (marketer, 10)


def test_a_marketer_sees_no_single_reader(page, newsletter, log_in):
    log_in(MARKETERS)

    page.goto("/admin/", wait_until="networkidle")

    links = page.locator("a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert not [link for link in links if link and any(word in link for word in ("readers", "outbox", "editions"))]
