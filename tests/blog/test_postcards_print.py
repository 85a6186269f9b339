"""Cards as files: any script, any length, exact measures."""

from io import BytesIO

import pytest
from PIL import Image, ImageChops
from pypdf import PdfReader

from blog.postcards import Card, Picture, PostcardTooLong, Unprintable, preview, problems, render
from blog.postcards.checking import found_problems
from blog.postcards.fonts import missing
from blog.postcards.rendering import SHARING_BYTES
from blog.postcards.scripts import entries, is_rtl
from blog.postcards.typesetting import fits, layers
from blog.postcards.wording import printed_values
from editorial.marks import grain

SCRIPTS = {
    "Latin": "Grüße, „Straße“ – ẞ, łódź, ğ, ő, Việt",
    "Greek": "Καλημέρα ἀρχή",
    "Cyrillic": "До встречи, їжак",
    "Arabic": "أكتب اسم كل زبون، 2019",
    "Persian": "پیشکش چگونه ژاله",
    "Hebrew": "שלום לכולם, 3 ימים",
    "Devanagari": "नमस्ते हमारे ग्राहक",
    "Bengali": "বাংলা ভাষা",
    "Tamil": "வணக்கம்",
    "Thai": "สวัสดีลูกค้าทุกท่าน",
    "Armenian": "Բարեւ ձեզ",
    "Georgian": "გამარჯობა",
    "Chinese": "你好，客户！我们每天早上都会打电话。",
    "Japanese": "こんにちは、お客様。電話は三回",
    "Korean": "안녕하세요 고객님",
    "signs": "→ ✓ ★ ≈ € ½ № 😀 ❤️ 👩‍🌾",
}
LONG = "Seit sechs Jahren gratuliert das Autohaus meinem verstorbenen Mann zum Geburtstag. "
MILLIMETRE = 72 / 25.4


def card(statement="Moin aus Husum.", **values):
    named = {
        "sender": "Ottilie",
        "place": "Emden",
        "date": "18. September 2026",
        "postmark_date": "18.09.2026",
        "title": "Geburtstagsgruß",
        "greeting": "Grüße aus Emden",
        "house": "Pollenpost",
        "grains": (grain("recht"),),
    }
    return Card(statement=statement, **{**named, **values})


def words_layer(statement, **values):
    """The written side of a card as a layer of text alone."""
    return layers("card.typ", printed_values(Card(statement=statement, **values)), 150)[1]


def ink(layer):
    return layer.getchannel("A").getbbox()


def photograph(size=(900, 600), colour="#3A7BC4", kind="JPEG"):
    file = BytesIO()
    Image.new("RGB", size, colour).save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_script_can_be_printed(script):
    assert problems(SCRIPTS[script]) == []
    assert ink(words_layer(SCRIPTS[script]))


@pytest.mark.parametrize("script", SCRIPTS)
def test_no_character_of_any_script_comes_out_as_an_empty_box(script):
    box = words_layer("\U000f0000")
    assert ink(box)
    letters = sorted({c for c in SCRIPTS[script] if c.isalpha() or ord(c) > 0x2100} - {"\ufe0f", "\u200d"})[:6]
    for letter in letters:
        drawn = words_layer(letter)
        assert ink(drawn)
        assert ImageChops.difference(drawn.getchannel("A"), box.getchannel("A")).getbbox()


def test_a_character_that_no_font_has_is_named():
    [sentence] = problems("Ein Gruß in Hieroglyphen: 𓀀𓀁𓀀")
    assert "𓀀 (U+13000), 𓀁 (U+13001)" in sentence
    with pytest.raises(Unprintable):
        render(card("𓀀"), "karte.pdf")


def test_the_field_of_an_unknown_character_is_known():
    assert [problem.field for problem in found_problems(card(sender="𓀀", caption="𓀁"))] == ["sender", "caption"]


def test_a_font_in_the_operators_folder_is_asked_too(settings, tmp_path):
    settings.POSTCARD_FONTS = tmp_path
    before = card("a").fingerprint()
    assert missing("𓀀") == ["𓀀"]
    (tmp_path / "broken.ttf").write_bytes(b"no font at all")
    assert missing("𓀀") == ["𓀀"]
    assert card("a").fingerprint() != before
    assert ink(words_layer("Moin"))


