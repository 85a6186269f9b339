"""The old address of a list leads to the new one, as Wagtail sees to it for pages that move."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.signals import post_save, pre_save
from django.utils import translation
from wagtail.contrib.redirects.models import Redirect


def keep_for(model: type[models.Model]) -> None:
    """From now on a new slug of this model leaves a redirect behind. Its `get_absolute_url` is the address."""
    name = f"{model._meta.label}.old_addresses"
    pre_save.connect(_remember, sender=model, dispatch_uid=f"{name}.before")
    post_save.connect(_redirect, sender=model, dispatch_uid=f"{name}.after")


def redirect(old: str, new: str) -> None:
    """A permanent redirect between paths of this site; what led to the old one leads to the new one at once."""
    ours = Redirect.objects.filter(site=None)
    ours.filter(redirect_link=old).update(redirect_link=new)
    ours.filter(old_path=Redirect.normalise_path(new)).delete()
    values = {"redirect_link": new, "redirect_page": None, "is_permanent": True, "automatically_created": True}
    Redirect.objects.update_or_create(old_path=Redirect.normalise_path(old), site=None, defaults=values)


def addresses(item: Any) -> dict[str, str]:
    """The path of a list in each language of the site."""
    found = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found[code] = item.get_absolute_url()
    return found


def _remember(sender: type[models.Model], instance: Any, raw: bool = False, **kwargs: Any) -> None:
    before: Any = None if raw or not instance.pk else sender._default_manager.filter(pk=instance.pk).first()
    moved = before is not None and before.slug != instance.slug
    instance._old_addresses = addresses(before) if moved else {}


def _redirect(sender: type[models.Model], instance: Any, **kwargs: Any) -> None:
    for code, old in instance._old_addresses.items():
        redirect(old, addresses(instance)[code])
