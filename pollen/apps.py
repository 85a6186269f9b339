from importlib import import_module
from typing import Any
from uuid import UUID

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from editorial.signals import topic_merged
from subscribers.signals import consent_withdrawn


def _forget_when_withdrawn(subject: UUID, purpose: Any, **_kwargs: Any) -> None:
    from pollen.services import gathering  # models are not loaded yet when this module is

    if purpose.kind == "pollen":
        gathering.forget(subject)


def _move_interests(source: Any, target: Any, **_kwargs: Any) -> None:
    from pollen.services import merged_topics

    merged_topics.move_interests(source, target)


class PollenConfig(AppConfig):
    name = "pollen"
    verbose_name = _("Pollen")

    def ready(self) -> None:
        consent_withdrawn.connect(_forget_when_withdrawn, dispatch_uid="pollen.forget_when_withdrawn")
        topic_merged.connect(_move_interests, dispatch_uid="pollen.move_interests")
        # They need models, which are not loaded yet when this module is.
        import_module("pollen.holdings")
        import_module("pollen.keeping")
