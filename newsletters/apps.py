from importlib import import_module
from typing import Any
from uuid import UUID

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from pollen.signals import profile_forgotten
from subscribers.signals import consent_withdrawn


def _forget_clicks_when_withdrawn(subject: UUID, purpose: Any, **_kwargs: Any) -> None:
    from newsletters.services import clicks  # models are not loaded yet when this module is

    if purpose.kind == "pollen":
        clicks.forget(subject)


def _forget_clicks_when_starting_anew(subject: UUID, **_kwargs: Any) -> None:
    from newsletters.services import clicks

    clicks.forget(subject)


class NewslettersConfig(AppConfig):
    name = "newsletters"
    verbose_name = _("Newsletters")

    def ready(self) -> None:
        # They need models, which are not loaded yet when this module is.
        import_module("newsletters.holdings")
        import_module("newsletters.keeping")
        consent_withdrawn.connect(_forget_clicks_when_withdrawn, dispatch_uid="newsletters.forget_clicks")
        profile_forgotten.connect(_forget_clicks_when_starting_anew, dispatch_uid="newsletters.start_anew")
