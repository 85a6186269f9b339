"""The eight colours of the marks and the few tones of the house, as "#RRGGBB"."""

from dataclasses import dataclass

PAPER = "#FBFAF6"
INK = "#14213D"
NIGHT = "#10172A"
POLLEN = "#F2B705"


@dataclass(frozen=True, slots=True)
class Colour:
    """A fill and the dark colour drawn inside it."""

    name: str
    fill: str
    dark: str

    @property
    def light(self) -> str:
        """The highlight: the fill, brightened."""
        return mix(self.fill, "#FFF8E8", 0.45)

    @property
    def depth(self) -> str:
        """The fill, a touch darker: the ground of the texture."""
        return mix(self.fill, self.dark, 0.16)

    @property
    def shade(self) -> str:
        """The tone between fill and dark, for walls and fine lines."""
        return mix(self.fill, self.dark, 0.42)


#: Each fill has a contrast of at least 3:1 to both paper and night (WCAG 1.4.11).
COLOURS: tuple[Colour, ...] = (
    Colour("blue", "#3A7BC4", "#102F52"),
    Colour("teal", "#1D938B", "#0A3836"),
    Colour("leaf", "#62933B", "#223A12"),
    Colour("ochre", "#B57A22", "#47290A"),
    Colour("vermilion", "#DB5540", "#54140F"),
    Colour("rose", "#C4508F", "#4C1136"),
    Colour("violet", "#7C69C8", "#291D58"),
    Colour("slate", "#6F7F97", "#1E293B"),
)


def rgb(colour: str) -> tuple[int, int, int]:
    """Channels 0 to 255 of "#RRGGBB"."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(first: str, second: str, share: float) -> str:
    """The colour that lies ``share`` (0 to 1) of the way from first to second."""
    channels = (round(a + (b - a) * share) for a, b in zip(rgb(first), rgb(second), strict=True))
    return "#{:02X}{:02X}{:02X}".format(*channels)


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours (1 to 21) as WCAG 2 defines it."""
    low, high = sorted((_luminance(first), _luminance(second)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in rgb(colour))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
