"""Who may do what in the admin. Running it again adds what is missing and takes nothing away."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

EDITORS, MODERATORS, MARKETERS = "Editors", "Moderators", "Marketers"
# What is written as "add_" below and can be taken back by whoever wrote it.
WRITE = ("add", "change", "delete", "view")

ROLES: dict[str, list[str]] = {
    EDITORS: [
        "wagtailadmin.access_admin",
        *(f"editorial.{verb}_{model}" for model in ("topic", "author") for verb in ("add", "change", "view")),
        *(f"newsletters.{verb}_edition" for verb in WRITE),
        "magazine.view_section",
        "newsletters.view_newsletter",
    ],
    MODERATORS: [
        "wagtailadmin.access_admin",
        *(f"editorial.{verb}_{model}" for model in ("topic", "author") for verb in WRITE),
        *(f"magazine.{verb}_section" for verb in WRITE),
        *(f"newsletters.{verb}_edition" for verb in (*WRITE, "send")),
        *(f"newsletters.{verb}_newsletter" for verb in ("add", "change", "view")),
        "newsletters.view_delivery",
        "subscribers.view_subscriber",
        "subscribers.view_consentevent",
        *(f"subscribers.{verb}_wording" for verb in ("add", "change", "view")),
        "editorial.change_publishersettings",
    ],
    # Segments as sums and lawful lists; nothing about a single reader (GDPR Art. 5(1)(c)).
    MARKETERS: ["wagtailadmin.access_admin", "segments.view_segments", "segments.export_segments"],
}
# Upon the root page and the root collection; the same as Wagtail's migrations give.
PAGE_ACCESS = {EDITORS: ("add", "change"), MODERATORS: ("add", "change", "publish")}
MEDIA_ACCESS = {
    EDITORS: (
        "add_image",
        "change_image",
        "choose_image",
        "add_document",
        "change_document",
        "choose_document",
    ),
    MODERATORS: (
        "add_image",
        "change_image",
        "choose_image",
        "add_document",
        "change_document",
        "choose_document",
    ),
}


class PermissionMissing(LookupError):
    """A role names a permission that no installed model has."""


def install_roles() -> None:
    for name, permissions in ROLES.items():
        group, _made = Group.objects.get_or_create(name=name)
        group.permissions.add(*find_permissions(permissions))
        _give_pages(group)
        _give_media(group)


def find_permissions(names: Iterable[str]) -> list[Permission]:
    """The permissions called "app.codename"; raises PermissionMissing with those that do not exist."""
    wanted = set(names)
    apps = {name.partition(".")[0] for name in wanted}
    found = Permission.objects.filter(content_type__app_label__in=apps).select_related("content_type")
    by_name = {f"{one.content_type.app_label}.{one.codename}": one for one in found}
    if missing := wanted - by_name.keys():
        raise PermissionMissing(", ".join(sorted(missing)))
    return [by_name[name] for name in sorted(wanted)]


def _give_pages(group: Group) -> None:
    root = Page.objects.get(depth=1)
    for permission in find_permissions(f"wagtailcore.{verb}_page" for verb in PAGE_ACCESS.get(group.name, ())):
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)


def _give_media(group: Group) -> None:
    root = Collection.get_first_root_node()
    names = MEDIA_ACCESS.get(group.name, ())
    wanted = [f"{'wagtailimages' if name.endswith('image') else 'wagtaildocs'}.{name}" for name in names]
    for permission in find_permissions(wanted):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
