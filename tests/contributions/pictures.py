"""Pictures made in the test: honest ones, those that say too much, and those that mean harm."""

import struct
import zlib
from io import BytesIO

from PIL import Image, ImageCms

EXIF_ORIENTATION, EXIF_CAMERA, GPS = 0x0112, 0x0110, 0x8825
CAMERA = "Geheimkamera 3000"
HUSUM = {1: "N", 2: (54.0, 28.0, 37.0), 3: "E", 4: (9.0, 3.0, 15.0)}


def drawing(size=(640, 420), mode="RGB"):
    """Dark blue, with a yellow field in its upper left corner."""
    colours = {"RGB": ((20, 33, 61), (242, 183, 5)), "RGBA": ((20, 33, 61, 255), (242, 183, 5, 0))}
    ink, pollen = colours[mode]
    picture = Image.new(mode, size, ink)
    picture.paste(Image.new(mode, (size[0] // 3, size[1] // 3), pollen), (0, 0))
    return picture


def as_bytes(picture, form="JPEG", **options):
    written = BytesIO()
    picture.save(written, form, **options)
    return written.getvalue()


def photograph(orientation=1, size=(640, 420)):
    """A JPEG as a phone writes it: with the place, the camera, a comment, XMP and a colour profile."""
    exif = Image.Exif()
    exif[EXIF_ORIENTATION] = orientation
    exif[EXIF_CAMERA] = CAMERA
    exif.get_ifd(GPS).update(HUSUM)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return as_bytes(
        drawing(size),
        exif=exif,
        xmp=f"<x:xmpmeta>{CAMERA}</x:xmpmeta>".encode(),
        comment=CAMERA.encode(),
        icc_profile=profile,
        quality=95,
    )


def swapped():
    """The profile of a colour space that has its red where sRGB has its blue."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return srgb.replace(b"rXYZ", b"????").replace(b"bXYZ", b"rXYZ").replace(b"????", b"bXYZ")


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, *before_data, data=b""):
    """A PNG put together by hand; its header may claim what it likes."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    body = b"".join(chunk(kind, content) for kind, content in before_data)
    return b"\x89PNG\r\n\x1a\n" + header + body + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def bomb(width, height):
    """A few kilobytes that unfold into width × height bytes."""
    packer = zlib.compressobj(9)
    row = b"\0" * (width + 1)
    data = b"".join(packer.compress(row) for _row in range(height)) + packer.flush()
    return png(width, height, data=data)


UNFOLDING = zlib.compress(b"\0" * 100_000_000, 9)
GREY = zlib.compress(b"\0" * 90_300)


def text_bomb():
    """A small picture whose compressed comment unfolds into a hundred megabytes."""
    return png(300, 300, (b"zTXt", b"Comment\0\0" + UNFOLDING), data=GREY)


def profile_bomb():
    return png(300, 300, (b"iCCP", b"sRGB\0\0" + UNFOLDING), data=GREY)


def many_scans():
    """A JPEG that repeats its last scan two hundred times."""
    whole = as_bytes(drawing(), progressive=True)
    start = whole.rindex(b"\xff\xda")
    return whole[:start] + whole[start:-2] * 200 + whole[-2:]


HEIC = b"\0\0\0\x24ftypheic\0\0\0\0mif1MiHEMiPrmiafMiHBheic" + b"\0" * 400
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
POLYGLOT_GIF = b"GIF89a/*" + b"\0" * 200 + b"*/=1;<script>alert(1)</script>"
SCRIPT = b"<script>alert('polyglot')</script><?php system($_GET['c']); ?>"
