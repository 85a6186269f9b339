"""The signals after which the index reads pages again. Drafts never get here: only what is saved as the page."""

from typing import Any

from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.db.models.signals import post_delete, post_migrate, post_save, pre_delete
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index
from wagtail.signals import page_published, post_page_move

from editorial.models import Author, ReadablePage, Topic
from editorial.search import indexing
from editorial.tasks import index_pages

# So many pages are read at once where something was saved; more are left to a worker.
AT_ONCE = 20


def connect(config: Any) -> None:
    """Called once when the program starts."""
    post_save.connect(_page_saved)
    page_published.connect(_page_published)
    pre_delete.connect(_page_deleted)
    post_page_move.connect(_page_moved)
    post_save.connect(_door_made, sender=PageViewRestriction)
    post_delete.connect(_door_removed, sender=PageViewRestriction)
    for model, path in _named_by_pages().items():
        _follow(model, path)
    post_migrate.connect(_migrated, sender=config)


def _page_saved(instance: Model, raw: bool = False, update_fields: Any = None, **kwargs: Any) -> None:
    # With update_fields the rest of the instance may be a draft that is in memory alone (Page.save_revision).
    if raw or update_fields is not None or not isinstance(instance, Page):
        return
    if isinstance(instance, ReadablePage) and type(instance) is instance.specific_class:
        # Topics and authors are saved after the page, but are in the instance already (modelcluster).
        indexing.index_page(instance)
    else:
        indexing.index_pages([instance.pk])


def _page_published(instance: Page, **kwargs: Any) -> None:
    """After a workflow or a translation the page is published without having been saved as a whole."""
    if isinstance(instance, ReadablePage):
        indexing.index_pages([instance.pk])


def _page_deleted(instance: Model, **kwargs: Any) -> None:
    if isinstance(instance, ReadablePage):
        indexing.forget([instance.pk])


def _page_moved(instance: Page, **kwargs: Any) -> None:
    """A page may have come behind another page's door, or out of it."""
    _again_below(Q(pk=instance.pk))


def _door_made(instance: PageViewRestriction, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        _again(ReadablePage.objects.filter(path__startswith=instance.page.path))


def _door_removed(instance: PageViewRestriction, **kwargs: Any) -> None:
    # A page that is being deleted takes its doors with it: only what is left afterwards is read.
    page = Q(pk=instance.page_id)
    transaction.on_commit(lambda: _again_below(page))


def _again_below(which: Q) -> None:
    for page in Page.objects.filter(which).only("path"):
        _again(ReadablePage.objects.filter(path__startswith=page.path))


def _named_by_pages() -> dict[type[Model], list[tuple[type[ReadablePage], str]]]:
    """The models whose names stand in documents, and how pages point at them."""
    found: dict[type[Model], list[tuple[type[ReadablePage], str]]] = {
        Topic: [(ReadablePage, "topics")],
        Author: [(ReadablePage, "bylines__author")],
    }
    for page_type in _page_types(ReadablePage):
        for declared in page_type.search_fields:
            if isinstance(declared, index.RelatedFields) and declared.field_name != "topics":
                model = declared.get_field(page_type).related_model
                found.setdefault(model, []).append((page_type, declared.field_name))
    return found


def _page_types(base: type[ReadablePage]) -> list[type[ReadablePage]]:
    return [base, *(below for child in base.__subclasses__() for below in _page_types(child))]


def _follow(model: type[Model], paths: list[tuple[type[ReadablePage], str]]) -> None:
    def pages(instance: Model) -> QuerySet[ReadablePage]:
        pointing = Q()
        for page_type, path in paths:
            pointing |= Q(pk__in=page_type.objects.filter(**{path: instance.pk}).values("pk"))
        return ReadablePage.objects.filter(pointing)

    def saved(instance: Model, created: bool = False, raw: bool = False, **kwargs: Any) -> None:
        if not created and not raw:
            _again(pages(instance))

    def deleted(instance: Model, **kwargs: Any) -> None:
        ids = list(pages(instance).values_list("pk", flat=True))
        transaction.on_commit(lambda: _again(ReadablePage.objects.filter(pk__in=ids)))

    post_save.connect(saved, sender=model, weak=False)
    pre_delete.connect(deleted, sender=model, weak=False)


def _again(pages: QuerySet[ReadablePage]) -> None:
    ids = list(pages.values_list("pk", flat=True)[: AT_ONCE + 1])
    if len(ids) <= AT_ONCE:
        indexing.index_pages(ids)
    else:
        everything = list(pages.values_list("pk", flat=True))
        transaction.on_commit(lambda: index_pages.delay(everything))


def _migrated(plan: Any = (), **kwargs: Any) -> None:
    """Fills the index of a site that had pages before it had the search."""
    applied = {(step.app_label, step.name) for step, backwards in plan if not backwards}
    if ("editorial", "0004_search") in applied and ReadablePage.objects.exists():
        indexing.rebuild()
