import re
from html import unescape
from urllib.parse import urljoin

from django import template
from django.conf import settings
from django.template.defaultfilters import wordwrap
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import expand_db_html

from newsletters.models import Edition
from newsletters.services.previewing import preview

register = template.Library()

_HREF = re.compile(r'(?<=<a href=")([^"]*)(?=")')
_LINK = re.compile(r'<a [^>]*href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_END = re.compile(r"</(?:p|li|h\d)>|<br ?/?>")


@register.filter
def lettertext(rich_text: str) -> SafeString:
    """Rich text for a mail: links to our own pages become whole addresses."""
    whole = _HREF.sub(lambda href: urljoin(f"{settings.PUBLIC_URL}/", href[1]), expand_db_html(rich_text))
    return mark_safe(whole)


@register.filter
def plain(rich_text: str) -> SafeString:
    """The same as lines of plain text; a link's address follows its words."""
    with_addresses = _LINK.sub(r"\2 (\1)", lettertext(rich_text))
    lines = unescape(strip_tags(_END.sub("\n\n", with_addresses))).split("\n")
    return mark_safe(wordwrap(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip(), 68))


@register.simple_tag
def letter_html(edition: Edition) -> SafeString:
    """The whole letter as a reader without an interest profile gets it; made by MJML from escaped values."""
    return mark_safe(preview(edition).html)
