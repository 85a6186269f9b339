from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BlogConfig(AppConfig):
    name = "blog"
    verbose_name = _("Blog")

    def ready(self) -> None:
        # Recipes need the models, which are loaded only by now.
        from editorial import old_addresses

        from .content_import import register_recipes

        register_recipes()
        old_addresses.keep_for(self.get_model("Series"))
