from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewslettersConfig(AppConfig):
    name = "newsletters"
    verbose_name = _("Newsletters")

    def ready(self) -> None:
        # They need models, which are not loaded yet when this module is.
        import_module("newsletters.holdings")
        import_module("newsletters.keeping")
