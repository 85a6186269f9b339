"""Who may do what in the admin: five roles, given by `migrate` and by `install_defaults`.

Each right is given once and remembered (GivenRight). What somebody took away since stays away, what somebody gave
by hand stays, and a role that was deleted or renamed is not made again.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from pollenpost.models import GivenRight

logger = logging.getLogger(__name__)

AUTHORS, EDITORS, CHIEFS = "Authors", "Editors", "Editors in chief"
MARKETERS, OPERATORS = "Marketers", "Operators"
ADMIN = "wagtailadmin.access_admin"
# With "delete" what was written as "add_" can be taken back by whoever wrote it.
WRITE = ("add", "change", "delete", "view")


def _may(verbs: Iterable[str], *models: str) -> list[str]:
    """Names such as editorial.add_topic for ("add",), "editorial.topic"."""
    split = [model.split(".") for model in models]
    return [f"{app}.{verb}_{model}" for app, model in split for verb in verbs]


@dataclass(frozen=True)
class Role:
    permissions: list[str]
    # Upon the root page; "add" alone means: write pages, and change only one's own.
    pages: tuple[str, ...] = ()
    # Upon the root collection.
    media: tuple[str, ...] = ()


_EVERY_MEDIUM = tuple(f"{verb}_{kind}" for kind in ("image", "document") for verb in ("add", "change", "choose"))

ROLES: dict[str, Role] = {
    AUTHORS: Role(
        [ADMIN, *_may(["view"], "editorial.topic", "editorial.author", "magazine.section")],
        pages=("add",),
        media=("add_image", "choose_image", "choose_document"),
    ),
    EDITORS: Role(
        [
            ADMIN,
            *_may(
                ("add", "change", "view"), "editorial.topic", "editorial.author", "magazine.section", "blog.series"
            ),
            *_may(WRITE, "newsletters.edition"),
            *_may(["view"], "newsletters.newsletter", "magazine.issuefile"),
            *_may(("view", "change"), "contributions.contribution"),
            "wagtail_localize.submit_translation",
        ],
        pages=("add", "change"),
        media=_EVERY_MEDIUM,
    ),
    CHIEFS: Role(
        [
            ADMIN,
            *_may(WRITE, "editorial.topic", "editorial.author", "magazine.section", "blog.series"),
            *_may((*WRITE, "send"), "newsletters.edition"),
            *_may(("add", "change", "view"), "newsletters.newsletter", "subscribers.wording"),
            *_may(("change", "view"), "subscribers.purpose"),
            *_may(["view"], "newsletters.delivery", "subscribers.subscriber", "subscribers.consentevent"),
            *_may(["view"], "subscribers.suppressedaddress", "subscribers.retentionrun"),
            *_may(["view"], "subscribers.leavingreason"),
            *_may(["add"], "subscribers.importrun"),
            *_may(["view"], "magazine.issuefile"),
            *_may(("view", "change"), "contributions.contribution"),
            *_may(("add", "change", "view"), "desk.case"),
            "wagtail_localize.submit_translation",
            "editorial.change_publishersettings",
            "subscribers.change_embeddingsettings",
        ],
        pages=("add", "change", "publish", "lock", "unlock", "bulk_delete"),
        media=_EVERY_MEDIUM,
    ),
    # Segments as sums and lawful lists; nothing about a single reader (GDPR Art. 5(1)(c)).
    MARKETERS: Role([ADMIN, "segments.view_segments", "segments.export_segments"]),
    # Runs the installation; reads neither letters nor what is known about readers.
    OPERATORS: Role(
        [
            ADMIN,
            *_may(WRITE, "auth.user", "wagtailcore.site", "wagtailredirects.redirect", "wagtailcore.locale"),
            *_may(["view"], "auth.group", "magazine.issuefile", "subscribers.retentionrun"),
            "editorial.change_publishersettings",
        ]
    ),
}


class PermissionMissing(LookupError):
    """A role names a permission that no installed model has."""


@transaction.atomic
def install_roles() -> None:
    """Gives what was not given before. A permission that does not exist yet is named in the log and waits."""
    for name, role in ROLES.items():
        given = set(GivenRight.objects.filter(role=name).values_list("right", flat=True))
        group = _group(name, known=bool(given))
        if group is None:
            continue
        new = [
            *_give_permissions(group, [right for right in role.permissions if right not in given]),
            *_give_pages(group, [verb for verb in role.pages if f"page:{verb}" not in given]),
            *_give_media(group, [right for right in role.media if f"medium:{right}" not in given]),
        ]
        GivenRight.objects.bulk_create(
            [GivenRight(role=name, right=right) for right in new], ignore_conflicts=True
        )


def _group(name: str, known: bool) -> Group | None:
    """A group that was there once and is gone was deleted or renamed on purpose."""
    if known:
        return Group.objects.filter(name=name).first()
    return Group.objects.get_or_create(name=name)[0]


def find_permissions(names: Iterable[str]) -> list[Permission]:
    """The permissions called "app.codename"; raises PermissionMissing with those that do not exist."""
    wanted = set(names)
    by_name = _permissions_of({name.partition(".")[0] for name in wanted})
    if missing := wanted - by_name.keys():
        raise PermissionMissing(", ".join(sorted(missing)))
    return [by_name[name] for name in sorted(wanted)]


def _permissions_of(apps: set[str]) -> dict[str, Permission]:
    found = Permission.objects.filter(content_type__app_label__in=apps).select_related("content_type")
    return {f"{one.content_type.app_label}.{one.codename}": one for one in found}


def _give_permissions(group: Group, names: list[str]) -> list[str]:
    there = _permissions_of({name.partition(".")[0] for name in names})
    if missing := sorted(set(names) - there.keys()):
        logger.warning("%s cannot be given yet: %s", group.name, ", ".join(missing))
    group.permissions.add(*(there[name] for name in names if name in there))
    return [name for name in names if name in there]


def _give_pages(group: Group, verbs: list[str]) -> list[str]:
    root = Page.objects.filter(depth=1).first()
    if root is None:
        return []
    for permission in find_permissions(f"wagtailcore.{verb}_page" for verb in verbs):
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
    return [f"page:{verb}" for verb in verbs]


def _give_media(group: Group, names: list[str]) -> list[str]:
    root = Collection.get_first_root_node()
    if root is None:
        return []
    wanted = [f"{'wagtailimages' if name.endswith('image') else 'wagtaildocs'}.{name}" for name in names]
    for permission in find_permissions(wanted):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
    return [f"medium:{name}" for name in names]
