from wagtail.snippets.models import register_snippet

from .viewsets import EditorialGroup

register_snippet(EditorialGroup)
