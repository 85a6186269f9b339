"""A card as files: the A6 card for the printer (PDF, PNG at 300 dpi) and the picture for sharing (1200 × 630)."""

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageDraw, ImageFilter

from editorial.marks.colour import INK, PAPER

from .card import Card
from .checking import printable_or_error
from .drawing import RULE, actors, drawn_front, photograph, postmark, shadowed, stamp
from .typesetting import layers, pdf
from .wording import printed_values, sharing_values

#: The names of the files and what they are.
FILES = {
    "karte.pdf": "application/pdf",
    "vorderseite.png": "image/png",
    "rueckseite.png": "image/png",
    "teilen.jpg": "image/jpeg",
}
DPI = 300
#: A6 (ISO 216) and the bleed around it, in millimetres.
A6 = (148.0, 105.0)
BLEED = 3.0
#: The white strip below a picture that carries a caption.
STRIP = 11.0
SHARING_SIZE = (1200, 630)
#: Messengers pass over pictures that are much heavier.
SHARING_BYTES = 300_000
_SHARED_FRONT = (544, 386)
_TILT = -2.5


def render(card: Card, name: str) -> bytes:
    """The file of this name. Raises Unprintable where a card for print would not show all of its text."""
    if name == "teilen.jpg":
        return sharing(card)
    printable_or_error(card)
    if name == "karte.pdf":
        return _pdf(card)
    [side] = _sides(card, DPI, [0 if name == "vorderseite.png" else 1])
    return _png(side, DPI)


def preview(card: Card, width: int = 888) -> tuple[bytes, bytes]:
    """Front and back as PNG, so many pixels wide, to show before anything is saved. Raises Unprintable."""
    printable_or_error(card)
    dpi = width * 25.4 / A6[0]
    front, back = _sides(card, dpi, [0, 1])
    return _png(front, dpi), _png(back, dpi)


def _sides(card: Card, dpi: float, wanted: list[int]) -> list[Image.Image]:
    """Front (0) and back (1) as they look when cut."""
    words = layers("card.typ", printed_values(card), dpi)
    cut = round(BLEED * dpi / 25.4)
    shown = []
    for number in wanted:
        layer = words[number]
        ground = (_front, _back)[number](card, dpi)
        side = ground.crop((cut, cut, cut + layer.width, cut + layer.height))
        side.paste(layer, (0, 0), layer)
        shown.append(side)
    return shown


def sharing(card: Card) -> bytes:
    """What messengers and networks show for a link: the picture, the words (cut if there are many), the stamp."""
    image = Image.new("RGB", SHARING_SIZE, PAPER)
    front = _picture(card, _SHARED_FRONT)
    corner = (46, (SHARING_SIZE[1] - front.height) // 2)
    _lay(image, front, corner)
    mark = shadowed(stamp(actors(card)[0], (112, 136)), 2)
    image.paste(mark, (1028, 446), mark)
    centre = (990, 514)
    ring = postmark(card, 58, 138)
    image.paste(ring, (centre[0] - ring.width // 2, centre[1] - ring.height // 2), ring)
    values = {**sharing_values(card, (*corner, *front.size), centre), "tilt": _TILT}
    [words] = layers("sharing.typ", values, 72)
    image.paste(words, (0, 0), words)
    return _jpeg(image, SHARING_BYTES)


def _pdf(card: Card) -> bytes:
    with TemporaryDirectory(prefix="postcard-") as name:
        folder = Path(name)
        _front(card, DPI).save(folder / "front.jpg", "JPEG", quality=92, subsampling=0, dpi=(DPI, DPI))
        _back(card, DPI).save(folder / "back.png", "PNG", dpi=(DPI, DPI))
        return pdf("card.typ", {**printed_values(card), "images": True}, folder)


def _front(card: Card, dpi: float) -> Image.Image:
    """The picture side with its bleed; with a caption the picture leaves a strip free and is never written on."""
    scale = dpi / 25.4
    wide, high = round((A6[0] + 2 * BLEED) * scale), round((A6[1] + 2 * BLEED) * scale)
    if not card.caption:
        return _picture(card, (wide, high))
    image = Image.new("RGB", (wide, high), "white")
    image.paste(_picture(card, (wide, high - round((STRIP + BLEED) * scale))), (0, 0))
    return image


def _picture(card: Card, size: tuple[int, int]) -> Image.Image:
    return photograph(card.picture, size) if card.picture else drawn_front(card, size)


def _back(card: Card, dpi: float) -> Image.Image:
    """The written side with its bleed, before anything is written: white, so that no ink is laid where none is."""
    scale = dpi / 25.4
    image = Image.new("RGB", (round((A6[0] + 2 * BLEED) * scale), round((A6[1] + 2 * BLEED) * scale)), "white")

    def at(x: float, y: float) -> tuple[int, int]:
        return round((x + BLEED) * scale), round((y + BLEED) * scale)

    pen = ImageDraw.Draw(image)
    hair = max(1, round(0.2 * scale))
    pen.line((at(92.5, 9), at(92.5, 96)), fill=RULE, width=hair)
    for y in (60, 70, 80):
        pen.line((at(98, y), at(140, y)), fill=RULE, width=hair)
    mark = shadowed(stamp(actors(card)[0], (round(24 * scale), round(29 * scale))), hair)
    corner = at(116, 8)
    image.paste(mark, (corner[0] - hair, corner[1] - hair), mark)
    ring = postmark(card, 11.6 * scale, 24 * scale)
    centre = at(107, 25)
    image.paste(ring, (centre[0] - ring.width // 2, centre[1] - ring.height // 2), ring)
    return image


def _lay(image: Image.Image, front: Image.Image, corner: tuple[int, int]) -> None:
    """Lay a picture down slightly turned, with the edge and the shadow of a card."""
    margin = 40
    card = Image.new("RGBA", (front.width + 2 * margin, front.height + 2 * margin))
    card.paste(front, (margin, margin))
    turned = card.rotate(-_TILT, Image.Resampling.BICUBIC)
    place = corner[0] - margin, corner[1] - margin
    shade = turned.getchannel("A").filter(ImageFilter.GaussianBlur(9)).point(lambda alpha: alpha * 2 // 5)
    image.paste(INK, (place[0] + 2, place[1] + 9), shade)
    image.paste(turned, place, turned)


def _png(image: Image.Image, dpi: float) -> bytes:
    buffer = BytesIO()
    image.save(buffer, "PNG", dpi=(dpi, dpi))
    return buffer.getvalue()


def _jpeg(image: Image.Image, limit: int) -> bytes:
    """As good as the limit of bytes allows."""
    buffer = BytesIO()
    for quality in (90, 84, 76, 66, 52, 40):
        buffer = BytesIO()
        image.save(buffer, "JPEG", quality=quality, subsampling=0, optimize=True, progressive=True)
        if buffer.tell() <= limit:
            break
    return buffer.getvalue()
