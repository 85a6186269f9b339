from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PollenConfig(AppConfig):
    name = "pollen"
    verbose_name = _("Pollen")
