from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from editorial.signals import topic_merged


def _move_exports(source: Any, target: Any, **_kwargs: Any) -> None:
    from segments.services import topics_kept  # models are not loaded yet when this module is

    topics_kept.move_exports(source, target)


class SegmentsConfig(AppConfig):
    name = "segments"
    verbose_name = _("Segments")

    def ready(self) -> None:
        from django.conf import settings

        from editorial import topic_facts
        from segments.services import topics_kept

        topic_merged.connect(_move_exports, dispatch_uid="segments.move_exports")
        import_module("segments.holdings")
        import_module("segments.keeping")
        topic_facts.register(
            topic_facts.Fact(
                "interested", _("Interested readers"), topics_kept.interested, settings.EXPORT_MINIMUM_SIZE
            )
        )
