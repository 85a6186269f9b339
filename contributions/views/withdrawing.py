from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from contributions.models import Contribution
from contributions.services import tokens, withdrawing
from editorial.signed_links import TokenInvalid
from subscribers.views.privately import privately


@privately
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, POST acts. The page names nothing of the contribution but its kind: links are passed on."""
    try:
        subject = tokens.withdrawing(token)
    except TokenInvalid:
        return render(request, "contributions/link_broken.html", status=404)
    if request.method == "POST":
        withdrawing.withdraw(subject)
        return render(request, "contributions/withdrawn.html")
    over = Contribution.objects.over().filter(subject=subject)
    contribution = Contribution.objects.filter(subject=subject).first()
    if contribution is None or over.exists():
        return render(request, "contributions/withdrawn.html", {"before": True})
    return render(request, "contributions/withdraw.html", {"contribution": contribution})
