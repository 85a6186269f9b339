from typing import Any
from uuid import UUID

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from subscribers.signals import consent_withdrawn


def _forget_when_withdrawn(subject: UUID, purpose: Any, **_kwargs: Any) -> None:
    from pollen.services import gathering  # models are not loaded yet when this module is

    if purpose.kind == "pollen":
        gathering.forget(subject)


class PollenConfig(AppConfig):
    name = "pollen"
    verbose_name = _("Pollen")

    def ready(self) -> None:
        consent_withdrawn.connect(_forget_when_withdrawn, dispatch_uid="pollen.forget_when_withdrawn")
