from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from editorial.models import Author, ReadablePage, Topic
from editorial.models.readable import ReadableQuerySet
from editorial.services import related

PAGE_SIZE = 12


def topics(request: HttpRequest) -> HttpResponse:
    """Every approved topic with the number of readables about it, narrower ones below their broader one."""
    readables = Q(readables__in=ReadablePage.objects.open_to_all().in_language())
    count = Count("readables", filter=readables, distinct=True)
    known = list(Topic.objects.approved().annotate(count=count).order_by("label_de"))
    known.sort(key=lambda topic: topic.label.casefold())
    narrower: dict[int, list[Topic]] = {}
    approved = {topic.pk for topic in known}
    for topic in known:
        if topic.parent_id in approved:
            narrower.setdefault(topic.parent_id, []).append(topic)
    groups = [(topic, narrower.get(topic.pk, [])) for topic in known if topic.parent_id not in approved]
    return render(request, "editorial/topics.html", {"topics": known, "groups": groups})


def topic(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Topic.objects.approved().select_related("parent"), slug=slug)
    readables = ReadablePage.objects.open_to_all().in_language().about(found)
    context = {
        "topic": found,
        "broader": found.parent if found.parent and found.parent.state == Topic.State.APPROVED else None,
        "narrower": found.children.filter(state=Topic.State.APPROVED),
        "beside": related.topics_beside(found, readables),
    }
    return render(request, "editorial/topic.html", context | listing(request, readables))


def author(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Author.objects.select_related("portrait"), slug=slug)
    written = ReadablePage.objects.open_to_all().in_language().filter(bylines__author=found)
    return render(request, "editorial/author.html", {"author": found} | listing(request, written))


def imprint(request: HttpRequest) -> HttpResponse:
    return render(request, "editorial/imprint.html")


def listing(request: HttpRequest, readables: ReadableQuerySet) -> dict[str, object]:
    """What components/listing.html needs: one page of the readables, newest first, and the kinds among them."""
    kinds = related.kinds_in(readables)
    key = request.GET.get("kind", "")
    chosen = next((kind for kind in kinds if kind.key == key), None)
    shown = related.of_kind(readables, key) if chosen else readables
    page = Paginator(shown.newest_first().specific(), PAGE_SIZE).get_page(request.GET.get("p"))
    return {"readables": page, "kinds": kinds, "kind": chosen, "total": sum(kind.count for kind in kinds)}
