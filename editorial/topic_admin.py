"""Keeping the vocabulary at /admin/topics/: proposals, merging."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.log_actions import log

from editorial import topic_facts, topic_suggestions
from editorial.models import ReadablePage, Topic
from editorial.services import merging, naming
from editorial.topic_listing import with_page_counts
from editorial.topic_rights import may_keep, may_merge, may_remove

LIST = "wagtailsnippets_editorial_topic:list"
# So many titles say what a proposal is about.
TITLES = 3


@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """Everything that imports proposed, each with what may be meant and the decisions beside it."""
    if not may_keep(request.user):
        raise PermissionDenied
    approved = list(Topic.objects.approved())
    waiting = with_page_counts(Topic.objects.filter(state=Topic.State.PROPOSED))
    rows = [
        {
            "topic": topic,
            "titles": ReadablePage.objects.originals().about(topic).newest_first()[:TITLES],
            "more": topic.page_count - TITLES,
            "nearest": naming.nearest(topic, approved),
        }
        for topic in waiting
    ]
    context = {"rows": rows, "may_remove": may_remove(request.user), "list_url": reverse(LIST)}
    return render(request, "editorial/admin/topic_proposals.html", context)


@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    topic = get_object_or_404(Topic, pk=pk)
    if not may_keep(request.user):
        raise PermissionDenied
    others = naming.taken([topic.label_de], topic)
    if others:
        said = {"name": others[0][0], "topic": others[0][1]}
        messages.error(request, _("“%(name)s” leads to “%(topic)s” already. Map the proposal to it.") % said)
    else:
        merging.accept(topic)
        log(topic, "wagtail.edit", user=request.user)
        messages.success(request, _("“%(topic)s” now belongs to the vocabulary.") % {"topic": topic})
    return redirect("editorial_topic_proposals")


@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first: the texts lose the topic."""
    topic = get_object_or_404(Topic, pk=pk, state=Topic.State.PROPOSED)
    if not may_remove(request.user):
        raise PermissionDenied
    if request.method != "POST":
        context = {"topic": topic, "texts": merging.texts_about(topic)}
        return render(request, "editorial/admin/topic_decline.html", context)
    try:
        merging.decline(topic)
        log(topic, "wagtail.delete", user=request.user)
        messages.success(request, _("“%(topic)s” was declined and taken off its texts.") % {"topic": topic})
    except ProtectedError:
        said = _("Readers have chosen “%(topic)s”. Map it to a topic instead, so that their choice stays.")
        messages.error(request, said % {"topic": topic})
    except merging.CannotMerge as refused:
        messages.error(request, str(refused))
    return redirect("editorial_topic_proposals")


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """First the target is chosen, then the page says what will happen, and a POST does it."""
    source = get_object_or_404(Topic, pk=pk)
    if not may_merge(request.user, source):
        raise PermissionDenied
    chosen = request.POST.get("target") or request.GET.get("target") or ""
    target = Topic.objects.filter(pk=chosen).first() if chosen.isdecimal() else None
    if target is None:
        return _choose(request, source)
    try:
        if request.method == "POST":
            return _merged(request, source, target)
        context = {"prospect": merging.prospect(source, target), "facts": _facts([source, target])}
        return render(request, "editorial/admin/topic_merge.html", context)
    except merging.CannotMerge as refused:
        messages.error(request, str(refused))
        return redirect("editorial_topic_merge", source.pk)


def _choose(request: HttpRequest, source: Topic) -> HttpResponse:
    asked = request.GET.get("q", "").strip()
    wanted = naming.same_word(asked)
    topics = [
        topic
        for topic in Topic.objects.approved().exclude(pk=source.pk)
        if any(wanted in naming.same_word(name) for name in merging.names_of(topic))
    ]
    near = naming.nearest(source, topics)
    if near is not None:
        topics.sort(key=lambda topic: topic.pk != near.pk)
    context = {"source": source, "topics": topics, "nearest": near, "asked": asked}
    return render(request, "editorial/admin/topic_merge_choose.html", context)


def _merged(request: HttpRequest, source: Topic, target: Topic) -> HttpResponse:
    proposed = source.state == Topic.State.PROPOSED
    target = merging.merge(source, target)
    log(target, "wagtail.edit", user=request.user)
    said = {"source": source.label, "target": target}
    messages.success(request, _("“%(source)s” is part of “%(target)s” from now on.") % said)
    return redirect("editorial_topic_proposals" if proposed and _any_proposals() else LIST)


def _any_proposals() -> bool:
    return Topic.objects.filter(state=Topic.State.PROPOSED).exists()


def _facts(topics: Iterable[Topic]) -> list[tuple[Any, list[str]]]:
    """Each fact's label, and what is shown of each of these topics."""
    topics = list(topics)
    rows = []
    for fact in topic_facts.registered():
        numbers = fact.numbers(topics)
        rows.append((fact.label, [fact.shown(numbers.get(topic.pk, 0)) for topic in topics]))
    return rows


urls: list[URLPattern] = [
    path("topics/proposals/", proposals, name="editorial_topic_proposals"),
    path("topics/<int:pk>/accept/", accept, name="editorial_topic_accept"),
    path("topics/<int:pk>/decline/", decline, name="editorial_topic_decline"),
    path("topics/<int:pk>/merge/", merge, name="editorial_topic_merge"),
    path("topics/suggest/", topic_suggestions.while_writing, name="editorial_topics_suggest"),
    path("topics/suggest/<int:pk>/", topic_suggestions.of_page, name="editorial_topics_of_page"),
]