def test_right_to_left_begins_at_the_right_edge_and_left_to_right_at_the_left():
    hebrew, german = ink(words_layer("שלום")), ink(words_layer("Moin"))
    edge = 88 * 150 / 25.4
    assert abs(hebrew[2] - edge) < 6
    assert hebrew[0] > german[2]
    assert german[0] < 55


def test_the_first_strong_letter_decides_about_the_direction_of_each_paragraph():
    found = entries(
        "2019: שלום Anna\nAnna: שלום\n\N{FIRST STRONG ISOLATE}שלום\N{POP DIRECTIONAL ISOLATE} Anna", "de"
    )
    assert [entry["rtl"] for entry in found] == [True, False, False]
    assert not is_rtl("12:30")


def widths(statement):
    """How wide the words of a line are drawn, from left to right, in pixels."""
    alpha = words_layer(statement).getchannel("A").crop((0, 0, 530, 620))
    columns = [alpha.crop((x, 0, x + 1, 620)).getbbox() is not None for x in range(alpha.width)]
    words = "".join("#" if column else " " for column in columns).split(" " * 7)
    return [len(word.strip()) for word in words if word.strip()]


def test_numbers_and_latin_words_stand_in_their_order_within_a_line_from_right_to_left():
    """UAX #9: at the right the first Hebrew word, then «Anna 88888» as it is read, at the left the last one."""
    first, name, year, last = "לכולםלכולם", "Anna", "88888", "של"
    alone = [width for word in (last, name, year, first) for width in widths(word)]
    assert widths(f"{first} {name} {year} {last}") == pytest.approx(alone, abs=2)
    assert len(set(alone)) == 4


def test_a_foreign_paragraph_is_set_by_the_rules_of_its_own_language():
    found = entries("Moin\nΚαλημέρα\nこんにちは世界\nשלום\nПривет Anna", "de")
    assert [entry["lang"] for entry in found] == ["de", "el", "ja", "he", "ru"]


@pytest.mark.parametrize("length", [10, 60, 150, 300, 600, 1000])
def test_statements_of_many_lengths_fit_and_shrink(length):
    fit = fits("card.typ", printed_values(card((LONG * 25)[:length])))["statement"]
    assert fit.over == 0
    assert 7.5 <= fit.size <= 17


