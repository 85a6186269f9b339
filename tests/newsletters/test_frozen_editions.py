"""What may come with an edition is fixed when its sending begins; what happens meanwhile makes no letter fail."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newsletters.models import Edition
from newsletters.services import choosing, letters, offering, sending
from pollen.models import Grain
from pollen.services import folding, gathering
from subscribers.models import Purpose
from subscribers.services import consent
from tests.factories import (
    ArticlePageFactory,
    EditionFactory,
    IssuePageFactory,
    MagazinePageFactory,
    StoryPageFactory,
    SubscriberFactory,
)
from tests.newsletters.stage import send, states

from .test_troubled_sending import TroubledBackend


@pytest.fixture
def magazine(home):
    return MagazinePageFactory()


@pytest.fixture
def issues(magazine):
    made = []
    for number, topic in enumerate(("Datenschutz", "Handwerk")):
        issue = IssuePageFactory(title=f"Heft {number}", parent=magazine)
        for n in range(3):
            ArticlePageFactory(title=f"{topic} {n}", parent=issue, topics=[topic])
        made.append(issue)
    return made


@pytest.fixture
def one_by_one(monkeypatch):
    monkeypatch.setattr(sending, "BATCH_SIZE", 1)


def prepared(newsletter, **fields):
    edition = EditionFactory(newsletter=newsletter, state=Edition.State.PREPARING, **fields)
    sending.prepare(edition.pk)
    edition.refresh_from_db()
    return edition


def read(reader, page):
    gathering.record(reader, page, Grain.Kind.READ)
    folding.fold()


def another_hour():
    """Another worker, or the same one an hour later."""
    offering.made_in_the_hour.cache_clear()


def test_an_article_that_is_published_during_the_sending_makes_no_letter_fail(
    newsletter, ada, bruno, issues, outbox, one_by_one
):
    read(ada, StoryPageFactory(topics=["Datenschutz"]))
    edition = prepared(newsletter, free_places=0, with_issue=True)
    sending.deliver_batch(edition.pk)
    late = [ArticlePageFactory(title="Zu spät", parent=issue, topics=["Datenschutz"]).pk for issue in issues]
    another_hour()
    sending.deliver_batch(edition.pk)
    assert set(states(edition).values()) == {"sent"}
    assert all("Zu spät" not in letter.body for letter in outbox)
    noted = {pk for row in edition.deliveries.all() for pick in row.picks for pk in pick.get("inside", ())}
    assert noted
    assert not noted & set(late)


def test_an_issue_that_is_published_during_the_sending_comes_to_nobody(newsletter, ada, magazine, issues, outbox):
    read(ada, StoryPageFactory(topics=["Recht"]))
    edition = prepared(newsletter, free_places=0, with_issue=True)
    late = IssuePageFactory(title="Heft neu", parent=magazine)
    for n in range(3):
        ArticlePageFactory(title=f"Recht {n}", parent=late, topics=["Recht"])
    sending.deliver_batch(edition.pk)
    [pick] = edition.deliveries.get(subscriber=ada).picks
    assert pick["readable"] in {issue.pk for issue in issues}
    assert sorted(edition.issue_ids) == sorted(issue.pk for issue in issues)
    title = next(issue.title for issue in issues if issue.pk == pick["readable"])
    assert title in outbox[0].body


def test_an_edition_frozen_with_nothing_stays_without_anything(newsletter, ada, outbox, home):
    edition = prepared(newsletter, pins=[StoryPageFactory(title="Angeheftet")], free_places=3)
    assert edition.candidate_ids == []
    for n in range(5):
        StoryPageFactory(title=f"Nachher {n}", topics=["Recht"])
    sending.deliver_batch(edition.pk)
    delivery = edition.deliveries.get()
    assert (delivery.picks, delivery.eligible) == ([], "")
    assert "Nachher" not in outbox[0].body
    edition.refresh_from_db()
    assert not edition.candidates().exists()


def test_a_text_that_is_closed_during_the_sending_goes_out_no_more_and_its_place_is_filled(
    newsletter, stories, outbox, one_by_one
):
    first, second = (SubscriberFactory(consents=["brief"]) for _n in range(2))
    edition = prepared(newsletter, free_places=2)
    sending.deliver_batch(edition.pk)
    gone = next(
        page for page in stories if page.pk == edition.deliveries.get(subscriber=first).picks[0]["readable"]
    )
    gone.unpublish()
    sending.deliver_batch(edition.pk)
    picks = [pick["readable"] for pick in edition.deliveries.get(subscriber=second).picks]
    assert len(picks) == 2
    assert gone.pk not in picks
    assert gone.title not in outbox[1].body


def test_what_has_no_card_in_the_letter_is_not_noted(newsletter, bruno, stories, outbox):
    edition = prepared(newsletter, free_places=4)
    stories[0].unpublish()
    letters.compiled_letter(edition.pk, edition.created_at, bruno.language, bruno.form_of_address)
    stories[0].refresh_from_db()
    stories[0].save_revision().publish()
    sending.deliver_batch(edition.pk)
    picks = {pick["readable"] for pick in edition.deliveries.get().picks}
    assert picks == {page.pk for page in stories[1:]}


def test_the_offer_is_made_once_and_not_for_each_batch(
    newsletter, ada, bruno, issues, stories, outbox, one_by_one
):
    edition = prepared(newsletter, with_issue=True)
    needed = []
    for reader in (ada, bruno):
        with CaptureQueriesContext(connection) as queries:
            choosing.choose(edition, [reader])
        needed.append(sum("pollen_exploration" in query["sql"] for query in queries))
    assert needed == [2, 0]  # the candidates and the articles of the issues


# --- Withdrawals while a letter is under way ---------------------------------------------------------


@pytest.fixture
def read_something(ada, home):
    for n in range(4):
        StoryPageFactory(title=f"Recht {n}", topics=["Recht"])
    read(ada, StoryPageFactory(title="Geheim", topics=["Recht"]))


def withdraw(reader):
    consent.withdraw(reader.subject, Purpose.objects.get(key="pollen"))


def test_a_withdrawal_during_the_hand_over_leaves_nothing_in_the_delivery(
    newsletter, ada, read_something, outbox, settings, monkeypatch
):
    settings.EMAIL_BACKEND = f"{TroubledBackend.__module__}.TroubledBackend"
    monkeypatch.setattr(TroubledBackend, "answers", {})
    monkeypatch.setattr(TroubledBackend, "meanwhile", lambda: withdraw(ada))
    edition = prepared(newsletter)
    sending.deliver_batch(edition.pk)
    delivery = edition.deliveries.get()
    assert (delivery.state, delivery.arm, delivery.eligible, delivery.personalised) == ("sent", "", "", False)
    assert {pick["kind"] for pick in delivery.picks} == {"editor"}
    assert "Geheim" not in str(delivery.picks)


def test_a_withdrawal_just_before_the_letter_is_written_is_seen(
    newsletter, ada, read_something, outbox, monkeypatch
):
    consenting = consent.consenting_ids
    asked = []

    def withdrawn_at_the_second_question(*question):
        asked.append(question)
        if len(asked) == 2:
            withdraw(ada)
        return consenting(*question)

    monkeypatch.setattr(consent, "consenting_ids", withdrawn_at_the_second_question)
    edition = prepared(newsletter)
    sending.deliver_batch(edition.pk)
    delivery = edition.deliveries.get()
    assert (delivery.state, delivery.arm, delivery.personalised) == ("sent", "", False)
    assert "Geheim" not in str(delivery.picks)
    assert "/l/" not in outbox[0].body
    assert delivery.picks


def test_where_nobody_is_chosen_for_all_get_the_same_and_are_measured(
    settings, newsletter, ada, bruno, read_something, outbox
):
    settings.POLLEN_HOLDOUT = 1.0
    edition = EditionFactory(newsletter=newsletter, state=Edition.State.PREPARING, free_places=3)
    send(edition)
    mine, brunos = (edition.deliveries.get(subscriber=reader) for reader in (ada, bruno))
    assert mine.picks == brunos.picks
    assert (mine.arm, mine.personalised, bool(mine.eligible)) == ("holdout", False, True)
    assert (brunos.arm, brunos.eligible) == ("", "")
