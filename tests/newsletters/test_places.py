"""What editors say about the free places of an edition, and what is noted of each choice."""

import pytest

from editorial.models import ReadablePage
from newsletters.models import Edition, Exclusion, Quota
from newsletters.services import choosing, comparison, previewing
from pollen.models import Exploration, Grain
from pollen.services import folding, gathering, reasons
from tests.factories import (
    ArticlePageFactory,
    EditionFactory,
    EpisodePageFactory,
    IssuePageFactory,
    MagazinePageFactory,
    SectionFactory,
    StoryPageFactory,
    SubscriberFactory,
)
from tests.newsletters.stage import send


@pytest.fixture
def make(newsletter):
    def make(free_places=2, quotas=(), exclusions=(), **more):
        edition = EditionFactory(
            newsletter=newsletter, state=Edition.State.PREPARING, free_places=free_places, **more
        )
        edition.quotas = [Quota(**quota) for quota in quotas]
        edition.exclusions = [Exclusion(readable=page) for page in exclusions]
        edition.save()
        return edition

    return make


def titles(picks):
    names = dict(ReadablePage.objects.values_list("pk", "title"))
    return [names[pick.readable] for pick in picks]


def read(reader, *pages):
    for page in pages:
        gathering.record(reader, page, Grain.Kind.READ)
    folding.fold()


def test_an_excluded_item_comes_to_nobody(make, ada, bruno, stories):
    read(ada, StoryPageFactory(topics=["Recht"]))
    choices = choosing.choose(make(6, exclusions=[stories[0]]), [ada, bruno])
    assert all("Recht 1" not in titles(choice.picks) for choice in choices.values())


def test_what_editors_want_in_no_letter_is_no_candidate(make, bruno, stories):
    stories[0].editors_weight = ReadablePage.Weight.NOWHERE
    stories[0].save()
    assert "Recht 1" not in titles(choosing.choose(make(6), [bruno])[bruno.pk].picks)


def test_a_quota_holds_for_everybody(make, ada, bruno, stories):
    EpisodePageFactory(title="Folge eins", topics=["Wandel"])
    read(ada, StoryPageFactory(topics=["Recht"]))
    choices = choosing.choose(make(2, quotas=[{"kind": "episode", "at_least": 1}]), [ada, bruno])
    assert all("Folge eins" in titles(choice.picks) for choice in choices.values())


def test_a_quota_of_a_section_counts_its_articles_alone(make, bruno, stories):
    law, issue = SectionFactory(name="Recht auf See"), IssuePageFactory()
    for n in range(3):
        ArticlePageFactory(title=f"Artikel {n}", parent=issue, section=law, topics=["Vertrag"])
    picks = choosing.choose(make(4, quotas=[{"section": law, "at_most": 1}]), [bruno])[bruno.pk].picks
    assert sum(title.startswith("Artikel") for title in titles(picks)) == 1


def test_whoever_agreed_to_nothing_gets_what_is_new_and_recommended_from_several_topics(make, bruno, stories):
    stories[3].editors_weight = ReadablePage.Weight.RECOMMENDED
    stories[3].save()
    picks = choosing.choose(make(2), [bruno])[bruno.pk].picks
    assert titles(picks)[0] == "Preise 2"
    assert [pick.kind for pick in picks] == [reasons.RECOMMENDED, reasons.NEWEST]
    assert titles(picks)[1].startswith("Recht")


def test_the_comparison_takes_its_share_and_always_the_same_readers(settings, db):
    settings.POLLEN_HOLDOUT = 0.05
    subjects = [SubscriberFactory.build().subject for _n in range(4_000)]
    held = [subject for subject in subjects if comparison.in_holdout(subject)]
    assert 0.035 < len(held) / len(subjects) < 0.065
    assert held == [subject for subject in subjects if comparison.in_holdout(subject)]
    settings.POLLEN_HOLDOUT = 0.2
    assert set(held) < {subject for subject in subjects if comparison.in_holdout(subject)}


def test_a_reader_in_the_holdout_gets_the_editors_edition_and_is_measured(
    settings, make, ada, bruno, stories, outbox
):
    read(ada, StoryPageFactory(topics=["Preise"]))
    settings.POLLEN_HOLDOUT = 1.0
    edition = make(2)
    send(edition)
    mine, brunos = edition.deliveries.get(subscriber=ada), edition.deliveries.get(subscriber=bruno)
    assert mine.picks == brunos.picks
    assert (mine.arm, mine.personalised, brunos.arm) == ("holdout", False, "")
    assert "/l/" in letter_to(outbox, ada).body
    assert "/l/" not in letter_to(outbox, bruno).body


