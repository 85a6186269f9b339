from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from subscribers.models import PermissionAsk
from subscribers.services import permission, tokens

from .privately import link_is_broken, privately


@privately
@require_http_methods(["GET", "HEAD", "POST"])
def agree(request: HttpRequest, token: str) -> HttpResponse:
    """The question behind the link of a permission mail. GET shows the new text, only POST agrees to it."""
    try:
        ask_id = tokens.permission_ask_id(token)
    except (tokens.TokenInvalid, tokens.TokenExpired):
        return link_is_broken(request)
    found = PermissionAsk.objects.select_related("subscriber", "campaign__wording__purpose")
    asked = found.filter(pk=ask_id).first()
    if asked is None:
        return link_is_broken(request)
    wording = asked.campaign.wording
    if request.method == "POST":
        permission.agree(asked)
        asked.refresh_from_db()
    before = permission.older_consents(wording).filter(subject=asked.subscriber.subject)
    older = before.select_related("wording__purpose").first()
    context = {
        "wording": wording,
        "before": older.wording if older else None,
        "agreed": asked.agreed_at is not None,
        "open": older is not None and permission.in_force(wording),
    }
    return render(request, "subscribers/permission.html", context)