def test_longer_statements_are_set_smaller():
    sizes = [fits("card.typ", printed_values(card((LONG * 25)[:n])))["statement"].size for n in (40, 400, 1000)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == 17
    assert len(set(sizes)) == 3


@pytest.mark.parametrize("length", [2400, 200000])
def test_below_the_smallest_size_there_is_a_sentence_and_no_card(length):
    statement = (LONG * 300)[:length]
    [sentence] = problems(statement)
    assert "etwa" in sentence or "about" in sentence
    with pytest.raises(PostcardTooLong):
        render(card(statement), "rueckseite.png")


def test_the_sentence_says_by_how_many_characters():
    over = fits("card.typ", printed_values(card((LONG * 30)[:2400])))["statement"].over
    assert problems((LONG * 30)[: 2400 - over - 60].strip()) == []
    assert problems((LONG * 30)[: 2400 - over + 80])


@pytest.mark.parametrize(
    "word", ["Donaudampfschifffahrtsgesellschaftskapitänsmütze", "https://example.org/" + "x" * 90, "W" * 300]
)
def test_words_that_no_line_can_hold_are_broken(word):
    box = ink(words_layer(word))
    assert box[2] <= 88.6 * 150 / 25.4
    assert problems(word) == []


def test_a_sender_of_eighty_letters_fits_and_one_of_a_hundred_wide_ones_is_named():
    assert (
        problems(
            "Moin",
            sender="Friederike Schulze-Bramstedt und die ganze Buchhaltung der Reederei in Bremerhaven"[:80],
        )
        == []
    )
    assert len(problems("Moin", sender="W " * 100)) == 1


def test_what_looks_like_markup_is_printed_as_it_stands():
    text = 'Moin #panic("x") $x^2$ *fett* \\u{41} [Link] #import "a"'
    assert problems(text) == []
    printed = PdfReader(BytesIO(render(card(text), "karte.pdf"))).pages[1].extract_text()
    assert '#panic("x")' in printed.replace("\n", " ")


def test_controls_vanish_and_lines_stay():
    assert Card(statement="Moin\r\n\x00\x07Moin\u2028\x1b[31m!", sender="A\nB").statement == "Moin\nMoin\n[31m!"
    assert Card(statement="", sender="A\nB").sender == "A B"


def test_the_pdf_has_two_pages_of_a6_with_three_millimetres_of_bleed():
    pdf = PdfReader(BytesIO(render(card(), "karte.pdf")))
    assert len(pdf.pages) == 2
    for page in pdf.pages:
        trim, bleed = page.trimbox, page.bleedbox
        assert (float(trim.width), float(trim.height)) == pytest.approx(
            (148 * MILLIMETRE, 105 * MILLIMETRE), abs=0.01
        )
        assert (float(bleed.width), float(bleed.height)) == pytest.approx(
            (154 * MILLIMETRE, 111 * MILLIMETRE), abs=0.01
        )
        assert float(trim.left) == pytest.approx(3 * MILLIMETRE, abs=0.01)
        assert tuple(page.mediabox) == tuple(bleed)
    assert pdf.metadata.title == "Geburtstagsgruß"
    assert pdf.trailer["/Root"]["/Lang"] == "de"
    assert "/StructTreeRoot" in pdf.trailer["/Root"]
    text = pdf.pages[1].extract_text()
    assert "Moin aus Husum." in text
    assert "Ottilie" in text


def test_pictures_in_the_pdf_have_three_hundred_dots_an_inch():
    [image] = PdfReader(BytesIO(render(card(), "karte.pdf"))).pages[0].images
    assert image.image.size == (1819, 1311)


@pytest.mark.parametrize("name", ["vorderseite.png", "rueckseite.png"])
def test_a_side_as_png_is_a6_at_three_hundred_dots_an_inch(name):
    side = Image.open(BytesIO(render(card(), name)))
    assert side.size == (1748, 1240)
    assert side.info["dpi"] == pytest.approx((300, 300), abs=0.01)


def test_the_sharing_picture_has_the_size_that_messengers_expect_and_little_weight():
    file = BytesIO()
    Image.effect_noise((800, 600), 90).save(file, "JPEG")
    picture = Picture(lambda: BytesIO(file.getvalue()), "noise")
    for shown in (card(picture=picture), card(LONG * 30), card("𓀀")):
        content = render(shown, "teilen.jpg")
        assert Image.open(BytesIO(content)).size == (1200, 630)
        assert len(content) <= SHARING_BYTES


def test_a_caption_never_lies_on_the_picture():
    picture = Picture(lambda: BytesIO(photograph(colour="#C4508F")), "rose")
    bare, captioned = (
        Image.open(BytesIO(render(card(picture=picture, caption=text), "vorderseite.png")))
        for text in ("", "Der Anleger am Morgen")
    )
    assert bare.getpixel((20, 1220)) != (255, 255, 255)
    assert captioned.getpixel((20, 1220)) == (255, 255, 255)
    strip = round(94 * 300 / 25.4)
    assert all(low == high for low, high in captioned.crop((40, 40, 1700, strip - 10)).getextrema())


def test_a_picture_is_cut_around_what_matters_in_it():
    half = Image.new("RGB", (2000, 500), "#ffffff")
    half.paste("#000000", (0, 0, 700, 500))
    file = BytesIO()
    half.save(file, "PNG")

    def middle(focus):
        picture = Picture(lambda: BytesIO(file.getvalue()), "half", focus)
        return Image.open(BytesIO(preview(card(picture=picture))[0])).convert("L").getpixel((444, 200))

    assert middle((0.1, 0.5)) == 0
    assert middle((0.9, 0.5)) == 255


def test_a_preview_is_as_wide_as_wished():
    assert [Image.open(BytesIO(side)).width for side in preview(card(), 600)] == [600, 600]


def test_the_same_card_is_drawn_the_same_and_another_one_has_another_fingerprint():
    assert render(card(), "teilen.jpg") == render(card(), "teilen.jpg")
    assert card().fingerprint() == card().fingerprint()
    others = [card("Anders"), card(place="Kiel"), card(number=3), card(grains=(grain("sprache"),))]
    others.append(card(picture=Picture(lambda: BytesIO(), "1:a.jpg")))
    assert len({card().fingerprint(), *(other.fingerprint() for other in others)}) == 6
