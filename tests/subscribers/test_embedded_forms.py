"""Our form on the pages of other sites: plain HTML, taken directly from those we know, never lost from others."""

import html
import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import Site

from subscribers.models import ConsentEvent, EmbeddingSettings, SignUp, Wording
from subscribers.models.embedding import normalise_origin
from subscribers.views.embedding import snippet
from tests.factories import TopicFactory

PARTNER = "https://partner.example"
STRANGER = "https://stranger.example"


@pytest.fixture
def partner(publisher):
    return EmbeddingSettings.objects.create(site=Site.objects.get(is_default_site=True), origins=PARTNER)


@pytest.fixture
def send_from(client, worker, brief):
    """Sends the copied form as a browser does; a copy knows neither when nor where it is shown."""

    def send(origin, **typed):
        data = {"email": "dora@example.org", "wordings": [brief.wording("de").pk], "website": "", **typed}
        with worker():
            return client.post("/brief/", data, headers={"origin": origin})

    return send


@pytest.fixture
def admin_who_may(client, django_user_model):
    """Somebody with this permission, logged in."""

    def log_in(*codenames):
        user = django_user_model.objects.create_user("chief", "chief@pollenpost.example", "x", is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *codenames]))
        client.force_login(user)

    return log_in


def test_the_copy_is_plain_html_with_the_texts_of_the_proof_and_our_whole_address(partner, brief, pollen):
    Wording.objects.create(
        purpose=brief,
        language="de",
        version=2,
        text="Ja, jede Woche.",
        yes_means="Er kommt.",
        no_means="Er nicht.",
    )
    copied = snippet("de")
    assert 'action="http://testserver/brief/"' in copied
    for words in ("Ja, jede Woche.", "Er kommt.", "Er nicht."):
        assert words in copied
    assert f'value="{brief.wording("de").pk}"' in copied
    assert 'name="website"' in copied
    for foreign in ("checked", "<script", "<link", "src=", "csrf", "Blütenstaub"):
        assert foreign not in copied


def test_the_copy_speaks_the_language_that_was_chosen(partner, brief):
    Wording.objects.create(purpose=brief, language="en", text="Yes to the letter.")
    copied = snippet("en")
    assert 'action="http://testserver/en/brief/"' in copied
    assert "Yes to the letter." in copied


def test_a_sign_up_from_a_known_site_is_taken_and_the_proof_names_the_site(
    client, partner, send_from, outbox, link_in
):
    assert send_from(PARTNER).url == "/brief/gleich-fertig/"
    [letter] = outbox
    assert "partner.example" in letter.body
    client.post(link_in(letter))
    assert ConsentEvent.objects.get().evidence["form"] == PARTNER


@pytest.mark.parametrize(
    "origin", [STRANGER, "null", "https://partner.example.evil.example", "http://partner.example"]
)
def test_from_any_other_site_our_own_form_comes_first_with_what_was_typed(
    client, worker, partner, send_from, brief, outbox, origin
):
    page = send_from(origin, name="Dora Nissen", topics=[TopicFactory(label_de="Recht").pk])
    text = page.content.decode()
    assert page.status_code == 200
    assert 'value="dora@example.org"' in text
    assert 'value="Dora Nissen"' in text
    assert not SignUp.objects.exists()
    assert not outbox
    # What a stranger's page ticked beforehand is nobody's consent.
    assert not re.search(r'name="wordings"[^>]* checked', text)

    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', text))
    again = {**fields, "email": "dora@example.org", "wordings": [brief.wording("de").pk]}
    with time_machine.travel(timezone.now() + timedelta(minutes=1)), worker():
        assert client.post("/brief/", again, headers={"origin": "http://testserver"}).status_code == 302
    noted = SignUp.objects.get()
    assert noted.form == "/brief/"
    assert noted.evidence.get("began", "null") == origin
    assert len(outbox) == 1


