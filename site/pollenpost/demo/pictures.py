"""Drawn pictures for the demo's pages: covers, illustrations and portraits, as images of the library."""

from io import BytesIO

from django.core.files.images import ImageFile
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import override
from PIL.Image import Image as Drawing
from wagtail.images import get_image_model

from blog.models import EpisodePage, StoryPage
from editorial.languages import language_of
from editorial.marks import illustration, issue_cover, portrait
from editorial.models import Author, ReadablePage
from magazine.models import ArticlePage, IssuePage
from pollenpost.demo.signature import draw_signature

Image = get_image_model()
BRAND = "Pollenpost"
COVER, ILLUSTRATION, PORTRAIT = (900, 1200), (1200, 750), 400  # pixels


def there() -> bool:
    # A postcard brings a picture of its own.
    return IssuePage.objects.filter(image__isnull=False).exists()


def load() -> str:
    for author in Author.objects.all():
        author.portrait = _keep(portrait(author.name, PORTRAIT), author.name, f"Zeichen von {author.name}")
        if IssuePage.objects.filter(editor_profile=author).exists():
            author.signature = _keep(draw_signature(), author.name, f"Unterschrift von {author.name}")
        author.save()
    for issue in IssuePage.objects.live():
        _attach(issue, _cover(issue), f"Titelseite von Heft {issue.number}")
    kinds = (ArticlePage, StoryPage, EpisodePage)
    illustrated = [page for kind in kinds for page in kind.objects.live().originals().order_by("path")]
    for variant, page in enumerate(illustrated):
        drawing = illustration([topic.grain for topic in page.topic_list], variant, ILLUSTRATION)
        _attach(page, drawing, f"Gezeichnete Pollenkörner: {', '.join(t.label_de for t in page.topic_list)}")
        for twin in page.get_translations().specific():
            twin.image = page.image
            twin.save_revision().publish()
    return f"{Image.objects.count()} drawn"


def _cover(issue: IssuePage) -> Drawing:
    with override(language_of(issue)):
        month, label = date_format(issue.published_on, "F Y"), str(issue.listing_label)
    date_line = " · ".join(part for part in (month, issue.price) if part)
    grains = [topic.grain for topic in issue.topic_list]
    return issue_cover(BRAND, label, date_line, issue.title, grains, COVER)


def _attach(page: ReadablePage, drawing: Drawing, description: str) -> None:
    page.image = _keep(drawing, page.title, description)
    page.save_revision().publish()


def _keep(drawing: Drawing, title: str, description: str) -> object:
    """Adds a drawing to the library; `description` is its alternative text unless a page has a better one."""
    content = BytesIO()
    # Flat colours with sharp edges: PNG is as small as JPEG here, and clean.
    drawing.save(content, "PNG", optimize=False)
    content.seek(0)
    file = ImageFile(content, name=f"{slugify(title)[:40]}.png")
    return Image.objects.create(title=title, description=description[:255], file=file)
