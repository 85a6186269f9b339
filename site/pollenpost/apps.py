from django.apps import AppConfig


class PollenpostConfig(AppConfig):
    name = "pollenpost"
    verbose_name = "Pollenpost"
