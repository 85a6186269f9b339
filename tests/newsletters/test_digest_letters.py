"""What a digest looks like, to its reader and to editors; and the header that lets readers leave by mail."""

import re
from datetime import date, datetime
from email import message_from_bytes, policy
from urllib.parse import unquote

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from newsletters.models import Edition
from newsletters.services import audiences, digests, periods, previewing, releasing
from subscribers.services import consent, mailed_token
from tests.factories import EditionFactory
from tests.newsletters.stage import at, change, letters, send, send_digests, story, titles


def test_the_subject_says_what_it_is_in_the_readers_language(hanna, bruno, mona, send_edition, outbox):
    change(bruno, frequency="weekly", language="en")
    with at(9):
        send_edition("Brot")
    with at(15):
        send_digests()
    with at(1, month=7):
        send_digests()
    subjects = {letter.to[0]: letter.subject for letter in outbox}
    assert subjects == {
        hanna.email: "Brief: die Woche vom 8. bis 14. Juni 2026",
        bruno.email: "Brief: the week of 8 to 14 June 2026",
        mona.email: "Brief: der Juni 2026 im Überblick",
    }


def test_a_subject_that_an_editor_wrote_holds_for_all(hanna, send_edition, outbox):
    change(hanna, language="en")
    with at(9):
        send_edition("Brot")
    with at(15, 3):
        [pk] = digests.make_due()
        Edition.objects.filter(pk=pk).update(subject="Brot und sonst nichts")
    with at(15):
        send_digests()
    assert [letter.subject for letter in outbox] == ["Brot und sonst nichts"]


def test_the_letter_says_that_it_is_a_digest_and_the_inbox_what_is_in_it(hanna, send_edition, outbox):
    change(hanna, language="en")
    with at(9):
        send_edition("Brot & Butter", "Wasser", "Salz", "Mehl")
    with at(15):
        send_digests()
    [letter] = outbox
    html = letter.alternatives[0][0]
    assert "one letter a week for everybody who likes it better so" in " ".join(letter.body.split())
    assert "8 to 14 June 2026" in html
    assert "Brot &amp; Butter · Wasser · Salz" in html
    assert "%%" not in html + letter.body


@pytest.mark.parametrize(
    ("digest", "now", "first", "last", "name"),
    [
        ("weekly", "2026-06-15 00:30", date(2026, 6, 8), date(2026, 6, 14), "8. bis 14. Juni 2026"),
        ("weekly", "2026-06-14 23:00", date(2026, 6, 1), date(2026, 6, 7), "1. bis 7. Juni 2026"),
        ("weekly", "2026-07-06 08:00", date(2026, 6, 29), date(2026, 7, 5), "29. Juni bis 5. Juli 2026"),
        (
            "weekly",
            "2027-01-04 08:00",
            date(2026, 12, 28),
            date(2027, 1, 3),
            "28. Dezember bis 3. Januar 2027",
        ),
        ("monthly", "2027-01-01 00:01", date(2026, 12, 1), date(2026, 12, 31), "Dezember 2026"),
        ("monthly", "2028-03-31 12:00", date(2028, 2, 1), date(2028, 2, 29), "Februar 2028"),
    ],
)
def test_weeks_begin_on_monday_and_months_on_the_first(digest, now, first, last, name):
    period = periods.last_complete(digest, timezone.make_aware(datetime.fromisoformat(now)))
    assert (period.first, period.last) == (first, last)
    assert period.name("de") == name
    assert periods.beginning(digest, first) == period


def test_the_hour_of_digests_is_that_of_the_clock_in_summer_and_winter():
    for month in (1, 7):
        period = periods.beginning("monthly", date(2026, month, 1))
        assert timezone.localtime(period.due).hour == 7
        assert timezone.localtime(period.end).hour == 0


def test_too_much_for_one_letter_leaves_the_heads_of_each_edition(hanna, send_edition, outbox, monkeypatch):
    monkeypatch.setattr(digests, "MOST_PINS", 3)
    with at(9):
        send_edition("Brot", "Wasser", "Salz")
    with at(10):
        send_edition("Mehl", "Hefe")
    with at(15):
        send_digests()
    assert titles(outbox[0]) == ["Brot", "Wasser", "Mehl"]


def test_what_an_editor_adds_to_a_digest_comes_to_everybody_in_it(hanna, send_edition, outbox):
    with at(9):
        send_edition("Brot")
    with at(15, 3):
        [pk] = digests.make_due()
        digest = Edition.objects.get(pk=pk)
        digest.pins.create(readable=story("Nachtrag"), sort_order=99)
        digest.save()
    with at(15):
        send_digests()
    assert titles(outbox[0]) == ["Brot", "Nachtrag"]


