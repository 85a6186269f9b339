"""The cover: the picture an editor uploaded, cut to the page, or one drawn from the marks of the topics."""

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from editorial.marks import issue_cover
from editorial.templatetags.readables import shown_topics
from magazine.models import IssuePage

from .document import Stored
from .pictures import PictureStore

#: Three to four, as the pages of the PDF (210 × 280 mm) are.
SIZE = (1500, 2000)


def cover(page: IssuePage, pictures: PictureStore) -> tuple[Stored, str]:
    """The picture and what it says for those who cannot see it."""
    alt = _("Cover of issue %(number)s: %(title)s") % {"number": page.number, "title": page.title}
    uploaded = pictures.keep(page.image, page.title, SIZE[1])
    if uploaded:
        return uploaded, alt
    month = date_format(page.published_on, "F Y")
    date_line = " · ".join(part for part in (month, page.price) if part)
    grains = [topic.grain for topic in shown_topics(page)]
    brand, label = settings.WAGTAIL_SITE_NAME, str(page.listing_label)
    drawing = issue_cover(brand, label, date_line, page.title, grains, SIZE)
    return pictures.keep_drawing(drawing, "cover"), alt
