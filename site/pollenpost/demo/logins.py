"""Logins with a documented password: for the demo only."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from pollenpost.roles import AUTHORS, CHIEFS, EDITORS, MARKETERS, OPERATORS

PASSWORD = "pollenpost-demo"  # noqa: S105 - documented, and refused where DEBUG is off

LOGINS: dict[str, tuple[str, ...]] = {
    "admin": (),
    "redaktion": (CHIEFS,),
    "mitarbeit": (EDITORS,),
    "autor": (AUTHORS,),
    "marketing": (MARKETERS,),
    "technik": (OPERATORS,),
}
NAMES = {
    "admin": ("Moritz", "Lindqvist"),
    "redaktion": ("Henrike", "Petersen"),
    "mitarbeit": ("Jonas", "Brandt"),
    "autor": ("Aylin", "Kaya"),
    "marketing": ("Wencke", "Ruge"),
    "technik": ("Sönke", "Matthiesen"),
}


class NotADemo(Exception):
    """DEBUG is off: everybody could know this installation's passwords."""


def install_logins() -> list[str]:
    """Makes the logins that are missing and returns their names. Raises NotADemo if DEBUG is off."""
    if not settings.DEBUG:
        raise NotADemo
    User = get_user_model()
    made = []
    for username, groups in LOGINS.items():
        if User.objects.filter(username=username).exists():
            continue
        first, last = NAMES[username]
        make = User.objects.create_user if groups else User.objects.create_superuser
        user = make(username, f"{username}@pollenpost.example", PASSWORD, first_name=first, last_name=last)
        user.groups.set(Group.objects.filter(name__in=groups))
        made.append(username)
    return made
