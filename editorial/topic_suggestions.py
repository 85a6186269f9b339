"""Topics suggested from a text: beside the field while somebody writes, and on a page of their own."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from editorial.languages import language_of
from editorial.models import ReadablePage
from editorial.rights import works_on_pages
from editorial.services.drafts import read_drafts
from editorial.services.suggesting import suggest, texts_in
from editorial.services.typed_text import language_in, texts_from_form


@require_POST
def while_writing(request: HttpRequest) -> HttpResponse:
    """A list to be put beside the field, from the form as it is. Nothing of it is kept."""
    if not works_on_pages(request.user):
        raise PermissionDenied
    texts = texts_from_form((name, value) for name in request.POST for value in request.POST.getlist(name))
    context = {
        "suggestions": suggest(texts, language_in(texts.values())),
        "ticked": {int(pk) for pk in request.POST.getlist("topics") if pk.isdecimal()},
        "any_text": any(text.strip() for text in texts.values()),
    }
    return render(request, "editorial/admin/topic_suggestions.html", context)


@require_safe
def of_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for the newest draft of a page."""
    page = get_object_or_404(ReadablePage.objects.select_related("latest_revision"), pk=pk).specific
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    [draft] = read_drafts([page])
    context = {
        "page": page,
        "draft": draft,
        "suggestions": suggest(texts_in(draft), language_of(page)),
        "ticked": set(draft.topics),
        "any_text": True,
    }
    return render(request, "editorial/admin/topic_suggestions_page.html", context)
