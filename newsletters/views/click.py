"""What a reader meets of a letter on the web: the links in it."""

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from editorial.models import ReadablePage
from newsletters.models import Delivery
from newsletters.services import links
from pollen import recognition
from pollen.models import Grain
from pollen.services import gathering
from subscribers.models import Purpose
from subscribers.services import consent


@require_safe
def click(request: HttpRequest, token: str) -> HttpResponse:
    """Leads from a letter to the page. Remembers reader and click only while the pollen consent stands."""
    try:
        clicked = links.read_click(token)
    except signing.BadSignature:
        return render(request, "newsletters/broken_link.html", status=404)
    page = get_object_or_404(ReadablePage.objects.live(), pk=clicked.readable)
    response = redirect(links.plain(page))
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    delivery = Delivery.objects.select_related("subscriber").filter(pk=clicked.delivery).first()
    if delivery and clicked.fresh and request.method == "GET" and not recognition.says_no(request):
        subscriber = delivery.subscriber
        open_to_all = ReadablePage.objects.open_to_all().filter(pk=page.pk).exists()
        if open_to_all and consent.stands(subscriber.subject, Purpose.POLLEN):
            gathering.record(subscriber, page, Grain.Kind.CLICK)
            recognition.remember(response, subscriber)
    return response
