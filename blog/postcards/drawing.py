"""What is drawn on a card: the picture side, the stamp, the postmark, the lines. Measures are in pixels."""

import math

from PIL import Image, ImageDraw, ImageFilter, ImageOps

from editorial.marks.colour import INK, PAPER, mix, rgb
from editorial.marks.genome import Grain, grain
from editorial.marks.raster import draw, tile

from .card import Card, Picture

POSTMARK_INK = "#3B4A6B"
RULE = "#CFC8B8"
#: Where marks lie on a drawn front: centre and radius in units of a card 600 wide and 424 high.
FRONT_MARKS = (
    ((172, 148, 178), (474, 110, 66), (392, 296, 24)),
    ((440, 152, 192), (92, 92, 52), (196, 270, 20)),
    ((286, 166, 148), (542, 282, 60), (70, 62, 34)),
)
FRONT_UNITS = (600, 424)


def actors(card: Card) -> tuple[Grain, ...]:
    return card.grains or (grain("pollenpost"),)


def front_colours(card: Card) -> tuple[str, str]:
    """Ground and ink of a drawn front: dark and light cards take turns."""
    colour = actors(card)[0].colour
    return (mix(colour.dark, INK, 0.25), PAPER) if card.number % 2 else (mix(colour.fill, PAPER, 0.82), INK)


def drawn_front(card: Card, size: tuple[int, int]) -> Image.Image:
    """The marks of the topics on their ground, for a card without a picture."""
    image = Image.new("RGB", size, front_colours(card)[0])
    unit = max(size[0] / FRONT_UNITS[0], size[1] / FRONT_UNITS[1])
    left, top = (size[0] - FRONT_UNITS[0] * unit) / 2, (size[1] - FRONT_UNITS[1] * unit) / 2
    grains = actors(card)
    for k, (x, y, radius) in enumerate(FRONT_MARKS[card.number % len(FRONT_MARKS)]):
        draw(image, grains[k % len(grains)].turned(53 * k), (left + x * unit, top + y * unit), radius * unit)
    return image


def photograph(picture: Picture, size: tuple[int, int]) -> Image.Image:
    """A picture cut to a size around what matters in it, upright as its camera was held."""
    with picture.open() as file, Image.open(file) as opened:
        opened.draft("RGB", (2 * size[0], 2 * size[1]))
        image = ImageOps.exif_transpose(opened)
        if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
            image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image.convert("RGBA"))
        return ImageOps.fit(image.convert("RGB"), size, Image.Resampling.LANCZOS, centering=picture.focus)


def stamp(mark: Grain, size: tuple[int, int], teeth: int = 11) -> Image.Image:
    """A stamp with a perforated edge: the mark of a topic on its own tint. ``teeth`` are along the short side."""
    factor = 4
    wide, high = size[0] * factor, size[1] * factor
    mask = Image.new("L", (wide, high), 255)
    pen = ImageDraw.Draw(mask)
    step = wide / teeth
    rows = round(high / step)
    for k in range(teeth + 1):
        for y in (0, high):
            pen.circle((k * step, y), step * 0.31, fill=0)
    for k in range(rows + 1):
        for x in (0, wide):
            pen.circle((x, k * high / rows), step * 0.31, fill=0)
    paper = Image.new("RGB", size, "#FFFFFF")
    edge = round(size[0] * 0.1)
    paper.paste(mix(mark.colour.fill, PAPER, 0.82), (edge, edge, size[0] - edge, size[1] - edge))
    inner = size[0] - 3 * edge
    motif = tile(mark, inner)
    paper.paste(motif.convert("RGB"), ((size[0] - inner) // 2, (size[1] - inner) // 2), motif)
    outline = ImageDraw.Draw(paper)
    outline.rectangle((edge, edge, size[0] - edge - 1, size[1] - edge - 1), outline=RULE, width=max(1, edge // 14))
    cut = paper.convert("RGBA")
    cut.putalpha(mask.resize(size, Image.Resampling.BOX))
    return cut


def shadowed(stamp_image: Image.Image, spread: int) -> Image.Image:
    """A stamp with a thin grey line around it, so that its white teeth show on white paper."""
    wide, high = stamp_image.width + 2 * spread, stamp_image.height + 2 * spread
    silhouette = Image.new("L", (wide, high))
    silhouette.paste(stamp_image.getchannel("A"), (spread, spread))
    ground = Image.new("RGBA", (wide, high), (*rgb("#A39B88"), 0))
    ground.putalpha(silhouette.filter(ImageFilter.MaxFilter(2 * spread + 1)))
    ground.alpha_composite(stamp_image, (spread, spread))
    return ground


def postmark(card: Card, radius: float, reach: float) -> Image.Image:
    """Two rings and five waves that run ``reach`` pixels to the right of them; the words are set into it later."""
    factor = 4
    side = round(2 * (reach + radius))
    mask = Image.new("L", (side * factor, side * factor), 0)
    pen = ImageDraw.Draw(mask)
    centre, unit = mask.width / 2, radius * factor
    width = max(1, round(unit * 0.035))
    for row in range(5):
        y = centre + (row - 2) * unit * 0.33
        start = centre + math.sqrt(max(0.0, unit**2 - (y - centre) ** 2))
        pen.line(_wave(start, centre + (radius + reach) * factor * 0.98, y, unit), 190, width, "curve")
    mask = mask.rotate(-card.postmark_angle, Image.Resampling.BILINEAR)
    pen = ImageDraw.Draw(mask)
    pen.circle((centre, centre), unit, outline=215, width=width)
    pen.circle((centre, centre), unit * 0.88, outline=190, width=max(1, width // 2))
    mask = mask.resize((side, side), Image.Resampling.BOX)
    ink = Image.new("RGBA", (side, side), (*rgb(POSTMARK_INK), 255))
    ink.putalpha(mask)
    return ink


def _wave(start: float, end: float, y: float, unit: float) -> list[tuple[float, float]]:
    steps = 60
    points = [start + (end - start) * k / steps for k in range(steps + 1)]
    return [(x, y + 0.06 * unit * math.sin((x - start) / unit * 9)) for x in points]
