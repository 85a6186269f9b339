"""The marks, and the pictures made from them."""

import re
from io import BytesIO
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from PIL import Image, ImageChops, ImageDraw

from editorial.marks import draw, grain, illustration, issue_cover, png, portrait, seed_unlike, svg
from editorial.marks.colour import COLOURS, INK, NIGHT, PAPER, contrast, rgb
from editorial.marks.compose import compose
from editorial.marks.covers import cover_layout
from editorial.marks.genome import HEARTS, OUTLINES, TEXTURES
from editorial.marks.lettering import fit, grotesque, serif, tidy, width
from editorial.marks.portraits import initials
from editorial.marks.shapes import Blob, Detail, Dots, Lines, Ring

SLUGS = [
    *("kundenwert", "kundenbindung", "kundenservice", "beschwerden", "datenschutz", "einwilligung", "recht"),
    *(
        "crm-strategie",
        "crm-software",
        "softwareauswahl",
        "dialogmarketing",
        "newsletter",
        "kampagnenmanagement",
    ),
    *(
        "personalisierung",
        "segmentierung",
        "datenqualitaet",
        "datenanalyse",
        "fuehrung",
        "wandel",
        "prozesse",
    ),
    *(
        "strategie",
        "vertrauen",
        "kundenbeziehung",
        "kuendigung",
        "empfehlungen",
        "gemeinschaft",
        "einzelhandel",
    ),
    *("handwerk", "schulung", "sprache", "zuhoeren", "preise"),
]
MANY = [grain(f"topic-{number}") for number in range(400)]
SIZE = (600, 800)
COVER_TEXTS = [
    ("Pollenpost", "Heft 2.26", "Mai · 5 € | 5 CHF", "Wer zuhört, muss weniger rufen"),
    ("Pollenpost", "Heft 3.26", "August · 5 € | 5 CHF", "Kundenbeziehungsmanagement für übermüdete „Größen“"),
    (
        "Blütenstaub & Söhne",
        "Heft 4.26",
        "November",
        "Ein Titel, der nicht aufhört, weil niemand ihn gekürzt hat, und der es doch muss",
    ),
]


def test_a_slug_gives_the_same_grain_on_every_machine():
    own = grain("kundenwert")
    assert (own.outline, own.symmetry, own.colour.name, own.heart) == ("lobed", 4, "vermilion", "slot")
    assert grain("kundenwert") == own


def test_another_seed_gives_another_grain():
    assert len({grain("kundenwert", seed) for seed in range(50)}) == 50


def test_thirty_two_topics_have_thirty_two_different_marks_even_at_20_px():
    assert len({svg(grain(slug)) for slug in SLUGS}) == len(SLUGS) == 32
    assert len({png(grain(slug), 20) for slug in SLUGS}) == 32


def test_seeds_can_be_chosen_so_that_no_two_topics_share_outline_and_colour():
    grains = []
    for slug in SLUGS:
        grains.append(grain(slug, seed_unlike(slug, grains)))
    assert len({(own.outline, own.colour) for own in grains}) == len(SLUGS)


def test_every_outline_heart_texture_and_colour_occurs():
    assert {own.outline for own in MANY} == set(OUTLINES)
    assert {own.heart for own in MANY} == set(HEARTS)
    assert {own.texture for own in MANY} == set(TEXTURES)
    assert {own.colour for own in MANY} == set(COLOURS)


@pytest.mark.parametrize("colour", COLOURS, ids=lambda colour: colour.name)
def test_a_colour_can_be_seen_on_paper_and_on_night(colour):
    assert contrast(colour.fill, PAPER) >= 3
    assert contrast(colour.fill, NIGHT) >= 3
    assert contrast(colour.fill, colour.dark) >= 2.5


@pytest.mark.parametrize("detail", list(Detail))
def test_no_part_of_a_mark_lies_outside_its_circle(detail):
    for own in MANY[:120]:
        assert max(map(_reach, compose(own, detail))) <= 1.01, own


def _reach(shape):
    """How far a shape extends from the middle of its mark."""
    points, stroke = {
        Blob: lambda: (shape.points, 0),
        Dots: lambda: (shape.points, shape.radius),
        Lines: lambda: ([point for line in shape.lines for point in line], shape.width / 2),
        Ring: lambda: ([shape.centre], shape.radius + shape.width / 2),
    }[type(shape)]()
    return max((x * x + y * y) ** 0.5 for x, y in points) + stroke


@pytest.mark.parametrize("size", [20, 32, 64, 800])
def test_an_svg_is_valid_xml_that_a_strict_content_security_policy_accepts(size):
    for own in MANY[:60]:
        markup = svg(own, size)
        root = ElementTree.fromstring(markup)
        assert root.attrib["viewBox"] == "0 0 100 100"
        assert not re.search(r"style|script|\bon\w+=|href", markup)


def test_a_mark_in_a_line_of_text_is_light_and_a_large_one_stays_reasonable():
    small = [len(svg(own, size)) for own in MANY for size in (20, 32)]
    assert max(small) <= 1500
    assert max(len(svg(own, 800)) for own in MANY) <= 60_000


def test_a_mark_without_title_is_hidden_from_screen_readers_and_one_with_title_speaks():
    assert 'aria-hidden="true"' in svg(grain("recht"))
    spoken = svg(grain("recht"), title='Recht & "Gesetz" <b>')
    assert 'role="img"' in spoken
    assert "aria-hidden" not in spoken
    assert "<title>Recht &amp; &quot;Gesetz&quot; &lt;b&gt;</title>" in spoken


