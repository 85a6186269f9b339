"""The list of readers: a search that forgives, filters by state and consent, and no count of a million."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from subscribers import checks
from subscribers.models import ConsentEvent, Subscriber
from subscribers.services import consent, finding
from subscribers.viewsets import thrifty
from tests.factories import PurposeFactory, SubscriberFactory

on_postgres = pytest.mark.skipif(connection.vendor != "postgresql", reason="Only PostgreSQL knows trigrams.")


@pytest.fixture
def index(admin_client, home):
    """The addresses on the list, by what was asked."""

    def index(**asked):
        page = admin_client.get(reverse("readers:index"), asked)
        index.html = page.content.decode()
        return [reader.email for reader in page.context["object_list"]]

    return index


@pytest.fixture
def people(newsletter):
    names = {
        "mueller@example.org": "Jörg Müller",
        "t.schmidt@example.org": "Thea Schmidt",
        "michaela.gross@example.org": "Michaela Groß",
        "capek@example.org": "Renée Åkerström",
        "Emil@example.org": "",
    }
    for address, name in names.items():
        SubscriberFactory(email=address, name=name)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("müller", "mueller@example.org"),
        ("Mueller", "mueller@example.org"),
        ("muller", "mueller@example.org"),
        ("MÜLL", "mueller@example.org"),
        ("jorg", "mueller@example.org"),
        ("Joerg Müller", "mueller@example.org"),
        ("müller jör", "mueller@example.org"),
        ("hmid", "t.schmidt@example.org"),
        ("t.schmidt@", "t.schmidt@example.org"),
        ("Gross", "michaela.gross@example.org"),
        ("GROSS mich", "michaela.gross@example.org"),
        ("groß", "michaela.gross@example.org"),
        ("chaela", "michaela.gross@example.org"),
        ("renee", "capek@example.org"),
        ("em", "Emil@example.org"),
        ("emil@", "Emil@example.org"),
    ],
)
def test_readers_are_found_by_parts_whatever_the_case_and_the_umlauts(index, people, typed, found):
    assert index(q=typed) == [found]


def test_every_word_has_to_stand_there(index, people):
    assert index(q="thea müller") == []


@pytest.mark.parametrize("typed", ["%", "_", "100%", "' OR 1=1", "\\", '"', "x" * 500])
def test_signs_with_a_meaning_to_the_database_have_none_here(index, people, typed):
    assert index(q=typed) == []


@on_postgres
@pytest.mark.parametrize("typed", ["Mülelr", "schmitd", "Akerstrom", "Åkerstörm", "micheala gross"])
def test_a_small_typing_error_is_forgiven_and_said(index, people, typed):
    assert len(index(q=typed)) == 1


@on_postgres
def test_what_only_comes_near_is_called_so(index, people):
    assert index(q="schmitd") == ["t.schmidt@example.org"]
    assert "Nobody is written like" in index.html or "Niemand" in index.html
    assert index(q="xylophonquark") == []


def test_without_trigrams_readers_are_found_all_the_same(index, people, monkeypatch):
    monkeypatch.setattr(finding, "forgives_errors", lambda: False)
    assert index(q="müll") == ["mueller@example.org"]
    assert index(q="schmitd") == []


def test_more_than_anybody_reads_is_cut_and_said(index, people, monkeypatch):
    monkeypatch.setattr(finding, "MOST", 2)
    assert len(index(q="example")) == 2
    assert "More readers fit" in index.html or "mehr Leserinnen" in index.html


@pytest.fixture
def states(newsletter):
    """One reader in each state."""
    other = PurposeFactory(key="messung", kind="measurement")
    now = timezone.now()
    SubscriberFactory(email="gets@example.org", consents=["brief"])
    consent.grant(SubscriberFactory(email="other@example.org").subject, other.wording("de"))
    left = SubscriberFactory(email="left@example.org", consents=["brief"])
    consent.withdraw(left.subject, newsletter.purpose)
    SubscriberFactory(email="never@example.org")
    pause = timezone.localdate() + timedelta(days=9)
    SubscriberFactory(email="paused@example.org", consents=["brief"], paused_until=pause)
    SubscriberFactory(email="back@example.org", consents=["brief"], paused_until=timezone.localdate())
    SubscriberFactory(email="restricted@example.org", consents=["brief"], restricted_at=now)
    SubscriberFactory(email="bounced@example.org", consents=["brief"], unreachable_at=now)
    return other


@pytest.mark.parametrize(
    ("state", "found"),
    [
        ("receiving", {"gets", "back", "restricted"}),
        ("other", {"other"}),
        ("none", {"left", "never"}),
        ("paused", {"paused"}),
        ("restricted", {"restricted"}),
        ("unreachable", {"bounced"}),
    ],
)
def test_readers_are_filtered_by_their_state(index, states, state, found):
    assert {address.partition("@")[0] for address in index(state=state)} == found


def test_readers_are_filtered_by_a_consent_that_stands(index, states):
    assert index(consent=states.pk) == ["other@example.org"]
    Subscriber.objects.filter(email="other@example.org").update(restricted_at=timezone.now())
    assert index(consent=states.pk) == []


def test_filters_and_search_add_up(index, states):
    assert index(state="receiving", q="bac") == ["back@example.org"]
    assert index(state="paused", q="bac") == []
    Subscriber.objects.filter(email="gets@example.org").update(language="en")
    assert index(state="receiving", language="en") == ["gets@example.org"]


def test_readers_are_filtered_by_the_day_they_confirmed(index, states):
    assert index(confirmed_at_from="2199-01-01") == []
    assert len(index(confirmed_at_to="2199-01-01")) == 8


def test_the_list_says_in_which_state_each_reader_is(index, states):
    index(q="bounced")
    assert "no consent" not in index.html.partition('class="listing"')[2]
    index(state="none")
    row = index.html.partition('class="listing"')[2]
    assert "keine Einwilligung" in row or "no consent" in row


def test_a_full_list_takes_no_more_queries_than_a_short_one(index, states, django_assert_max_num_queries):
    with CaptureQueriesContext(connection) as short:
        index(q="left")
    with django_assert_max_num_queries(len(short)):
        assert len(index(q="example")) == 8


@pytest.fixture
def many(monkeypatch):
    """As if the tables were too long to be counted."""
    monkeypatch.setattr(thrifty, "FEW", 0)


@pytest.mark.parametrize("path", ["readers:index", "consent-ledger:index"])
def test_a_long_list_is_not_counted(admin_client, home, many, newsletter, path):
    for _ in range(25):
        SubscriberFactory(consents=["brief"])
    with CaptureQueriesContext(connection) as queries:
        first = admin_client.get(reverse(path))
    assert not [query["sql"] for query in queries if "COUNT(" in query["sql"]]
    assert len(first.context["object_list"]) == 20
    assert "p=2" in first.content.decode()
    second = admin_client.get(reverse(path), {"p": "2"})
    assert len(second.context["object_list"]) == 5
    assert "p=3" not in second.content.decode()
    assert "25" in second.context["paginator"].items_count_label
    shown = [*first.context["object_list"], *second.context["object_list"]]
    assert len({row.pk for row in shown}) == 25
    for odd in ("0", "-1", "x", "9999"):
        assert len(admin_client.get(reverse(path), {"p": odd}).context["object_list"]) == 20


def test_a_short_list_is_counted_as_everywhere(admin_client, home, states):
    page = admin_client.get(reverse("readers:index"))
    assert page.context["paginator"].items_count_label.startswith("8 ")


def test_the_list_is_ordered_by_what_there_is_an_index_for(index, states):
    assert index()[0] == "bounced@example.org"
    assert index(ordering="email")[0] == "back@example.org"
    assert index(ordering="-email")[0] == "restricted@example.org"
    assert index(ordering="name") == index()


@on_postgres
def test_postgres_finds_parts_of_names_by_its_index(people, django_assert_num_queries):
    assert finding.forgives_errors()
    readers = Subscriber.objects.order_by().alias(folded=finding.Folded()).filter(folded__contains="muller")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "readers_folded" in readers.explain()


def test_the_database_folds_as_the_program_does(people):
    for reader in Subscriber.objects.annotate(folded=finding.Folded()):
        assert reader.folded == finding.fold(f" {reader.name} {reader.email}") or connection.vendor == "sqlite"
        if reader.name.startswith("Jörg"):
            assert reader.folded == " jorg muller muller@example.org"
    assert not ConsentEvent.objects.exists()


@on_postgres
def test_a_database_without_trigrams_says_what_to_do(newsletter):
    assert checks.whether_readers_are_found_quickly(["default"]) == []
    finding.forget(connection)
    [warning] = checks.whether_readers_are_found_quickly(["default"])
    assert "CREATE EXTENSION pg_trgm" in warning.hint
    assert finding.prepare(connection)
    assert checks.whether_readers_are_found_quickly(["default"]) == []
