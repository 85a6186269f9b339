"""What stands in addresses."""

from django.urls import register_converter
from django.urls.converters import IntConverter


class PageId(IntConverter):
    """A number that a page can have: databases refuse longer ones with an error."""

    regex = "[0-9]{1,18}"


register_converter(PageId, "page_id")
