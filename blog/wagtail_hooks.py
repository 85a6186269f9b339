from wagtail.snippets.models import register_snippet

from .viewsets import SeriesViewSet

register_snippet(SeriesViewSet)