def test_a_browser_that_does_not_say_where_it_comes_from_needs_the_time_of_our_own_form(client, partner, brief):
    data = {"email": "dora@example.org", "wordings": [brief.wording("de").pk]}
    assert client.post("/brief/", data).status_code == 422
    assert not SignUp.objects.exists()


def test_the_limits_and_the_hidden_field_hold_for_known_sites(partner, send_from, client, outbox):
    send_from(PARTNER, website="https://spam.example")
    assert not SignUp.objects.exists()
    for _ in range(4):
        answer = send_from(PARTNER)
    assert answer.url == "/brief/gleich-fertig/"
    assert len(outbox) == 3


def test_a_slip_is_asked_about_and_the_proof_still_names_the_site(client, worker, partner, send_from, outbox):
    page = send_from(PARTNER, email="dora@gmial.com").content.decode()
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    with worker():
        answer = client.post(
            "/brief/", {**fields, "email": "dora@gmail.com"}, headers={"origin": "http://testserver"}
        )
    assert answer.url == "/brief/gleich-fertig/"
    assert SignUp.objects.get().form == PARTNER


def test_a_copy_with_an_old_wording_leads_to_our_form_where_the_new_one_stands(partner, send_from, brief):
    old = brief.wording("de")
    Wording.objects.create(purpose=brief, language="de", version=2, text="Ja, jede Woche.")
    page = send_from(PARTNER, wordings=[old.pk])
    assert page.status_code == 422
    assert "Ja, jede Woche." in page.content.decode()
    assert 'value="dora@example.org"' in page.content.decode()
    assert not SignUp.objects.exists()


@pytest.mark.parametrize(
    ("typed", "origin"),
    [
        ("https://partner.example", PARTNER),
        (" https://Partner.Example/blog/?x=1 ", PARTNER),
        ("partner.example", PARTNER),
        ("https://partner.example:443", PARTNER),
        ("https://partner.example:8443/", "https://partner.example:8443"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
        ("http://localhost:8000", "http://localhost:8000"),
    ],
)
def test_a_site_is_noted_as_browsers_name_it(typed, origin):
    assert normalise_origin(typed) == origin


@pytest.mark.parametrize(
    "typed",
    ["", "partner", "http://partner.example", "https://a@partner.example", "https://", "ftp://x.example", "*"],
)
def test_what_is_no_site_is_refused_with_the_reason(typed):
    with pytest.raises(ValidationError):
        normalise_origin(typed)


def test_the_list_is_kept_by_those_who_may_and_each_line_is_looked_at(client, publisher, admin_who_may):
    admin_who_may("change_embeddingsettings")
    address = f"/admin/settings/subscribers/embeddingsettings/{Site.objects.get(is_default_site=True).pk}/"
    refused = client.post(address, {"origins": "https://partner.example/x\nhttp://offen.example"})
    assert "http://offen.example" in html.unescape(refused.content.decode())
    assert not EmbeddingSettings.objects.filter(origins__gt="").exists()
    client.post(address, {"origins": "https://partner.example/x\n\nhttps://zwei.example, partner.example"})
    assert EmbeddingSettings.objects.get().known_origins == [PARTNER, "https://zwei.example"]


def test_staff_copy_the_form_from_the_admin(client, partner, brief, admin_who_may):
    admin_who_may("change_embeddingsettings")
    page = html.unescape(client.get("/admin/embedded-form/").content.decode())
    assert snippet("de") in page
    assert PARTNER in page
    assert 'action="http://testserver/en/brief/"' in html.unescape(
        client.get("/admin/embedded-form/?language=en").content.decode()
    )


def test_others_do_not_see_it(client, partner, admin_who_may):
    admin_who_may()
    assert client.get("/admin/embedded-form/").status_code == 302


def test_while_sign_up_is_not_open_there_is_nothing_to_copy(client, partner, brief, publisher, admin_who_may):
    publisher.email = ""
    publisher.save()
    admin_who_may("change_embeddingsettings")
    assert "<textarea" not in client.get("/admin/embedded-form/").content.decode()
