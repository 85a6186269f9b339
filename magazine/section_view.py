"""The sections of the magazine as pages of their own."""

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from editorial.views import listing
from magazine.models import ArticlePage, Section


def sections(request: HttpRequest) -> HttpResponse:
    """Every section in which something was published, in the order of the magazine."""
    return render(request, "magazine/sections.html", {"sections": sections_in_use()})


def section(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Section, slug=slug)
    articles = ArticlePage.objects.open_to_all().in_language().filter(section=found)
    others = [other for other in sections_in_use() if other.pk != found.pk]
    context = {"section": found, "others": others}
    return render(request, "magazine/section.html", context | listing(request, articles))


def sections_in_use() -> list[Section]:
    """The sections with the number of their articles, as ``count``; those without one are left out."""
    articles = Q(articles__in=ArticlePage.objects.open_to_all().in_language())
    counted = Section.objects.annotate(count=Count("articles", filter=articles, distinct=True))
    return list(counted.filter(count__gt=0).order_by("position", "name"))
