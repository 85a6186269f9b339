"""«Remember me on this device», on the preference page."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from pollen import recognition
from subscribers.models import Purpose, Subscriber
from subscribers.services import consent
from subscribers.views.privately import behind_a_fresh_link

from .answers import see_other


@behind_a_fresh_link
@require_POST
def device(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    """Sets the cookie for half a year, or takes it back."""
    page = reverse("subscribers:preferences", args=[token])
    if request.POST.get("do") == "forget":
        response = see_other(f"{page}?device=forgotten#device")
        recognition.forget(response)
        return response
    allowed = _was_pressed_here(request) and not recognition.says_no(request)
    if not (allowed and consent.stands(subscriber.subject, Purpose.POLLEN)):
        return see_other(f"{page}#device")
    response = see_other(f"{page}?device=remembered#device")
    recognition.remember_device(response, subscriber)
    return response


def _was_pressed_here(request: HttpRequest) -> bool:
    """Otherwise another site could send a visitor here with somebody else's link, and their reading would be added
    to that person's profile. Browsers older than 2023 do not say where a form stood."""
    return request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
