"""The pages of an import: from the upload to the result, for those alone who may."""

import csv
import io

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pollenpost.roles import CHIEFS, EDITORS, MARKETERS, OPERATORS, install_roles

from subscribers.models import ConsentEvent, ImportRun, Subscriber

from .conftest import SAMPLES, SOURCE, WORDING

State = ImportRun.State
ROWS = "email,confirmed at\nemil@example.org,2020-05-31\n=1+1,2020-05-31\ngesa@example.org,\n"


@pytest.fixture
def admin(admin_client, brief):
    return admin_client


@pytest.fixture
def upload(admin):
    def send(data, name="liste.csv"):
        file = SimpleUploadedFile(name, data.encode() if isinstance(data, str) else data)
        return admin.post(reverse("imports:upload"), {"file": file})

    return send


@pytest.fixture
def step(admin, worker):
    """Presses a button on the page of the run, and lets the worker do what follows."""

    def press(run, action, **fields):
        with worker():
            answer = admin.post(reverse("imports:run", args=[run.pk]), {"action": action, **fields})
        run.refresh_from_db()
        return answer

    return press


def said(brief, **more):
    fields = {"purposes": [brief.pk], "source": SOURCE, "wording": WORDING, "others": 0, "form_of_address": "sie"}
    return {**fields, "suppress_bounced": "on", **more}


def test_a_list_goes_from_the_upload_to_the_result(admin, upload, step, brief):
    answer = upload(ROWS)
    run = ImportRun.objects.get()
    assert answer.url == reverse("imports:run", args=[run.pk])
    page = admin.get(answer.url).content.decode()
    assert "emil@example.org" in page
    step(run, "check", **said(brief, column_0="email", column_1="date"))
    assert run.state == State.CHECKED
    page = admin.get(answer.url)
    assert [line.outcome for line in page.context["page_obj"]] == ["imported", "rejected", "asked"]
    assert not Subscriber.objects.exists()
    only = admin.get(answer.url, {"show": "asked"})
    assert [line.email for line in only.context["page_obj"]] == ["gesa@example.org"]
    step(run, "start")
    assert run.state == State.DONE
    assert Subscriber.objects.get().email == "emil@example.org"
    assert admin.get(answer.url).status_code == 200
    assert "liste.csv" in admin.get(reverse("imports:index")).content.decode()


def test_a_program_is_named_and_its_columns_are_chosen(admin, upload):
    upload((SAMPLES / "mailchimp.csv").read_bytes(), "subscribed_members_export.csv")
    run = ImportRun.objects.get()
    page = admin.get(reverse("imports:run", args=[run.pk]))
    assert "Mailchimp" in page.content.decode()
    chosen = {label: field.value() for label, field, _values in page.context["form"].shown_columns()}
    assert (chosen["Email Address"], chosen["CONFIRM_TIME"], chosen["OPTIN_IP"]) == ("email", "date", "")


def test_rejected_rows_are_a_file_that_no_spreadsheet_runs(admin, upload, step, brief):
    upload(ROWS)
    run = ImportRun.objects.get()
    step(run, "check", **said(brief, column_0="email", column_1="date"))
    step(run, "start")
    answer = admin.get(reverse("imports:rejected", args=[run.pk]))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text), delimiter=";")
    assert head[2:] == ["email", "confirmed at"]
    [(number, reason, address, _day)] = rows
    assert (number, address) == ("3", "'=1+1")
    assert reason
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("fields", [{"column_0": ""}, {"column_1": "email"}, {"purposes": []}])
def test_columns_that_make_no_readers_are_sent_back(admin, upload, step, brief, fields):
    upload(ROWS)
    run = ImportRun.objects.get()
    answer = step(run, "check", **said(brief, **{"column_0": "email", "column_1": "date", **fields}))
    assert answer.status_code == 422
    assert run.state == State.UPLOADED


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n" + bytes(500), b"name\nAda\n"])
def test_what_is_no_list_is_told_beside_the_field(upload, data):
    answer = upload(data)
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]
    assert not ImportRun.objects.exists()


def test_the_columns_may_be_changed_after_the_trial(admin, upload, step, brief):
    upload(ROWS)
    run = ImportRun.objects.get()
    step(run, "check", **said(brief, column_0="email"))
    assert run.counts == {"asked": 2, "rejected": 1}
    assert admin.get(reverse("imports:run", args=[run.pk]) + "?columns").context["form"]
    step(run, "check", **said(brief, column_0="email", column_1="date"))
    assert run.counts == {"imported": 1, "asked": 1, "rejected": 1}


def test_a_run_is_stopped_taken_up_and_ended(admin, upload, step, brief):
    upload(ROWS)
    run = ImportRun.objects.get()
    ImportRun.objects.update(state=State.RUNNING, rows=3)
    page = admin.get(reverse("imports:run", args=[run.pk])).content.decode()
    assert '<noscript><meta http-equiv="refresh"' in page
    step(run, "pause")
    assert run.state == State.PAUSED
    assert admin.get(reverse("imports:progress", args=[run.pk])).json() == {"state": "paused", "row": 0, "rows": 3}
    step(run, "cancel")
    assert run.state == State.CANCELLED
    step(run, "go_on")
    assert run.state == State.CANCELLED


def test_the_button_comes_too_late_for_a_run_that_is_over(upload, step, brief):
    upload(ROWS)
    run = ImportRun.objects.get()
    step(run, "start")
    assert run.state == State.UPLOADED
    assert not ConsentEvent.objects.exists()


@pytest.mark.parametrize("role", [CHIEFS, EDITORS, MARKETERS, OPERATORS])
def test_only_chiefs_import(client, django_user_model, home, brief, uploaded, role):
    install_roles()
    user = django_user_model.objects.create_user("dora", password="only-for-tests")
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    run = uploaded(text=ROWS)
    pages = [reverse("imports:index"), reverse("imports:upload")]
    pages += [reverse(f"imports:{name}", args=[run.pk]) for name in ("run", "progress", "rejected")]
    answers = {client.get(page).status_code for page in pages}
    menu = reverse("imports:index") in client.get(reverse("wagtailadmin_home")).content.decode()
    assert (answers == {200}, menu) == ((True, True) if role == CHIEFS else (False, False))
    if role != CHIEFS:
        assert 200 not in answers
