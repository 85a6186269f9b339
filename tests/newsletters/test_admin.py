from email.message import EmailMessage

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone

from newsletters import outbox
from newsletters.models import Edition
from newsletters.outbox import OutboxBackend
from pollen.models import Grain
from pollen.services import folding, gathering
from tests.factories import EditionFactory, StoryPageFactory


@pytest.fixture
def story(home):
    return StoryPageFactory(title="Zwei Häkchen", topics=["Datenschutz"])


@pytest.fixture
def edition(newsletter, story):
    return EditionFactory(newsletter=newsletter, subject="Nummer zwölf")


@pytest.fixture
def editor(admin_client):
    return admin_client


def form_of(edition, **changes):
    pins = changes.pop("pins", [])
    data = {
        "newsletter": edition.newsletter_id,
        "subject": "Nummer dreizehn",
        "preheader": "",
        "intro": '{"blocks": [], "entityMap": {}}',
        "outro": '{"blocks": [], "entityMap": {}}',
        "free_places": 3,
        "window_days": 30,
    }
    for name, rows in (("pins", len(pins)), ("quotas", 0), ("exclusions", 0)):
        data |= {f"{name}-TOTAL_FORMS": rows, f"{name}-INITIAL_FORMS": 0}
        data |= {f"{name}-MIN_NUM_FORMS": 0, f"{name}-MAX_NUM_FORMS": 1000}
    for n, page in enumerate(pins):
        data |= {f"pins-{n}-readable": page.pk, f"pins-{n}-ORDER": n + 1, f"pins-{n}-id": ""}
    return data | changes


def test_an_editor_composes_an_edition(editor, edition, story):
    response = editor.post(
        reverse("wagtailsnippets_newsletters_edition:add"), form_of(edition, pins=[story]), follow=True
    )
    assert response.status_code == 200
    made = Edition.objects.get(subject="Nummer dreizehn")
    assert [page.pk for page in made.pinned] == [story.pk]
    assert (made.free_places, made.window_days, made.state) == (3, 30, "draft")


def test_the_form_offers_preview_and_sending(editor, edition):
    page = editor.get(reverse("wagtailsnippets_newsletters_edition:edit", args=[edition.pk])).content.decode()
    assert reverse("newsletters_preview", args=[edition.pk]) in page
    assert reverse("newsletters_release", args=[edition.pk]) in page


def test_an_edition_is_seen_as_any_reader(editor, ada, bruno, edition, story):
    gathering.record(ada, StoryPageFactory(topics=["Datenschutz"], title="Ein Häkchen"), Grain.Kind.READ)
    folding.fold()
    url = reverse("newsletters_preview_letter", args=[edition.pk])
    adas = editor.get(url, {"reader": ada.pk}).content.decode()
    brunos = editor.get(url, {"reader": bruno.pk}).content.decode()
    assert "„Ein Häkchen“" in adas or "“Ein Häkchen”" in adas
    assert "Bruno" in brunos
    assert adas != brunos


def test_readers_are_found_by_name(editor, ada, bruno, edition):
    page = editor.get(reverse("newsletters_preview", args=[edition.pk]), {"q": "brun"}).content.decode()
    assert "Bruno Voss" in page
    assert "Ada Lindgren" not in page


def test_somebody_who_does_not_get_the_newsletter_cannot_be_previewed(editor, clara, edition):
    response = editor.get(reverse("newsletters_preview_letter", args=[edition.pk]), {"reader": clara.pk})
    assert response.status_code == 404


def test_who_may_not_send_sees_no_readers(client, django_user_model, ada, edition):
    user = django_user_model.objects.create_user("mitarbeit")
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", "change_edition"]))
    client.force_login(user)
    page = client.get(reverse("newsletters_preview", args=[edition.pk]))
    assert page.status_code == 200
    assert "Ada Lindgren" not in page.content.decode()
    letter = client.get(reverse("newsletters_preview_letter", args=[edition.pk]), {"reader": ada.pk})
    assert letter.status_code in (302, 403)


