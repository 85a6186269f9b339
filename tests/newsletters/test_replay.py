"""The file for replay: a line for each selection of readers whose consent stands, and nothing that names them."""

import io
import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from editorial.models import ReadablePage
from newsletters.models import Delivery
from newsletters.services import sending
from pollen.models import Grain, Suggestion
from subscribers.models import Purpose, Subscriber
from subscribers.services import consent
from tests.factories import StoryPageFactory

from .comparing import edition_of, letter_to
from .stage import send


def export(**options):
    out, said = io.StringIO(), io.StringIO()
    call_command("export_selections", stdout=out, stderr=said, **options)
    return [json.loads(line) for line in out.getvalue().splitlines()], out.getvalue(), said.getvalue()


@pytest.fixture
def pages(home):
    return [StoryPageFactory() for _n in range(4)]


@pytest.fixture
def letter(ada, newsletter, pages):
    """Two places; the second by lot, from all but the second of four candidates."""
    edition = edition_of(newsletter, days=3, candidate_ids=[page.pk for page in pages])
    type(edition).objects.filter(pk=edition.pk).update(candidate_ids=[page.pk for page in pages])
    picks = [
        {"readable": pages[0].pk, "kind": "read", "topic": 1},
        {"readable": pages[3].pk, "kind": "explored", "propensity": 0.25},
    ]
    return letter_to(ada, edition, picks=picks, eligible=f"{0b1101:x}")


def click(reader, page, at, kind=Grain.Kind.CLICK):
    Grain.objects.create(subscriber=reader, readable=page, kind=kind, weight=1, at=at, day=at.date())


def test_each_place_of_a_letter_is_a_line(letter, ada, pages):
    click(ada, pages[3], letter.sent_at + timedelta(hours=1))
    [first, second], _text, said = export()
    reader = first.pop("reader")
    could = [pages[0].pk, pages[2].pk, pages[3].pk]
    assert first == {
        "place": "letter",
        "edition": letter.edition_id,
        "arm": "matched",
        "slot": 0,
        "chosen": pages[0].pk,
        "kind": "read",
        "candidates": could,
        "propensity": 1.0,
        "clicked": False,
    }
    assert (second["slot"], second["chosen"], second["kind"]) == (1, pages[3].pk, "explored")
    assert (second["propensity"], second["clicked"], second["reader"]) == (0.25, True, reader)
    assert "2 selections" in said


def test_a_click_long_after_or_before_was_not_in_this_letter(letter, ada, pages):
    click(ada, pages[0], letter.sent_at - timedelta(hours=1))
    click(ada, pages[3], letter.sent_at + timedelta(days=8))
    assert [line["clicked"] for line in export()[0]] == [False, False]


def test_nothing_names_the_reader_and_two_files_do_not_fit_together(letter, ada):
    [line, _other], text, _said = export()
    for known in (ada.email, ada.name, str(ada.subject), ada.subject.hex, ada.subject.hex[:12]):
        assert known not in text
    [again, _other], _text, _said = export()
    assert line["reader"] != again["reader"]


def withdraw(reader):
    consent.withdraw(reader.subject, Purpose.objects.get(key="pollen"))


def restrict(reader):
    Subscriber.objects.filter(pk=reader.pk).update(restricted_at=timezone.now())


def pause(reader):
    Subscriber.objects.filter(pk=reader.pk).update(pollen_paused_at=timezone.now())


def bring_back(reader):
    """As an old backup would, after a withdrawal."""
    withdraw(reader)
    Delivery.objects.update(arm="matched", eligible="d", clicked_at=timezone.now())
    Suggestion.objects.create(subscriber=reader, below=StoryPageFactory(), picks=[{"readable": 1, "kind": "read"}])


@pytest.mark.parametrize("ends", [withdraw, restrict, pause, bring_back])
def test_nobody_without_a_standing_consent_is_in_it(letter, ada, ends):
    ends(ada)
    assert export()[0] == []


def test_readers_without_pollen_are_not_in_it(bruno, newsletter, pages):
    letter_to(bruno, edition_of(newsletter), arm="", picks=[{"readable": pages[0].pk, "kind": "newest"}])
    assert export()[0] == []


def test_what_was_suggested_below_a_page_is_a_line_too(ada, pages):
    one = Suggestion.objects.create(
        subscriber=ada,
        below=pages[0],
        candidates=[page.pk for page in pages[1:]],
        picks=[{"readable": pages[1].pk, "kind": "read", "topic": 1}],
    )
    click(ada, pages[1], one.at + timedelta(minutes=1), Grain.Kind.VISIT)
    [line], _text, _said = export()
    line.pop("reader")
    assert line == {
        "place": "page",
        "below": pages[0].pk,
        "slot": 0,
        "chosen": pages[1].pk,
        "kind": "read",
        "candidates": [page.pk for page in pages[1:]],
        "propensity": 1.0,
        "clicked": True,
    }


def test_what_an_issue_was_chosen_from_is_not_known(letter, pages):
    Delivery.objects.update(picks=[{"readable": pages[2].pk, "kind": "read", "inside": [pages[0].pk]}])
    [line], _text, _said = export()
    assert (line["place"], line["candidates"]) == ("issue", None)


def test_it_begins_on_the_day_that_is_asked_for(letter):
    assert len(export(since=f"{letter.sent_at:%Y-%m-%d}")[0]) == 2
    assert export(since=f"{timezone.now() + timedelta(days=1):%Y-%m-%d}")[0] == []
    with pytest.raises(CommandError, match="no day"):
        export(since="gestern")


def test_what_is_older_than_the_clicks_is_left_out_and_that_is_said(letter, settings):
    settings.GRAIN_EXPIRES_DAYS = 2
    lines, _text, said = export(since="2020-01-01")
    assert lines == []
    assert "what is older is left out" in said


def test_a_letter_that_was_really_sent_can_be_replayed(ada, edition):
    send(edition)
    lines, _text, _said = export()
    assert [line["slot"] for line in lines] == [0, 1]
    assert {line["chosen"] for line in lines} < set(lines[0]["candidates"]) <= set(edition.candidate_ids)
    assert {line["arm"] for line in lines} == {Delivery.objects.get(subscriber=ada).arm}


def test_what_was_unpublished_before_the_letter_left_is_no_candidate(ada, edition, stories):
    sending.prepare(edition.pk)
    edition.refresh_from_db()
    gone, *rest = edition.candidate_ids
    ReadablePage.objects.get(pk=gone).unpublish()
    sending.deliver_batch(edition.pk)
    lines, _text, _said = export()
    assert lines
    assert [line["candidates"] for line in lines] == [rest] * len(lines)


def test_many_letters_are_read_in_batches(letter, ada, newsletter, pages, monkeypatch):
    monkeypatch.setattr("newsletters.services.replay.BATCH", 2)
    for _n in range(4):
        letter_to(ada, edition_of(newsletter), picks=[{"readable": pages[0].pk, "kind": "read"}])
    assert len(export()[0]) == 2 + 4
