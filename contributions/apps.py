from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContributionsConfig(AppConfig):
    """What readers send in: postcards and stories, with their consent, into the editors' moderation."""

    name = "contributions"
    verbose_name = _("Contributions of readers")

    def ready(self) -> None:
        # They listen to models, which are not loaded yet when this module is.
        import_module("contributions.receivers")
        import_module("contributions.holdings")
        import_module("contributions.keeping")