def test_editors_see_how_many_get_it_now_and_how_many_with_their_digest(
    admin_client, bruno, hanna, mona, newsletter, stories
):
    edition = EditionFactory(newsletter=newsletter)
    assert releasing.audience_size(edition) == 1
    assert audiences.of_digests(edition).count() == 2
    page = admin_client.get(reverse("newsletters_release", args=[edition.pk])).content.decode()
    figures = re.findall(r"<dt>([^<]+)</dt><dd>(\d+)</dd>", page)
    assert [number for _label, number in figures][:3] == ["1", "0", "2"]


def test_an_edition_goes_out_even_if_all_its_readers_want_digests(hanna, newsletter, stories):
    edition = EditionFactory(newsletter=newsletter)
    assert not releasing.obstacles(edition)
    Edition.objects.update(state=Edition.State.PREPARING)
    send(edition)
    assert edition.state == Edition.State.SENT
    assert list(edition.deliveries.values_list("state", flat=True)) == ["gathered"]


def test_the_release_page_and_the_list_of_editions_know_digests(admin_client, hanna, send_edition):
    with at(9):
        edition = send_edition("Brot")
    with at(15):
        [digest] = send_digests()
    for sent in (edition, digest):
        assert admin_client.get(reverse("newsletters_release", args=[sent.pk])).status_code == 200
    index = reverse("wagtailsnippets_newsletters_edition:list")
    assert digest.get_digest_display() in admin_client.get(index).content.decode()
    filtered = admin_client.get(index, {"digest": "weekly"}).content.decode()
    assert digest.subject in filtered
    assert edition.subject not in filtered


def test_a_preview_shows_what_this_reader_will_get(bruno, hanna, send_edition):
    with at(9):
        send_edition("Brot")
        change(bruno, frequency="weekly")
    with at(10):
        send_edition("Salz")
    with at(15, 3):
        digest = Edition.objects.get(pk=digests.make_due()[0])
        assert "Brot" not in previewing.preview(digest, bruno).text
        assert "Brot" in previewing.preview(digest, hanna).text
        assert "Salz" in previewing.preview(digest).text


def test_editors_look_at_a_digest_as_those_who_get_it(admin_client, bruno, hanna, send_edition):
    with at(9):
        send_edition("Brot")
    with at(15, 3):
        digest = Edition.objects.get(pk=digests.make_due()[0])
    page = reverse("newsletters_preview", args=[digest.pk])
    for _before_and_after in range(2):
        shown = admin_client.get(page, {"reader": hanna.pk}).content.decode()
        assert f"reader={hanna.pk}" in shown
        assert f"reader={bruno.pk}" not in shown
        assert "Brot" in admin_client.get(f"{page}letter/", {"reader": hanna.pk}).content.decode()
        assert admin_client.get(page, {"reader": bruno.pk}).status_code == 404
        with at(15):
            send_digests()


def test_the_database_lets_one_digest_of_a_week_through(newsletter):
    monday = date(2026, 6, 8)
    Edition.objects.create(newsletter=newsletter, subject="A", digest="weekly", period_start=monday)
    for wrong in ({"digest": "weekly", "period_start": monday}, {"digest": "weekly"}, {"period_start": monday}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Edition.objects.create(newsletter=newsletter, subject="B", **wrong)


def test_letters_offer_a_mail_to_unsubscribe_where_a_mailbox_takes_it(ada, edition, outbox, settings):
    settings.MAILBOX_ADDRESS = "rücklauf+brief@pollenpost.example"
    send(edition)
    wire = outbox[0].message().as_bytes()
    assert max(map(len, wire.splitlines())) < 998  # RFC 5322 § 2.1.1
    header = message_from_bytes(wire, policy=policy.default)["List-Unsubscribe"].strip()
    page, mail = re.fullmatch(r"<(http://testserver/\S+)>,\s+<(mailto:\S+)>", header).groups()
    assert mail.isascii()
    address, _mark, subject = unquote(mail.removeprefix("mailto:")).partition("?subject=")
    assert address == settings.MAILBOX_ADDRESS
    assert mailed_token.find(subject) == (ada.subject, edition.newsletter.purpose)
    raw = next(line for line in wire.split(b"\n") if b"mailto:" in line)
    assert b"=?" not in raw
    assert "/brief/abbestellen/" in page


def test_without_a_mailbox_letters_offer_the_page_alone(ada, edition, outbox, settings):
    settings.MAILBOX_ADDRESS = ""
    send(edition)
    assert "mailto" not in outbox[0].message()["List-Unsubscribe"]


def test_a_digest_lets_people_leave_as_any_letter_does(client, hanna, send_edition, outbox):
    with at(9):
        send_edition("Brot")
    with at(15):
        send_digests()
    [letter] = letters(outbox, hanna.email)
    headers = letter.message()
    address = re.fullmatch(r"<http://testserver(.+)>", headers["List-Unsubscribe"])[1]
    assert client.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not consent.stands(hanna.subject, "brief")
