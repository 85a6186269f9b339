"""Drawn marks as pictures, for mails: mail programs show no SVG."""

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from editorial.marks import grain, house_mark, png
from editorial.models import Topic

# The house's own mark, for what has no topic.
HOUSE = ("pollenpost", 0)
# Pixels a side: up to 24 px in the letter, twice that for sharp screens.
SIZE = 48


@require_safe
@cache_control(public=True, max_age=30 * 24 * 3600, immutable=True)
def mark(request: HttpRequest, slug: str, seed: int) -> HttpResponse:
    """The mark as PNG with a transparent ground. The seed is part of the address, so it never changes."""
    if (slug, seed) != HOUSE and not Topic.objects.filter(slug=slug, mark_seed=seed).exists():
        raise Http404
    key = f"mark:{slug}:{seed}"
    image = cache.get(key)
    if image is None:
        image = png(house_mark() if (slug, seed) == HOUSE else grain(slug, seed), SIZE)
        cache.set(key, image, None)
    return HttpResponse(image, content_type="image/png")
