"""What recognised readers say about a text below it, with plain forms.

The cookie is all that these forms know of a reader, and it is SameSite=Lax: no other site's form carries it. That
is why they need no token against forgery, which would be a second cookie and a page that nobody could keep.
"""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from editorial.models import ReadablePage, Topic
from editorial.signed_links import LinkSigner, TokenExpired, TokenInvalid
from editorial.templatetags.readables import shown_topics
from pollen import page_token, recognition
from pollen.services import acting
from subscribers.models import Subscriber
from subscribers.views.privately import privately

from .answers import asks_for_a_part, see_other

UNDO_FOR = int(acting.UNDO_FOR.total_seconds())
_links = LinkSigner("pollen")


@dataclass(frozen=True)
class Done:
    """What was just done with a text, and to which of its topics."""

    did: str
    readable: ReadablePage
    refusal: acting.Refusal | None = None

    @property
    def topic(self) -> Topic | None:
        return self.refusal.topic if self.refusal else None

    @property
    def can_be_undone(self) -> bool:
        return self.did in ("saved", "refused")


@privately
@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """Does what a button below a text says. Whoever is not recognised is led back to the text."""
    page = _text(request.POST.get("page", ""))
    reader = recognition.recognise(request)
    done = _do(request, reader, page) if reader else None
    if reader is None or done is None:
        return _part(request, {"did": "nobody"}) if asks_for_a_part(request) else see_other(page.url)
    if done.did == "shared" and not asks_for_a_part(request):
        return see_other(_mail_about(page))
    return _answer(request, reader, done)


def _do(request: HttpRequest, reader: Subscriber, page: ReadablePage) -> Done | None:
    wanted = request.POST.get("do")
    if wanted == "save":
        return Done("saved", page) if acting.save(reader, page) else None
    if wanted == "share":
        did = "copied" if "copied" in request.POST else "shared"
        return Done(did, page) if acting.share(reader, page) else None
    topic = next((each for each in shown_topics(page) if str(each.pk) == request.POST.get("topic")), None)
    refusal = acting.refuse(reader, page, topic) if wanted == "refuse" and topic else None
    return Done("refused", page, refusal) if refusal else None


@privately
@require_http_methods(["GET", "HEAD", "POST"])
def done(request: HttpRequest, token: str) -> HttpResponse:
    """Says what was done, to whoever did it, and undoes it."""
    reader = recognition.recognise(request)
    was = _was(reader, token) if reader else None
    if reader is None or was is None:
        if asks_for_a_part(request):
            return _part(request, {"did": "nobody"})
        return render(request, "pollen/done.html", {"did": "over"}, status=410)
    if request.method != "POST":
        return render(request, "pollen/done.html", _shown(reader, was))
    return _answer(request, reader, _undo(reader, was))


def _undo(reader: Subscriber, was: Done) -> Done:
    if was.did == "saved":
        acting.do_not_save(reader, was.readable)
        return Done("not saved", was.readable)
    if was.refusal:
        acting.take_back_refusal(reader, was.readable, was.refusal)
        return Done("restored", was.readable, was.refusal)
    return was


def _answer(request: HttpRequest, reader: Subscriber, done: Done) -> HttpResponse:
    if asks_for_a_part(request):
        return _part(request, _shown(reader, done))
    return see_other(_address(reader, done))


def _part(request: HttpRequest, context: dict[str, object]) -> HttpResponse:
    return render(request, "pollen/includes/done.html", context)


def _shown(reader: Subscriber, done: Done) -> dict[str, object]:
    return {
        "did": done.did,
        "readable": done.readable,
        "topic": done.topic,
        "stood": bool(done.refusal and done.refusal.stood),
        "undo": _address(reader, done) if done.can_be_undone else "",
    }


def _address(reader: Subscriber, done: Done) -> str:
    """Of a page that says what was done. It opens for this reader alone: another one could undo with it what they
    never did."""
    topic, before = (done.refusal.topic.pk, done.refusal.before) if done.refusal else (0, "")
    said = [done.did, done.readable.original_id, topic, before]
    return reverse("pollen:done", args=[_links.sign(f"done.{reader.subject.hex}", said)])


def _was(reader: Subscriber, token: str) -> Done | None:
    try:
        did, readable, topic_id, before = _links.read(f"done.{reader.subject.hex}", token, max_age=UNDO_FOR)
    except (TokenExpired, TokenInvalid):
        return None
    page = _in_this_language(readable)
    topic = Topic.objects.filter(pk=topic_id).first()
    if page is None or (topic_id and topic is None):
        return None
    return Done(did, page, acting.Refusal(topic, before) if topic else None)


def _text(token: str) -> ReadablePage:
    try:
        page = _in_this_language(page_token.read(token).readable)
    except BadSignature as error:
        raise Http404 from error
    if page is None:
        raise Http404
    return page


def _in_this_language(original: int) -> ReadablePage | None:
    """The text in the language of the address, as far as it is open to all."""
    key = ReadablePage.objects.filter(pk=original).values("translation_key")
    page = ReadablePage.objects.open_to_all().in_language().filter(translation_key__in=key).first()
    return page.specific if page else None


def _mail_about(page: ReadablePage) -> str:
    """A mail that one has only to address."""
    return "mailto:?" + urlencode({"subject": page.title, "body": page.full_url}, quote_via=quote)
