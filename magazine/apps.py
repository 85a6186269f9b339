from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MagazineConfig(AppConfig):
    name = "magazine"
    verbose_name = _("Magazine")

    def ready(self) -> None:
        # Recipes need the models, which are loaded only by now.
        from editorial import old_addresses

        from . import receivers
        from .content_import import register_recipes

        register_recipes()
        receivers.connect()
        old_addresses.keep_for(self.get_model("Section"))
