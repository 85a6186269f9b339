"""What is held about a reader, as a file to take along (GDPR Art. 15, 20)."""

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

from subscribers.models import Subscriber
from subscribers.services import access


def readable(subscriber: Subscriber) -> dict[str, Any]:
    """For templates. A file that somebody keeps has no token in it, and no links to pages behind one."""
    answer = access.everything(subscriber)
    return {
        "answer": answer,
        "held": [{**holding, "rows": access.readable(holding["rows"])} for holding in answer["held"]],
        "made_at": timezone.now(),
        "subscriber": subscriber,
        "token": "",
    }


def as_page(subscriber: Subscriber) -> HttpResponse:
    """The page as a file of its own, that a browser opens without us."""
    page = render_to_string("subscribers/my_data_file.html", readable(subscriber))
    return _file(page, "text/html; charset=utf-8", "html")


def as_json(subscriber: Subscriber) -> HttpResponse:
    """For machines: UTF-8, indented, and the same things as on the page."""
    text = json.dumps(access.everything(subscriber), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    return _file(f"{text}\n", "application/json; charset=utf-8", "json")


def _file(content: str, kind: str, suffix: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    name = f"pollenpost-{timezone.localdate():%Y-%m-%d}.{suffix}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