@pytest.mark.parametrize("size", [20, 40, 240])
def test_a_png_has_its_size_and_a_transparent_ground(size):
    image = Image.open(BytesIO(png(grain("wandel"), size)))
    assert (image.size, image.mode) == ((size, size), "RGBA")
    assert image.getpixel((0, 0))[3] == 0
    assert image.getchannel("A").getextrema() == (0, 255)


def test_a_png_can_have_a_ground():
    image = Image.open(BytesIO(png(grain("wandel"), 40, background=PAPER)))
    assert image.getpixel((0, 0)) == (*rgb(PAPER), 255)


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_a_mark_drawn_over_the_edge_is_cut(mode):
    image = Image.new(mode, (100, 100), PAPER)
    draw(image, grain("datenschutz"), (100, 100), 60)
    assert image.getpixel((10, 10))[:3] == rgb(PAPER)
    assert image.getpixel((97, 80))[:3] != rgb(PAPER)
    draw(image, grain("datenschutz"), (500, 500), 60)


@pytest.mark.parametrize("texts", COVER_TEXTS, ids=["short", "long word", "long title"])
def test_the_texts_of_a_cover_stay_on_it_and_free_of_marks(texts):
    layout = cover_layout(*texts, SIZE)
    assert len(layout.marks) >= 3
    for left, top, right, bottom in layout.zones:
        assert min(left, top) >= 0
        assert right <= SIZE[0]
        assert bottom <= SIZE[1]
    with_marks = issue_cover(*texts, [grain(slug) for slug in SLUGS[:5]], SIZE)
    without = Image.new("RGB", SIZE, INK)
    for block, corner, colour in layout.texts:
        block.draw(ImageDraw.Draw(without), corner, colour)
    assert ImageChops.difference(with_marks, without).getbbox() is not None
    for zone in layout.zones:
        box = tuple(map(round, zone))
        assert ImageChops.difference(with_marks.crop(box), without.crop(box)).getbbox() is None


def test_the_texts_of_a_cover_do_not_overlap_each_other():
    for texts in COVER_TEXTS:
        bottoms_and_tops = [(zone[1], zone[3]) for zone in cover_layout(*texts, SIZE).zones]
        for (_, bottom), (top, _) in pairwise(bottoms_and_tops):
            assert bottom <= top + 1


def test_a_long_german_word_shrinks_instead_of_breaking():
    block = fit("Kundenbeziehungsmanagement lohnt", (500, 300), 80, 24)
    assert block.lines == ("Kundenbeziehungsmanagement", "lohnt")
    assert block.width <= 500
    assert block.font.size < 80


def test_a_word_that_fits_no_size_breaks_at_the_soft_hyphen():
    block = fit("Kunden\u00adbeziehungs\u00admanagement", (200, 300), 40, 30)
    assert block.lines == ("Kunden-", "beziehungs-", "management")
    assert max(width(line, block.font) for line in block.lines) <= 200


def test_headlines_are_set_in_lines_of_even_length():
    block = fit("Wer zuhört, muss weniger rufen", (400, 300), 40, 40)
    widths = [width(line, block.font) for line in block.lines]
    assert len(widths) == 2
    assert min(widths) > 0.7 * max(widths)


@pytest.mark.parametrize(
    "font", [grotesque(48), serif(48), serif(48, italic=True)], ids=["grotesque", "serif", "italic"]
)
def test_no_german_sign_is_drawn_as_the_box_of_a_missing_glyph(font):
    missing = bytes(font.getmask("\U0010fffd"))
    for sign in "äöüÄÖÜß€„“‚‘’–—…·«»×éñ§&":
        assert bytes(font.getmask(sign)) != missing, sign


def test_signs_that_the_fonts_lack_are_replaced():
    assert tidy("№ 4 → STRAẞE,\u202fz. B.") == "Nr. 4 – STRASSE,\u00a0z. B."


def test_the_weight_axis_of_the_fonts_is_set():
    assert grotesque(48, 800).getlength("Heft") > grotesque(48, 300).getlength("Heft")
    assert serif(48, 800).getlength("Heft") > serif(48, 300).getlength("Heft")


def test_the_eight_compositions_differ_and_begin_again_after_the_eighth():
    cast = [grain(slug) for slug in SLUGS[:3]]
    pictures = [illustration(cast, variant, (320, 200)) for variant in range(9)]
    assert len({picture.tobytes() for picture in pictures}) == 8
    assert pictures[8].tobytes() == pictures[0].tobytes()
    assert all((picture.size, picture.mode) == ((320, 200), "RGB") for picture in pictures)


@pytest.mark.parametrize("variant", range(8))
@pytest.mark.parametrize("topics", [0, 1, 6])
def test_an_illustration_needs_no_certain_number_of_topics(variant, topics):
    picture = illustration([grain(slug) for slug in SLUGS[:topics]], variant, (240, 320))
    assert len(picture.getcolors(240 * 320)) > 10


def test_a_portrait_shows_the_initials_of_first_and_last_name():
    assert initials("Ada von Lovelace") == "AL"
    assert initials("özlem") == "Ö"
    assert initials("  ") == "?"
    assert portrait("Ada Lovelace", 120).size == (120, 120)
    assert portrait("Ada Lovelace", 120).tobytes() != portrait("Bruno Lovelace", 120).tobytes()
