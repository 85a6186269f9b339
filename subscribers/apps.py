from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from editorial.signals import topic_merged


def _move_topics(source: Any, target: Any, **_kwargs: Any) -> None:
    from subscribers.services import merged_topics  # models are not loaded yet when this module is

    merged_topics.move_choices(source, target)
    merged_topics.move_sign_ups(source, target)


def _prepare_search(using: str, **_kwargs: Any) -> None:
    """Again after each `migrate`: what a role was not allowed the first time may be there by now."""
    from django.db import connections

    from subscribers.services import finding

    finding.prepare(connections[using])


class SubscribersConfig(AppConfig):
    name = "subscribers"
    verbose_name = _("Subscribers")

    def ready(self) -> None:
        # Registers the checks, which need models and so cannot be imported earlier.
        import_module("subscribers.checks")
        import_module("subscribers.receivers")
        import_module("subscribers.holdings")
        import_module("subscribers.keeping")
        import_module("subscribers.importing.keeping")
        topic_merged.connect(_move_topics, dispatch_uid="subscribers.move_topics")
        post_migrate.connect(_prepare_search, sender=self, dispatch_uid="subscribers.prepare_search")
