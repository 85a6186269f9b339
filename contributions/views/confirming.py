from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from contributions.models import Contribution
from contributions.receivers import carry_on_after_commit
from contributions.services import drafting, receiving, tokens, uploads
from editorial.signed_links import TokenExpired, TokenInvalid
from subscribers.views.privately import privately


@privately
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows what would be sent in and asks, only POST confirms: programs that check mails follow links."""
    try:
        contribution_id = tokens.confirming(token)
    except TokenExpired:
        return render(request, "contributions/expired.html", status=410)
    except TokenInvalid:
        return render(request, "contributions/link_broken.html", status=404)
    if request.method == "POST":
        try:
            contribution = receiving.confirm(contribution_id)
        except drafting.NoRoom:
            return render(request, "contributions/closed.html")
        if contribution is None:
            return render(request, "contributions/confirmed_before.html")
        carry_on_after_commit(contribution)
        context = {"contribution": contribution, "withdraw_token": tokens.for_withdrawing(contribution)}
        return render(request, "contributions/confirmed.html", context)
    waiting = Contribution.objects.filter(pk=contribution_id, state=Contribution.State.UNCONFIRMED)
    contribution = waiting.select_related("wording__purpose", "picture").first()
    if contribution is None:
        return render(request, "contributions/confirmed_before.html")
    context = {
        "contribution": contribution,
        "preview": drafting.page_of(contribution),
        "picture": contribution.picture,
        "picture_token": uploads.token_for(contribution.picture) if contribution.picture else "",
        "withdraw_token": tokens.for_withdrawing(contribution),
    }
    return render(request, "contributions/confirm.html", context)
