"""When kept pages are thrown away: after every change of what readers see, in whichever process it is made.

All at once, since almost every page shows something of the others: the newest texts, the neighbours, the topics
with their numbers. A small house publishes a few times a day, and a page is written anew in milliseconds.
"""

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from editorial import freshness
from editorial.commits import after_commit
from editorial.tasks import warm_page

# Everything that is not a page in these rooms: topics, authors, sections, series, settings, files of issues …
ROOMS = {"editorial", "magazine", "blog"}
OTHERS = {
    "subscribers.purpose",
    "subscribers.wording",
    "wagtailcore.locale",
    "wagtailcore.pageviewrestriction",
    "wagtailcore.site",
    "wagtaildocs.document",
    "wagtailimages.image",
    "wagtailredirects.redirect",
}
# What saving a draft writes on the live page. Readers see nothing of it, and drafts are saved every few seconds.
OF_DRAFTS = {
    "approved_schedule",
    "draft_title",
    "expire_at",
    "go_live_at",
    "has_unpublished_changes",
    "latest_revision",
    "latest_revision_created_at",
    "locked",
    "locked_at",
    "locked_by",
}


def purge_after_commit(**_: Any) -> None:
    # If the cache cannot be reached, the log says so, and the publication stands all the same.
    after_commit(freshness.renew)


def warm_after_commit(instance: Page, **_: Any) -> None:
    after_commit(warm_page.delay, instance.pk)


def purge_for(sender: type[Model], instance: Any, **details: Any) -> None:
    """After a save or a deletion: is it something that readers see?"""
    if isinstance(instance, Page):
        seen = "created" not in details or (instance.live and not _only_a_draft(details.get("update_fields")))
    else:
        seen = sender._meta.app_label in ROOMS or sender._meta.label_lower in OTHERS
        # The sign-up form stands below every page; a wording that is still being written is not in it.
        seen = seen and getattr(instance, "published_at", True) is not None
    if seen:
        purge_after_commit()


def _only_a_draft(written: frozenset[str] | None) -> bool:
    return written is not None and written <= OF_DRAFTS


def listen() -> None:
    for signal in (post_save, post_delete):
        signal.connect(purge_for, dispatch_uid="pollenpost.purging")
    for signal in (page_published, page_unpublished, post_page_move):
        signal.connect(purge_after_commit, dispatch_uid="pollenpost.purging")
    page_published.connect(warm_after_commit, dispatch_uid="pollenpost.warming")
