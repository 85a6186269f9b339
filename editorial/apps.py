from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EditorialConfig(AppConfig):
    name = "editorial"
    verbose_name = _("Editorial")

    def ready(self) -> None:
        # Needs all models and so cannot be imported earlier.
        import_module("editorial.search.following").connect(self)
        import_module("editorial.doors").connect()
        old_addresses = import_module("editorial.old_addresses")
        for name in ("Topic", "Author"):
            old_addresses.keep_for(self.get_model(name))
