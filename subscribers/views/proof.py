"""The printed proof as a download, for staff and for the reader alike; who may have it is asked before."""

from django.http import HttpResponse

from subscribers.models import Subscriber
from subscribers.services import proof


def proof_response(subscriber: Subscriber) -> HttpResponse:
    response = HttpResponse(proof.proof_pdf(subscriber), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{proof.filename(subscriber)}"'
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
