"""Where imported pages stand. What is not there yet is made."""

from typing import TypeVar

from django.conf import settings
from django.utils import translation
from wagtail.models import Page, Site

from editorial.models import HomePage
from editorial.models.topic import german_slug

AnyPage = TypeVar("AnyPage", bound=Page)


def home() -> HomePage:
    """The home page of the default site, or the only one there is."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    found = site.root_page.specific if site else None
    if isinstance(found, HomePage):
        return found
    return HomePage.objects.order_by("path").first() or _make_home(site)


def room(page_type: type[AnyPage], title: str, slug: str) -> AnyPage:
    """The first page of this type below the home page; made with this (source) title if there is none."""
    below = home()
    found = page_type.objects.child_of(below).order_by("path").first()
    if found:
        return found
    with translation.override(settings.LANGUAGE_CODE):
        return _publish(below, page_type(title=translation.gettext(title), slug=free_slug(below, slug)))


def room_named(page_type: type[AnyPage], title: str) -> AnyPage:
    """The page of this type and title below the home page; made if there is none."""
    below = home()
    wanted = title.casefold()
    rooms = page_type.objects.child_of(below).order_by("path")
    found = next((page for page in rooms if page.title.casefold() == wanted), None)
    if found:
        return found
    slug = free_slug(below, german_slug(title) or "show")
    return _publish(below, page_type(title=title, slug=slug))


def free_slug(parent: Page, wanted: str) -> str:
    taken = set(parent.get_children().values_list("slug", flat=True))
    number = 1
    slug = wanted
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def _publish(parent: Page, page: AnyPage) -> AnyPage:
    parent.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def _make_home(site: Site | None) -> HomePage:
    root = Page.objects.get(depth=1)
    title = settings.WAGTAIL_SITE_NAME
    page = _publish(root, HomePage(title=title, slug=free_slug(root, german_slug(title))))
    if site is None:
        site = Site(hostname="localhost", site_name=title, is_default_site=True)
    welcome = site.root_page if site.root_page_id else None
    site.root_page = page
    site.save()
    if welcome and _is_untouched(welcome):
        # Only now: deleting the root of a site deletes the site.
        welcome.refresh_from_db()
        welcome.delete()
        page.refresh_from_db()
    return page


def _is_untouched(page: Page) -> bool:
    """Whether this is the page that Wagtail brings along, as it came."""
    untitled = page.title.startswith("Welcome to your new Wagtail site")
    return untitled and page.specific_class is Page and not page.latest_revision_id and page.is_leaf()
