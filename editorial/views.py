from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from editorial.models import Author, ReadablePage, Topic

PAGE_SIZE = 12


def topics(request: HttpRequest) -> HttpResponse:
    """Every approved topic with the number of readables about it, narrower ones below their broader one."""
    readables = Q(readables__in=ReadablePage.objects.open_to_all())
    count = Count("readables", filter=readables, distinct=True)
    known = list(Topic.objects.approved().annotate(count=count).order_by("label_de"))
    narrower: dict[int, list[Topic]] = {}
    approved = {topic.pk for topic in known}
    for topic in known:
        if topic.parent_id in approved:
            narrower.setdefault(topic.parent_id, []).append(topic)
    groups = [(topic, narrower.get(topic.pk, [])) for topic in known if topic.parent_id not in approved]
    return render(request, "editorial/topics.html", {"topics": known, "groups": groups})


def topic(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Topic.objects.approved().select_related("parent"), slug=slug)
    context = {
        "topic": found,
        "broader": found.parent if found.parent and found.parent.state == Topic.State.APPROVED else None,
        "narrower": found.children.filter(state=Topic.State.APPROVED),
        "readables": _page_of(request, ReadablePage.objects.open_to_all().about(found)),
    }
    return render(request, "editorial/topic.html", context)


def author(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Author.objects.select_related("portrait"), slug=slug)
    written = ReadablePage.objects.open_to_all().filter(bylines__author=found)
    return render(request, "editorial/author.html", {"author": found, "readables": _page_of(request, written)})


def imprint(request: HttpRequest) -> HttpResponse:
    return render(request, "editorial/imprint.html")


def _page_of(request: HttpRequest, readables):  # type: ignore[no-untyped-def]
    return Paginator(readables.newest_first().specific(), PAGE_SIZE).get_page(request.GET.get("p"))