def test_a_previewed_letter_may_run_nothing(editor, edition):
    response = editor.get(reverse("newsletters_preview_letter", args=[edition.pk]))
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_sending_now_makes_the_edition_due(editor, ada, edition):
    editor.post(reverse("newsletters_release", args=[edition.pk]), {"action": "release"})
    assert list(Edition.objects.due()) == [edition]


def test_scheduling_needs_a_time_to_come(editor, ada, edition):
    url = reverse("newsletters_release", args=[edition.pk])
    for wrong in ("", "gestern", "2020-01-01T08:00"):
        editor.post(url, {"action": "schedule", "at": wrong})
        edition.refresh_from_db()
        assert edition.state == Edition.State.DRAFT
    editor.post(url, {"action": "schedule", "at": "2099-01-01T08:00"})
    edition.refresh_from_db()
    assert timezone.localtime(edition.scheduled_for).isoformat() == "2099-01-01T08:00:00+01:00"


def test_the_page_says_what_is_in_the_way(editor, edition):
    page = editor.get(reverse("newsletters_release", args=[edition.pk])).content.decode()
    assert "help-warning" in page
    assert 'value="release"' not in page


def test_what_has_left_is_not_edited_any_more(editor, edition):
    Edition.objects.update(state=Edition.State.SENT, finished_at=timezone.now())
    response = editor.get(reverse("wagtailsnippets_newsletters_edition:edit", args=[edition.pk]))
    assert response.headers["Location"] == reverse("newsletters_release", args=[edition.pk])
    editor.post(reverse("wagtailsnippets_newsletters_edition:edit", args=[edition.pk]), form_of(edition))
    edition.refresh_from_db()
    assert edition.subject == "Nummer zwölf"


def test_what_was_written_too_late_is_refused_with_a_word(editor, edition):
    Edition.objects.update(state=Edition.State.SENDING)
    url = reverse("wagtailsnippets_newsletters_edition:edit", args=[edition.pk])
    page = editor.post(url, form_of(edition, subject="Zu spät"), follow=True)
    assert [str(message.level_tag) for message in page.context["messages"]] == ["error"]
    edition.refresh_from_db()
    assert (edition.subject, edition.state) == ("Nummer zwölf", "sending")


def test_what_is_scheduled_is_taken_back_before_it_is_changed(editor, edition):
    url = reverse("wagtailsnippets_newsletters_edition:edit", args=[edition.pk])
    Edition.objects.update(state=Edition.State.SCHEDULED, scheduled_for=timezone.now())
    page = editor.post(url, form_of(edition, subject="Heimlich"), follow=True)
    assert 'value="take_back"' in page.content.decode()
    edition.refresh_from_db()
    assert edition.subject == "Nummer zwölf"


@pytest.mark.parametrize("state", ["scheduled", "preparing", "sending", "sent"])
def test_what_was_let_go_is_not_deleted(editor, home, edition, state):
    Edition.objects.update(state=state)
    delete = reverse("wagtailsnippets_newsletters_edition:delete", args=[edition.pk])
    assert editor.post(delete).status_code == 302
    editor.post(reverse("wagtail_bulk_action", args=["newsletters", "edition", "delete"]) + f"?id={edition.pk}")
    assert Edition.objects.filter(pk=edition.pk).exists()
    assert delete not in editor.get(reverse("wagtailsnippets_newsletters_edition:list")).content.decode()


def test_a_draft_may_be_deleted(editor, home, edition):
    editor.post(reverse("wagtailsnippets_newsletters_edition:delete", args=[edition.pk]))
    assert not Edition.objects.exists()


def test_a_copy_leaves_the_original_as_it_was(editor, home, edition):
    Edition.objects.update(state=Edition.State.SENT)
    url = reverse("wagtailsnippets_newsletters_edition:copy", args=[edition.pk])
    assert "Nummer zwölf" in editor.get(url).content.decode()
    assert editor.post(url, form_of(edition)).status_code == 405
    edition.refresh_from_db()
    assert edition.subject == "Nummer zwölf"


def test_a_newsletter_that_editions_stand_in_is_not_deleted(editor, home, edition):
    url = reverse("wagtailsnippets_newsletters_newsletter:delete", args=[edition.newsletter_id])
    assert editor.post(url).status_code == 302
    assert Edition.objects.exists()


