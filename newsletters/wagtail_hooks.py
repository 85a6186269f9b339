from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from newsletters.models import Edition
from newsletters.views import outbox, preview
from newsletters.views.effect import effect
from newsletters.views.release import ReleaseView

from .viewsets import EditionPolicy, LettersGroup

# Before the viewsets are registered: these make a fallback policy for models that have none.
register_permission_policy(Edition, EditionPolicy(Edition))
register_snippet(LettersGroup)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path("editions/<int:pk>/preview/", preview.preview_page, name="newsletters_preview"),
        path("editions/<int:pk>/preview/letter/", preview.preview_letter, name="newsletters_preview_letter"),
        path("editions/<int:pk>/release/", ReleaseView.as_view(), name="newsletters_release"),
        path("effect/", effect, name="newsletters_effect"),
        path("outbox/", outbox.index, name="newsletters_outbox"),
        path("outbox/<slug:name>/", outbox.mail, name="newsletters_mail"),
        path("outbox/<slug:name>/letter/", outbox.mail_document, name="newsletters_mail_letter"),
    ]
