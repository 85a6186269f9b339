"""The end of `migrate`: roles are given their rights, once all permissions exist."""

from typing import Any

from django.apps import apps
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.models.signals import post_migrate
from wagtail.models import Page

from pollenpost.roles import install_roles


def listen() -> None:
    """Permissions are made app by app, after all migrations: the roles wait for the last."""
    last = [config for config in apps.get_app_configs() if config.models_module][-1]
    post_migrate.connect(give_rights, sender=last, dispatch_uid="pollenpost.give_rights")


def give_rights(using: str, **kwargs: Any) -> None:
    """As long as migrations are outstanding (`migrate magazine 0001`), nothing is given."""
    executor = MigrationExecutor(connections[using]) if "plan" in kwargs else None
    if executor and executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    # After a flush there is no root page to give rights upon.
    if Page.objects.using(using).filter(depth=1).exists():
        install_roles()
