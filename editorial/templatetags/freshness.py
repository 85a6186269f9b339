"""A part of a page that other pages decide, kept in memory until something is published."""

from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from editorial.freshness import remembered

register = template.Library()


class RememberNode(template.Node):
    def __init__(self, nodelist: NodeList, name: str, variants: list[FilterExpression]) -> None:
        self.nodelist, self.name, self.variants = nodelist, name, variants

    def render(self, context: template.Context) -> SafeString:
        key = ("part", self.name, get_language(), *(_plain(each.resolve(context)) for each in self.variants))
        return mark_safe(remembered(key, lambda: self.nodelist.render(context)))


def _plain(value: Any) -> Any:
    return value if isinstance(value, (str, int, bool, type(None))) else str(value)


@register.tag("remember")
def remember(parser: Parser, token: Token) -> RememberNode:
    """{% remember name variant … %} … {% endremember %}: the same for everybody who sees this variant.

    What stands inside must depend on nothing but the variants, the language, and what is published.
    """
    _tag, name, *variants = token.split_contents()
    nodelist = parser.parse(("endremember",))
    parser.delete_first_token()
    return RememberNode(nodelist, name, [parser.compile_filter(each) for each in variants])
