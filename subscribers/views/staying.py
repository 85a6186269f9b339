from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from subscribers.models import Subscriber
from subscribers.services import inactive, preferences, tokens

from .privately import link_is_broken, privately


@privately
@require_http_methods(["GET", "HEAD", "POST"])
def stay(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the question whether to stay. It shows nothing of the person, and only POST answers.

    To leave by it withdraws what stands; to be erased at once takes a fresh link, as a mail may be passed on.
    """
    try:
        subject = tokens.staying_subject(token)
    except tokens.TokenExpired:
        return _over(request)
    except tokens.TokenInvalid:
        return link_is_broken(request)
    if not Subscriber.objects.filter(subject=subject).exists():
        return _over(request)
    if request.method != "POST":
        return render(request, "subscribers/stay.html")
    if request.POST.get("answer") == "leave":
        preferences.leave_everything(subject)
        return render(request, "subscribers/left.html", {"everything": True})
    if not inactive.stay(subject):
        return _over(request)
    return render(request, "subscribers/stayed.html")


def _over(request: HttpRequest) -> HttpResponse:
    return render(request, "subscribers/stay_over.html", status=410)
