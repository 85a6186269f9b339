"""Pictures are offered in sizes and formats of which the browser takes one, and never jump when they arrive."""

import re

import pytest
from wagtail_factories import ImageFactory

from tests import factories


@pytest.fixture
def page_with_picture(client, home):
    def page_with_picture(width):
        picture = ImageFactory(file__width=width, file__height=width // 2)
        return client.get(factories.StoryPageFactory(image=picture).url).content.decode()

    return page_with_picture


def test_a_picture_comes_as_avif_and_webp_with_its_width_and_height(page_with_picture):
    html = page_with_picture(2000)
    [figure] = re.findall(r"<figure class=\"article-picture\">.*?</picture>", html, re.DOTALL)

    [source], [img] = re.findall(r"<source [^>]+>", figure), re.findall(r"<img [^>]+>", figure)
    assert 'type="image/avif"' in source
    assert ".avif 480w" in source
    assert all(part in img for part in (".webp 480w", 'width="480"', 'height="240"', 'fetchpriority="high"'))


def test_no_size_of_a_small_picture_is_named_twice(page_with_picture):
    html = page_with_picture(600)

    for srcset in re.findall(r'srcset="([^"]+)"', html):
        widths = re.findall(r" (\d+)w", srcset)
        assert len(widths) == len(set(widths))
    assert "600w" in html
    assert "800w" not in html