def test_where_there_is_one_newsletter_it_is_chosen_already(editor, home, newsletter):
    form = editor.get(reverse("wagtailsnippets_newsletters_edition:add")).context["form"]
    assert form.instance.newsletter == newsletter


def test_the_list_shows_states_in_words_and_no_hour_for_a_draft(editor, home, edition):
    Edition.objects.update(scheduled_for="2031-05-05T08:00:00Z")
    page = editor.get(reverse("wagtailsnippets_newsletters_edition:list")).content.decode()
    assert "Entwurf" in page
    assert "method" not in page.partition("<thead>")[2].partition("</thead>")[0]
    assert "2031" not in page


def test_a_page_reloads_itself_only_while_something_moves(editor, edition):
    url = reverse("newsletters_release", args=[edition.pk])
    Edition.objects.update(state=Edition.State.SCHEDULED, scheduled_for="2099-01-01T08:00:00Z")
    page = editor.get(url).content.decode()
    assert 'http-equiv="refresh"' not in page
    assert 'value="cancel"' in page
    Edition.objects.update(scheduled_for=timezone.now())
    assert 'http-equiv="refresh"' in editor.get(url).content.decode()


def test_sending_says_how_many_before_it_is_done(editor, ada, bruno, edition):
    page = editor.get(reverse("newsletters_release", args=[edition.pk])).content.decode()
    assert "2" in page.partition("pp-confirm")[2].partition('value="release"')[0]


@pytest.mark.parametrize("name", ["newsletters_preview", "newsletters_preview_letter", "newsletters_release"])
def test_without_the_right_there_is_no_way_in(client, django_user_model, edition, name):
    user = django_user_model.objects.create_user("marketing")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    assert client.get(reverse(name, args=[edition.pk])).status_code in (302, 403)


@pytest.fixture
def folder(settings, tmp_path):
    settings.OUTBOX_DIR = tmp_path / "outbox"
    settings.EMAIL_BACKEND = "newsletters.outbox.OutboxBackend"
    return settings.OUTBOX_DIR


def lay(to="ada@example.org", subject="Grüße aus Husum"):
    message = EmailMultiAlternatives(subject, "Moin Ada,\nhttps://example.org", "kai@example.org", [to])
    message.attach_alternative("<p>Moin <b>Ada</b></p>", "text/html")
    OutboxBackend().send_messages([message])


def test_a_letter_in_the_outbox_is_listed_and_shown(editor, folder):
    lay()
    assert "Grüße aus Husum" in editor.get(reverse("newsletters_outbox")).content.decode()
    [name] = outbox.names()
    assert "ada@example.org" in editor.get(reverse("newsletters_mail", args=[name])).content.decode()
    assert "<b>Ada</b>" in editor.get(reverse("newsletters_mail_letter", args=[name])).content.decode()


def test_the_outbox_tells_the_time_of_the_house(editor, folder):
    with time_machine.travel("2026-07-01T10:00:00Z"):
        lay()
    assert "01.07.2026 12:00" in editor.get(reverse("newsletters_outbox")).content.decode()


def test_once_a_mail_server_is_named_the_outbox_is_closed(editor, folder, settings):
    lay()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert editor.get(reverse("newsletters_outbox")).status_code == 404
    assert editor.get(reverse("newsletters_mail", args=outbox.names())).status_code == 404


def test_a_full_outbox_is_shown_in_pages(editor, folder):
    for n in range(45):
        lay(subject=f"Brief {n}")
    first, second = (editor.get(reverse("newsletters_outbox"), {"p": p}).content.decode() for p in (1, 2))
    assert first.count("ada@example.org") == 40
    assert second.count("ada@example.org") == 5


def test_each_letter_is_a_whole_file_of_its_own(folder):
    for _n in range(3):
        lay()
    assert len(list(folder.glob("*.eml"))) == 3
    assert not list(folder.glob("*.part"))
    assert isinstance(outbox.read(outbox.names()[0]).message, EmailMessage)


def test_a_name_that_is_not_in_the_outbox_opens_nothing(editor, folder):
    assert editor.get(reverse("newsletters_mail", args=["settings"])).status_code == 404
    with pytest.raises(FileNotFoundError):
        outbox.read("../pollenpost")
