"""What else one might read."""

from typing import Any

from django import template

from editorial.models import ReadablePage, Topic
from editorial.services import related
from editorial.templatetags.readables import primed, shown_topics

register = template.Library()


@register.simple_tag
def texts_like(page: ReadablePage, *named: Any, most: int = 3) -> list[Any]:
    """Up to `most` other texts on the topics of this one, ready for cards.

    What the page names elsewhere, as the next to read, is left out. An unknown name does no harm.
    """
    topics = shown_topics(page)
    return primed(related.texts_like(page, topics, most, [each.pk for each in named if each])) if topics else []


@register.simple_tag
def leading_topics(most: int = 10) -> list[Topic]:
    """The topics about which most was published, in the order of the alphabet."""
    return related.leading_topics(most)
