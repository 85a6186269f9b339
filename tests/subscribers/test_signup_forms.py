"""The sign-up form below every page: kept with the page, the same for everybody, and nothing in it is lost."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import caches
from django.utils import timezone
from wagtail.rich_text import RichText

from editorial import freshness
from subscribers.models import ConsentEvent, Purpose, SignUp, Wording
from subscribers.services import places
from tests import factories


@pytest.fixture
def story(publisher):
    return factories.StoryPageFactory(
        title="Reihe neun", body=[("paragraph", RichText("<p>Wer fragt, bekommt Antworten.</p>"))]
    )


@pytest.fixture
def _kept(settings):
    settings.PAGE_CACHE_SECONDS = 600
    caches["pages"].clear()
    yield
    caches["pages"].clear()
    freshness.begin(None)


def form_in(page, part):
    """What the form in this part of a page shows and would send, boxes apart."""
    [html] = re.findall(rf'<section class="letter[^"]*" id="letter-{part}".*?</section>', text_of(page), re.S)
    return html, dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', html))


def text_of(page):
    return page.content.decode()


def send(client, worker, fields, **typed):
    with worker():
        return client.post("/brief/", {**fields, "email": "dora@example.org", **typed})


def a_minute_later():
    return time_machine.travel(timezone.now() + timedelta(minutes=1))


@pytest.mark.parametrize("path", ["/", "/themen/", "/impressum/", "/suche/", "/geschichten/", "/mitmachen/"])
def test_every_public_page_ends_with_the_form(client, story, brief, path):
    html, _fields = form_in(client.get(path), "footer")
    assert "Ja zu Brief." in html
    assert "<details class=" not in html.split("<form")[0]


def test_a_text_has_the_form_at_its_end_and_a_folded_one_in_the_footer(client, story, brief):
    for page in (story, factories.ArticlePageFactory(), factories.EpisodePageFactory()):
        answer = client.get(page.url)
        assert "Ja zu Brief." in form_in(answer, "end")[0]
        assert '<details class="letter__fold">' in form_in(answer, "footer")[0]


def test_no_box_is_ticked_no_cookie_is_set_and_no_script_is_needed(client, story, brief):
    answer = client.get(story.url)
    html, _fields = form_in(answer, "end")
    assert "checked" not in html
    assert not answer.cookies
    assert "csrf" not in html
    assert "<script" not in html


def test_the_form_asks_in_the_words_that_go_into_the_proof(client, story, brief):
    Wording.objects.create(
        purpose=brief,
        language="de",
        version=2,
        text="Ja, jede Woche.",
        yes_means="Er kommt.",
        no_means="Er nicht.",
    )
    html, _fields = form_in(client.get(story.url), "end")
    for words in ("Ja, jede Woche.", "Er kommt.", "Er nicht."):
        assert words in html
    assert "Ja zu Brief." not in html


def test_each_newsletter_is_a_box_of_its_own_and_pollen_is_asked_for_on_the_whole_form(
    client, story, brief, pollen
):
    factories.PurposeFactory(key="monatsbrief")
    html, _fields = form_in(client.get(story.url), "end")
    assert html.count('name="wordings"') == 2
    assert "Ja zu Blütenstaub." not in html


@pytest.mark.usefixtures("_kept")
def test_the_form_of_a_kept_page_signs_up_and_the_proof_names_the_page(
    client, worker, story, brief, outbox, link_in, django_assert_num_queries
):
    client.get(story.url)
    with a_minute_later():
        with django_assert_num_queries(0):
            page = client.get(story.url)
        _html, fields = form_in(page, "end")
        answer = send(client, worker, fields, wordings=[brief.wording("de").pk])
    assert answer.url == "/brief/gleich-fertig/"
    client.post(link_in(outbox[0]))
    assert ConsentEvent.objects.get().evidence["form"] == f"{story.url}#letter-end"


@pytest.mark.usefixtures("_kept")
def test_a_kept_page_stays_the_same_to_the_byte_within_the_hour(client, story, brief):
    with time_machine.travel("2026-05-04 10:02:00+00:00", tick=False) as clock:
        first = client.get(story.url)
        clock.shift(timedelta(minutes=40))
        again = client.get(story.url, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304


@pytest.mark.usefixtures("_kept")
def test_a_wording_that_is_published_is_on_every_page_at_once(
    client, story, brief, django_capture_on_commit_callbacks
):
    client.get(story.url)
    word = freshness.generation()
    with django_capture_on_commit_callbacks(execute=True):
        draft = Wording.objects.create(
            purpose=brief, language="de", version=2, text="Ja, jede Woche.", published_at=None
        )
    assert freshness.generation() == word
    with django_capture_on_commit_callbacks(execute=True):
        draft.published_at = timezone.now()
        draft.save()
    assert "Ja, jede Woche." in text_of(client.get(story.url))


@pytest.mark.parametrize("shown", ["", "shown:1:x", "stale"])
def test_a_token_that_is_missing_or_stale_costs_one_more_press_and_nothing_else(
    client, worker, story, brief, outbox, shown
):
    with time_machine.travel(timezone.now() - timedelta(days=2)):
        _html, fields = form_in(client.get(story.url), "footer")
    fields["shown"] = fields["shown"] if shown == "stale" else shown
    pk = brief.wording("de").pk
    page = send(client, worker, fields, wordings=[pk], topics=[factories.TopicFactory(label_de="Recht").pk])
    text = text_of(page)
    assert page.status_code == 422
    assert 'value="dora@example.org"' in text
    assert re.search(rf'name="wordings" value="{pk}"[^>]* checked', text)
    assert not SignUp.objects.exists()

    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', text))
    with a_minute_later():
        assert send(client, worker, fields, wordings=[pk]).url == "/brief/gleich-fertig/"
    noted = SignUp.objects.get()
    assert noted.form == "/brief/"
    assert noted.evidence == {"began": f"{story.url}#letter-footer"}
    assert len(outbox) == 1


def test_who_wants_topics_as_well_finds_the_address_and_the_boxes_on_the_whole_form(client, worker, story, brief):
    _html, fields = form_in(client.get(story.url), "end")
    pk = brief.wording("de").pk
    page = send(client, worker, fields, wordings=[pk], more="1")
    assert page.status_code == 200
    assert 'role="alert"' not in text_of(page)
    assert 'value="dora@example.org"' in text_of(page)
    assert re.search(rf'name="wordings" value="{pk}"[^>]* checked', text_of(page))
    assert not SignUp.objects.exists()


def test_a_place_that_we_did_not_sign_is_not_believed(client, worker, story, brief):
    _html, fields = form_in(client.get(story.url), "end")
    fields["page"] = fields["page"].replace("reihe-neun", "reihe-zehn")
    with a_minute_later():
        send(client, worker, fields, wordings=[brief.wording("de").pk])
    assert SignUp.objects.get().form == "/brief/"


def test_a_place_fits_into_the_proof_however_long_the_address_is():
    place = places.read(places.seal("/" + "lang-" * 80, "letter-end"))
    assert len(place) == SignUp._meta.get_field("form").max_length
    assert place.endswith("#letter-end")


def test_while_sign_up_is_not_open_there_is_no_form(client, story, brief, publisher, sign_up):
    publisher.postal_address = ""
    publisher.save()
    for path in ("/", story.url):
        assert "letter-footer" not in text_of(client.get(path))
    assert sign_up().status_code == 200
    assert not SignUp.objects.exists()


def test_without_a_newsletter_there_is_no_form(client, story, pollen):
    assert "letter-footer" not in text_of(client.get("/"))


def test_a_purpose_without_words_in_this_language_breaks_no_page(client, story, brief):
    english_only = Purpose.objects.create(key="notes", kind=Purpose.Kind.NEWSLETTER, label_de="Notes")
    Wording.objects.create(purpose=english_only, language="en", text="Yes to the notes.")
    assert "Yes to the notes." not in text_of(client.get("/"))
    assert client.get("/brief/").status_code == 200
    assert "Yes to the notes." in text_of(client.get("/en/brief/"))


def test_personal_pages_and_pages_with_a_form_of_their_own_have_none_below_them(client, brief, ada):
    for path in ("/brief/", "/brief/gleich-fertig/", "/brief/einstellungen/", "/brief/abbestellen/x/"):
        assert 'id="letter-footer"' not in text_of(client.get(path))


def test_the_hidden_field_works_here_too(client, worker, story, brief, outbox):
    _html, fields = form_in(client.get(story.url), "end")
    with a_minute_later():
        answer = send(client, worker, fields, wordings=[brief.wording("de").pk], website="https://spam.example")
    assert answer.url == "/brief/gleich-fertig/"
    assert not SignUp.objects.exists()
