import json

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from pollen.services import taking_along
from subscribers.models import Subscriber
from subscribers.views.privately import behind_a_fresh_link


@behind_a_fresh_link
@require_safe
def as_json(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    text = json.dumps(taking_along.collected(subscriber), ensure_ascii=False, indent=2)
    return _file(f"{text}\n", "application/json; charset=utf-8", "json")


@behind_a_fresh_link
@require_safe
def as_csv(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    return _file(taking_along.as_csv(subscriber), "text/csv; charset=utf-8", "csv")


def _file(content: str, kind: str, suffix: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    name = gettext("my-pollen")
    response["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate():%Y-%m-%d}.{suffix}"'
    return response
