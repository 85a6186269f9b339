"""What becomes of an uploaded picture: a plain JPEG without a past, or a friendly refusal."""

import time
from io import BytesIO

import pytest
from PIL import Image

from contributions.services.pictures import PictureRefused, clean_picture
from tests.contributions import pictures


def opened(clean):
    return Image.open(BytesIO(clean.content))


def test_place_camera_comment_and_profile_are_gone():
    before = pictures.photograph()
    assert pictures.CAMERA.encode() in before
    assert Image.open(BytesIO(before)).getexif().get_ifd(pictures.GPS)

    clean = clean_picture(before)

    after = opened(clean)
    assert not after.getexif()
    assert not after.getexif().get_ifd(pictures.GPS)
    assert {"exif", "xmp", "comment", "icc_profile"}.isdisjoint(after.info)
    assert pictures.CAMERA.encode() not in clean.content
    assert b"Exif" not in clean.content


def test_a_picture_that_the_phone_only_marked_as_turned_is_turned():
    clean = clean_picture(pictures.photograph(orientation=6))
    picture = opened(clean)
    assert (clean.width, clean.height) == picture.size == (420, 640)
    # The yellow field was at the upper left; a quarter turn clockwise brings it to the upper right.
    red, _green, blue = picture.getpixel((400, 20))
    assert red > 200
    assert blue < 60


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_what_browsers_show_is_taken_and_becomes_a_jpeg(form):
    clean = clean_picture(pictures.as_bytes(pictures.drawing(), form))
    assert opened(clean).format == "JPEG"
    assert (clean.width, clean.height) == (640, 420)


def test_what_is_transparent_becomes_white_paper():
    picture = opened(clean_picture(pictures.as_bytes(pictures.drawing(mode="RGBA"), "PNG")))
    assert min(picture.getpixel((20, 20))) > 245


@pytest.mark.parametrize("mode", ["L", "LA", "P", "1", "CMYK", "I;16"])
def test_every_kind_of_colour_is_drawn(mode):
    picture = Image.new("I;16", (300, 300), 0x8000) if mode == "I;16" else pictures.drawing().convert(mode)
    form = "JPEG" if mode == "CMYK" else "PNG"
    drawn = opened(clean_picture(pictures.as_bytes(picture, form)))
    assert drawn.mode == "RGB"
    assert 20 < drawn.convert("L").getpixel((5, 5)) < 230 or mode == "1"


def test_a_foreign_colour_space_is_brought_into_srgb():
    """In a space whose red is our blue, red must become blue before its profile is thrown away."""
    source = pictures.as_bytes(Image.new("RGB", (300, 300), (200, 20, 20)), "PNG", icc_profile=pictures.swapped())
    red, _green, blue = opened(clean_picture(source)).getpixel((9, 9))
    assert red < 60 < 150 < blue


def test_a_profile_that_cannot_be_read_is_left_out():
    source = pictures.as_bytes(pictures.drawing(), "PNG", icc_profile=b"not a profile")
    assert opened(clean_picture(source)).size == (640, 420)


def test_a_large_picture_becomes_smaller():
    clean = clean_picture(pictures.photograph(size=(4000, 1500)))
    assert (clean.width, clean.height) == (3000, 1125)


def test_of_an_animation_the_first_picture_is_taken():
    frames = [Image.new("RGB", (300, 300), (9 * n, 0, 0)) for n in range(5)]
    moving = pictures.as_bytes(frames[0], "WEBP", save_all=True, append_images=frames[1:])
    still = opened(clean_picture(moving))
    assert getattr(still, "n_frames", 1) == 1
    assert still.getpixel((9, 9))[0] < 9


@pytest.mark.parametrize(
    ("form", "marker"), [("JPEG", b"\xff\xd9"), ("PNG", b"IEND"), ("WEBP", b"RIFF")], ids=["jpeg", "png", "webp"]
)
def test_what_hides_behind_a_picture_does_not_survive(form, marker):
    source = pictures.as_bytes(pictures.drawing(), form) + pictures.SCRIPT
    assert marker in source
    assert b"script" not in clean_picture(source).content


def refusal(content):
    with pytest.raises(PictureRefused) as refused:
        clean_picture(content)
    return str(refused.value)


@pytest.mark.parametrize(
    "content",
    [pictures.SVG, pictures.HTML, pictures.POLYGLOT_GIF, b"", b"\0", b"%PDF-1.7", b"MZ\x90\0"],
    ids=["svg", "html", "gif and html", "nothing", "a zero", "pdf", "program"],
)
def test_what_is_no_picture_is_refused_by_its_content(content):
    assert "JPEG, PNG, WebP" in refusal(content)


def test_an_iphones_own_format_is_refused_with_the_way_out():
    assert "HEIC" in refusal(pictures.HEIC)


def test_a_truncated_picture_is_refused_as_damaged():
    for form in ("JPEG", "PNG", "WEBP", "AVIF"):
        whole = pictures.as_bytes(pictures.drawing((900, 900)), form)
        assert refusal(whole[: len(whole) * 2 // 3]), form


def test_a_tiny_picture_is_refused():
    assert "200" in refusal(pictures.as_bytes(pictures.drawing((640, 100))))


def test_too_many_megabytes_are_refused(settings):
    settings.CONTRIBUTION_PICTURE_MEGABYTES = 1
    assert "1 " in refusal(pictures.photograph() + b"\0" * 1_000_001)


# --- Bombs -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(60_000, 60_000), (10_000, 10_000), (2_000_000_000, 2)])
def test_a_header_that_claims_too_many_pixels_is_refused_before_anything_is_decoded(size):
    started = time.perf_counter()
    assert "50 " in refusal(pictures.png(*size, data=b"x"))
    assert time.perf_counter() - started < 0.5


def test_a_few_kilobytes_that_unfold_into_a_hundred_megabytes_are_refused():
    bomb = pictures.bomb(10_000, 10_000)
    assert len(bomb) < 200_000
    assert "50 " in refusal(bomb)


@pytest.mark.parametrize("bomb", [pictures.text_bomb, pictures.profile_bomb])
def test_metadata_that_unfolds_is_refused_or_left_out(bomb):
    started = time.perf_counter()
    try:
        clean = clean_picture(bomb())
    except PictureRefused:
        pass
    else:
        assert len(clean.content) < 100_000
    assert time.perf_counter() - started < 2


def test_a_jpeg_with_hundreds_of_scans_is_refused():
    assert "JPEG" in refusal(pictures.many_scans())


def test_random_damage_never_ends_in_an_error():
    """Every byte of the header region turned over, one after the other: a picture or a refusal, nothing else."""
    for form in ("PNG", "JPEG", "WEBP", "AVIF"):
        whole = bytearray(pictures.as_bytes(pictures.drawing((220, 220)), form))
        for place in range(0, min(len(whole), 240), 3):
            damaged = bytes(whole[:place]) + bytes([whole[place] ^ 0xFF]) + bytes(whole[place + 1 :])
            try:
                clean_picture(damaged)
            except PictureRefused:
                continue
