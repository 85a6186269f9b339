"""Our sign-up form as plain HTML for other sites: staff copy it from here."""

import re

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from subscribers.models import EmbeddingSettings
from subscribers.services import origins
from subscribers.services.mailing import absolute
from subscribers.services.offered import newsletters_on_offer

MAY_EMBED = f"{EmbeddingSettings._meta.app_label}.change_{EmbeddingSettings._meta.model_name}"


@require_safe
def embedding(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm(MAY_EMBED):
        raise PermissionDenied
    asked = request.GET.get("language", "")
    language = asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    context = {
        "snippet": snippet(language),
        "language": language,
        "languages": settings.LANGUAGES,
        "known_origins": origins.known_origins(),
        "settings_url": reverse("wagtailsettings:edit", args=["subscribers", "embeddingsettings"]),
    }
    return render(request, "subscribers/admin/embedding.html", context)


def snippet(language: str) -> str:
    """The form in this language, with absolute addresses; empty while sign-up is not open."""
    with translation.override(language):
        wordings = newsletters_on_offer(language)
        if not wordings:
            return ""
        context = {"wordings": wordings, "action": absolute(reverse("subscribers:signup"))}
        html = render_to_string("subscribers/embedded_form.html", context)
    return re.sub(r"\n\s*\n+", "\n", html).strip() + "\n"
