"""Addresses of files below postcards; everything else below a page is Wagtail's."""

import re

from django.urls import re_path

from .rendering import FILES
from .views import card_file

_NAMES = "|".join(map(re.escape, FILES))

urlpatterns = [re_path(rf"^(?P<path>(?:[\w-]+/)+)(?P<name>{_NAMES})$", card_file, name="postcard_file")]
