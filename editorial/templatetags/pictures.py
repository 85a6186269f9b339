"""Pictures in several sizes and formats, of which the browser takes the one that fits."""

from django import template
from django.template.base import Parser, Token
from wagtail.images.models import Picture
from wagtail.images.shortcuts import get_renditions_or_not_found
from wagtail.images.templatetags.wagtailimages_tags import PictureNode, image

register = template.Library()


class SizedPictureNode(PictureNode):
    def render(self, context: template.Context) -> str:
        found = self.validate_image(context)
        if not found:
            return ""
        renditions = get_renditions_or_not_found(found, self.get_filters())
        # None is larger than the original: of a small one, several sizes are the same.
        sizes = {
            (rendition.file.name.rpartition(".")[2], rendition.width): spec
            for spec, rendition in renditions.items()
        }
        different = {spec: renditions[spec] for spec in sizes.values()}
        attributes = {name: value.resolve(context) for name, value in self.attrs.items()}
        return str(Picture(different, attributes).__html__())


@register.tag
def sized_picture(parser: Parser, token: Token) -> SizedPictureNode:
    """As Wagtail's `picture`, without naming the same size twice, which HTML forbids."""
    token.contents = token.contents.removeprefix("sized_")
    node = image(parser, token)
    return SizedPictureNode(node.image_expr, node.filter_specs, attrs=node.attrs)
