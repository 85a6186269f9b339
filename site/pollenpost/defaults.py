"""What every installation begins with: a home page, purposes, a newsletter and roles.

Running it twice changes nothing.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Locale, Site

from editorial.importing import places
from editorial.models import HomePage
from newsletters.models import Newsletter
from pollenpost.roles import ROLES, install_roles
from subscribers.services.purposes import (
    install_purposes,
    measurement_purpose,
    newsletter_purpose,
    publication_purpose,
)

# What Wagtail's first migration calls its site; whoever has named the site keeps that name.
UNNAMED_HOST = "localhost"


def install_defaults(say: Callable[[str], object] = lambda line: None, public_url: str = "") -> None:
    """`say` is called with a line after each step; `public_url` stands in for settings.PUBLIC_URL."""
    home = places.home()
    _name_site(public_url or settings.PUBLIC_URL)
    install_languages(home)
    say(f"Home page: {home.title}")
    install_purposes()
    measurement_purpose()
    publication_purpose()
    newsletter = install_newsletter()
    say(f"Newsletter: {newsletter.name}")
    install_roles()
    say(f"Roles: {', '.join(ROLES)}")


def _name_site(public_url: str) -> None:
    """The default site goes by PUBLIC_URL until somebody gives it another name in the admin."""
    address = urlsplit(public_url)
    port = address.port or (443 if address.scheme == "https" else 80)
    site = Site.objects.get(is_default_site=True)
    wanted = {"hostname": address.hostname or UNNAMED_HOST, "port": port}
    if site.hostname != UNNAMED_HOST or all(getattr(site, name) == value for name, value in wanted.items()):
        return
    for name, value in wanted.items():
        setattr(site, name, value)
    site.site_name = site.site_name or settings.WAGTAIL_SITE_NAME
    site.save()


def install_languages(home: HomePage) -> None:
    """A locale for each language of the site, and the front page in it: translations need a place to stand."""
    for code, _name in settings.LANGUAGES:
        locale, _made = Locale.objects.get_or_create(language_code=code)
        if not home.has_translation(locale):
            home.copy_for_translation(locale).save_revision().publish()


def install_newsletter() -> Newsletter:
    """The first newsletter; none is made once there is any."""
    existing = Newsletter.objects.order_by("pk").first()
    if existing:
        return existing
    purpose = newsletter_purpose(
        "brief", "Der Brief", "The Letter", frequency_de="alle zwei Wochen", frequency_en="every two weeks"
    )
    _name, _sep, address = settings.DEFAULT_FROM_EMAIL.rpartition("<")
    return Newsletter.objects.create(
        name="Der Brief",
        purpose=purpose,
        description="Alle zwei Wochen ein Brief aus der Redaktion.",
        sender_name=settings.WAGTAIL_SITE_NAME,
        sender_address=address.rstrip(">"),
    )
