from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from subscribers.services import consent, tokens

from .privately import link_is_broken, privately


@privately
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """The visible link asks once; a mail program's one-click POST (RFC 8058) gets 200 and no question.

    GET changes nothing, since programs that check mails follow links. No cookie and no referrer is needed:
    the signed link is what permits it.
    """
    try:
        subject, purpose = tokens.unsubscribing(token)
    except (tokens.TokenInvalid, tokens.TokenExpired):
        return link_is_broken(request)
    if request.method != "POST":
        return render(request, "subscribers/unsubscribe.html", {"purpose": purpose})
    one_click = request.POST.get("List-Unsubscribe") == "One-Click"
    consent.withdraw(subject, purpose, form="one-click" if one_click else "unsubscribe")
    if one_click:
        return HttpResponse(_("Unsubscribed."), content_type="text/plain; charset=utf-8")
    return render(request, "subscribers/left.html", {"purpose": purpose})