def test_each_delivery_notes_arm_candidates_and_propensities(make, ada, bruno, stories, outbox):
    read(ada, stories[0])
    edition = make(3)
    send(edition)
    mine, brunos = edition.deliveries.get(subscriber=ada), edition.deliveries.get(subscriber=bruno)
    could = [pk for place, pk in enumerate(edition.candidate_ids) if int(mine.eligible, 16) >> place & 1]
    assert sorted(could) == sorted(page.pk for page in stories[1:])
    assert (mine.arm, mine.personalised) == ("matched", True)
    [tried] = [pick for pick in mine.picks if pick["kind"] == reasons.EXPLORED]
    assert 0 < tried["propensity"] <= 1
    assert {pick["readable"] for pick in mine.picks} <= set(could)
    assert (brunos.arm, brunos.eligible) == ("", "")
    assert all(pick["kind"] != reasons.EXPLORED for pick in brunos.picks)


def test_what_was_tried_out_is_counted_for_the_readable_and_for_nobody(make, ada, stories, outbox):
    edition = make(3)
    send(edition)
    [tried] = [pick for pick in edition.deliveries.get(subscriber=ada).picks if pick["kind"] == reasons.EXPLORED]
    assert list(Exploration.objects.values_list("pk", "shown", "clicked")) == [(tried["readable"], 1, 0)]


def test_the_preview_tries_out_what_the_letter_will(make, ada, stories, outbox):
    edition = make(3)
    before = choosing.choose(edition, [ada])[ada.pk].noted
    send(edition)
    assert edition.deliveries.get(subscriber=ada).picks == [pick.as_json() for pick in before]


@pytest.fixture
def issues(home):
    """Two issues, each with articles about something of its own."""
    made, magazine = [], MagazinePageFactory()
    for number, topic in (("1.26", "Datenschutz"), ("2.26", "Handwerk")):
        issue = IssuePageFactory(title=f"Heft {number}", number=number, parent=magazine)
        for n in range(4):
            ArticlePageFactory(title=f"{topic} {n}", parent=issue, topics=[topic])
        made.append(issue)
    return made


def letter_to(outbox, reader):
    [letter] = [mail for mail in outbox if mail.to == [reader.email]]
    return letter


def test_the_issue_that_fits_comes_with_the_articles_to_begin_with(make, ada, bruno, issues, outbox):
    read(ada, StoryPageFactory(topics=["Datenschutz"]), StoryPageFactory(topics=["Datenschutz"]))
    edition = make(0, with_issue=True)
    send(edition)
    [pick] = edition.deliveries.get(subscriber=ada).picks
    assert pick["readable"] == issues[0].pk
    assert len(pick["inside"]) == 3
    letter = letter_to(outbox, ada)
    for body in (letter.body, letter.alternatives[0].content):
        assert "Heft 1.26" in body
        assert body.count("Datenschutz 0") + body.count("Datenschutz 1") + body.count("Datenschutz 2") >= 2
        assert "Handwerk 0" not in body
        assert "%%" not in body
    assert "zwei Beiträge" in letter.body or "two pieces" in letter.body


def test_without_pollen_the_issue_comes_as_for_everyone(make, bruno, issues, outbox):
    edition = make(0, with_issue=True)
    send(edition)
    [pick] = edition.deliveries.get(subscriber=bruno).picks
    assert pick["kind"] == reasons.NEWEST
    assert "/l/" not in letter_to(outbox, bruno).body


def test_an_issue_comes_once(make, ada, issues, outbox):
    first, second = make(0, with_issue=True), make(0, with_issue=True)
    send(first)
    send(second)
    chosen = [edition.deliveries.get(subscriber=ada).picks[0]["readable"] for edition in (first, second)]
    assert sorted(chosen) == sorted(issue.pk for issue in issues)


def test_a_pinned_issue_is_not_chosen_again_and_points_at_nothing(make, ada, issues, outbox):
    edition = make(0, with_issue=True, pins=[issues[0]])
    send(edition)
    assert [pick["readable"] for pick in edition.deliveries.get(subscriber=ada).picks] == [issues[1].pk]
    assert letter_to(outbox, ada).body.count("Datenschutz") == 0


@pytest.mark.parametrize(
    "quota",
    [{"at_least": 1}, {"kind": "story", "at_least": 0}, {"kind": "story", "at_least": 3, "at_most": 1}],
    ids=["of nothing", "saying nothing", "more than at most"],
)
def test_a_quota_that_makes_no_sense_is_explained(edition, quota):
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        Quota(edition=edition, **quota).full_clean(exclude=["edition"])


def test_the_preview_of_a_letter_that_has_left_shows_what_left(make, ada, stories, outbox):
    edition = make(3)
    send(edition)
    StoryPageFactory(title="Danach erschienen", topics=["Recht"])
    shown = previewing.preview(edition, ada)
    sent = letter_to(outbox, ada)
    names = dict(ReadablePage.objects.values_list("pk", "title"))
    for pick in edition.deliveries.get(subscriber=ada).picks:
        assert names[pick["readable"]] in sent.body
        assert names[pick["readable"]] in shown.text
    assert "Danach erschienen" not in shown.text
