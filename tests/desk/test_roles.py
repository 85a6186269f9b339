"""Who may see cases, what stands on the first page of the admin, and how the list is ordered."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from pollenpost import roles

from desk.models import Case
from desk.services import identity
from desk.services.opening import Request, typed_in

OTHERS = [roles.AUTHORS, roles.EDITORS, roles.MARKETERS, roles.OPERATORS]


@pytest.fixture
def case(type_in) -> Case:
    return type_in(name="Dora Nissen", text="Was wissen Sie über mich?")


@pytest.fixture
def somebody(django_user_model):
    def somebody(role):
        user = django_user_model.objects.create_user("somebody", "somebody@pollenpost.example", "secret")
        user.groups.add(Group.objects.get(name=role))
        return user

    return somebody


def addresses(case):
    return [
        reverse("cases:index"),
        reverse("cases:add"),
        reverse("cases:inspect", args=[case.pk]),
        reverse("desk_letter", args=[case.pk, "refusal"]),
    ]


def test_editors_in_chief_work_at_the_desk(case, client, henrike):
    client.force_login(henrike)
    assert [client.get(address).status_code for address in addresses(case)] == [200] * 4


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_sees_a_case(case, client, somebody, role):
    client.force_login(somebody(role))
    for address in addresses(case):
        response = client.get(address)
        assert response.status_code in (302, 403)
        assert "Dora" not in response.content.decode()
    client.post(reverse("desk_note", args=[case.pk]), {"text": "x"})
    client.post(reverse("desk_step", args=[case.pk, "erase"]), {"do": "run"})
    assert not case.entries.filter(text="x").exists()
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "Datenschutz-Pult" not in home


def test_nobody_changes_or_deletes_a_case_behind_its_log(case, client, admin_user):
    client.force_login(admin_user)
    for name in ("cases:edit", "cases:delete"):
        assert client.post(reverse(name, args=[case.pk]), {}).status_code in (302, 403, 404)
    page = client.get(reverse("cases:index")).content.decode()
    assert reverse("cases:edit", args=[case.pk]) not in page
    assert reverse("cases:delete", args=[case.pk]) not in page
    assert Case.objects.filter(pk=case.pk).exists()


def test_who_may_only_look_finds_no_button(case, client, somebody):
    looker = somebody(roles.AUTHORS)
    looker.user_permissions.set(roles.find_permissions(["desk.view_case"]))
    client.force_login(looker)
    page = client.get(reverse("cases:inspect", args=[case.pk])).content.decode()
    assert "Dora Nissen" in page
    assert "/admin/desk/" not in page
    assert client.post(reverse("desk_identity", args=[case.pk]), {"do": "ask"}).status_code in (302, 403)
    case.refresh_from_db()
    assert case.state == Case.State.NEW


def received(days_ago, henrike, **fields):
    at = timezone.now() - timedelta(days=days_ago)
    return typed_in(Request(kind="access", channel="phone", received_at=at, **{"name": "Dora", **fields}), henrike)


def test_the_first_page_names_the_number_of_open_cases_and_the_nearest_deadline(client, henrike):
    client.force_login(henrike)
    assert "Kein Vorgang ist offen." in client.get(reverse("wagtailadmin_home")).content.decode()
    received(1, henrike)
    late = received(40, henrike)
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "2 Vorgänge sind offen." in page
    assert "1 Frist ist überschritten." in page
    assert late.number in page


def test_the_list_begins_with_the_most_pressing_and_ends_with_what_is_closed(client, henrike):
    fresh, late, soon, closed = (received(days, henrike) for days in (1, 40, 27, 50))
    Case.objects.filter(pk=closed.pk).update(state=Case.State.DONE, closed_at=timezone.now())
    assert list(Case.objects.by_deadline()) == [late, soon, fresh, closed]
    client.force_login(henrike)
    page = client.get(reverse("cases:index")).content.decode()
    places = [page.index(case.number) for case in (late, soon, fresh, closed)]
    assert places == sorted(places)
    for word in ("überfällig", "bald fällig", "im Plan", "abgeschlossen"):
        assert word in page


def test_the_list_can_be_filtered_and_searched(client, henrike):
    dora, karl = received(1, henrike), received(40, henrike, name="Karl", email="karl@example.org")
    client.force_login(henrike)

    def shown(**query):
        page = client.get(reverse("cases:index"), query).content.decode()
        return {case for case in (dora, karl) if case.number in page}

    assert shown(stage="late") == {karl}
    assert shown(stage="open") == {dora, karl}
    assert shown(stage="closed") == set()
    assert shown(q="karl@") == {karl}
    assert shown(q=dora.number) == {dora}
    assert shown(kind="erasure") == set()


def test_the_page_of_a_case_shows_person_deadline_steps_letters_log_and_what_comes_next(
    case, client, henrike, worker
):
    client.force_login(henrike)
    page = client.get(reverse("cases:inspect", args=[case.pk])).content.decode()
    for said in ("Dora Nissen", "Was wissen Sie über mich?", "Klären, wer fragt", "Per E-Mail fragen"):
        assert said in page
    with worker():
        identity.seen(case.pk, henrike, "am Telefon zurückgerufen")
    page = client.get(reverse("cases:inspect", args=[case.pk])).content.decode()
    for said in ("Eingangsbestätigung", "am Telefon zurückgerufen", "Frist verlängern", "Ablehnen"):
        assert said in page
