from django.apps import AppConfig


class PollenpostConfig(AppConfig):
    name = "pollenpost"
    verbose_name = "Pollenpost"

    def ready(self) -> None:
        # Only here: it needs the models.
        from pollenpost import after_migrating, keeping, purging  # noqa: F401

        after_migrating.listen()
        purging.listen()
