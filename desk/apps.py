from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    """What people ask of the house: their rights (GDPR Art. 15-21), questions and complaints, each a case."""

    name = "desk"
    verbose_name = _("Privacy desk")

    def ready(self) -> None:
        # They register what the room holds, and need models, which are not loaded yet when this module is.
        import_module("desk.registering")
