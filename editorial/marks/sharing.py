"""The picture of a page where its address is shared: words on the left, on the right what it looks like."""

from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageOps

from .colour import INK, PAPER, POLLEN, mix
from .genome import Grain
from .lettering import fit
from .raster import draw

#: Width and height in pixels, as Open Graph asks for.
SIZE = (1200, 630)
MARGIN = 64
#: The words end here, the picture begins.
DIVIDE = 724
SOFT = mix(INK, PAPER, 0.35)


def sharing_card(
    brand: str, label: str, headline: str, grains: Sequence[Grain], picture: Image.Image | None = None
) -> Image.Image:
    """An RGB image of SIZE. Without a picture the grains fill its place, the first one largest."""
    card = Image.new("RGB", SIZE, PAPER)
    if picture is None:
        _grains(card, grains)
    elif picture.width < picture.height:
        _object(card, picture)
    else:
        card.paste(ImageOps.fit(picture, (SIZE[0] - DIVIDE, SIZE[1])), (DIVIDE, 0))
    canvas = ImageDraw.Draw(card)
    room = DIVIDE - MARGIN - 40
    kicker = fit(label, (room, 84), 34, 24, weight=600)
    kicker.draw(canvas, (MARGIN, MARGIN), SOFT)
    top = MARGIN + kicker.height + 26
    head = fit(headline, (room, SIZE[1] - top - 150), 84, 38, weight=700, leading=1.08)
    head.draw(canvas, (MARGIN, top), INK)
    draw(card, grains[0], (MARGIN + 24, SIZE[1] - MARGIN - 20), 24)
    fit(brand, (room - 70, 60), 36, 24, weight=800).draw(canvas, (MARGIN + 64, SIZE[1] - MARGIN - 42), INK)
    canvas.rectangle((0, SIZE[1] - 10, SIZE[0], SIZE[1]), fill=POLLEN)
    return card


def _grains(card: Image.Image, grains: Sequence[Grain]) -> None:
    places = ((1010.0, 330.0, 250.0), (812.0, 110.0, 74.0), (790.0, 540.0, 44.0), (1150.0, 70.0, 36.0))
    for k, (x, y, radius) in enumerate(places):
        draw(card, grains[k % len(grains)].turned(53 * (k // len(grains))), (x, y), radius)


def _object(card: Image.Image, picture: Image.Image) -> None:
    """A cover stands upright, with paper around it."""
    cover = ImageOps.contain(picture, (SIZE[0] - DIVIDE - 40, SIZE[1] - 2 * MARGIN + 40))
    left, top = DIVIDE + (SIZE[0] - DIVIDE - MARGIN // 2 - cover.width) // 2, (SIZE[1] - 10 - cover.height) // 2
    shade = mix(PAPER, INK, 0.16)
    ImageDraw.Draw(card).rectangle((left + 6, top + 8, left + cover.width + 6, top + cover.height + 8), fill=shade)
    card.paste(cover, (left, top))
