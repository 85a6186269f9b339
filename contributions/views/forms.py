from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from contributions.forms import ContributionForm, PostcardForm, StoryForm
from contributions.models import Contribution
from contributions.receivers import carry_on_after_commit
from contributions.services import drafting, receiving, rooms, uploads
from subscribers.views.privately import client_address, cookieless, privately

from .uploading import dropping_what_is_too_large, is_absurd

Kind = Contribution.Kind


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    language = _language()
    context = {"postcards": rooms.is_open(Kind.POSTCARD, language), "stories": rooms.is_open(Kind.STORY, language)}
    return render(request, "contributions/choose.html", context)


@cookieless
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def postcard(request: HttpRequest) -> HttpResponse:
    return _contribute(request, PostcardForm, "contributions/postcard.html")


@cookieless
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def story(request: HttpRequest) -> HttpResponse:
    return _contribute(request, StoryForm, "contributions/story.html")


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    return render(request, "contributions/sent.html")


@privately
@require_safe
def picture(request: HttpRequest, token: str) -> HttpResponse:
    """A picture that is not published, for whoever uploaded it a moment ago."""
    found = uploads.find(token)
    if found is None:
        raise Http404
    response = HttpResponse(bytes(found.content), content_type="image/jpeg")
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _contribute(request: HttpRequest, form_class: type[ContributionForm], template: str) -> HttpResponse:
    """The answer to what was sent is the same for known and unknown addresses, and for too many of them."""
    if not rooms.is_open(form_class.kind, _language()):
        return render(request, "contributions/closed.html")
    if request.method != "POST":
        return render(request, template, {"form": form_class()})
    if is_absurd(request):
        return render(request, "contributions/too_large.html", status=413)
    incoming = dropping_what_is_too_large(request)
    data, files = request.POST, request.FILES
    form = form_class(data, files, client=client_address(request), too_large=incoming.dropped)
    if "preview" in data:
        return _previewed(request, form, template)
    if form.is_valid():
        if not form.trapped:
            carry_on_after_commit(receiving.receive(form.letter(request.path), form.client))
        return redirect("contributions:sent")
    return render(request, template, {"form": form}, status=422)


def _previewed(request: HttpRequest, form: ContributionForm, template: str) -> HttpResponse:
    """Shows the card or story so far. What is still missing is not complained about yet, save the picture."""
    form.full_clean()
    page = drafting.page_of(form.contribution())
    complaints = form.errors.get("picture")
    form.errors.clear()
    if complaints:
        form.errors["picture"] = complaints
    context = {"form": form, "preview": page, "picture": form.kept_picture}
    return render(request, template, context, status=422 if complaints else 200)


def _language() -> str:
    return (get_language() or "de")[:2]
