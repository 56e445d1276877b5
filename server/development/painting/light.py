"""The light of a picture: an hour of the day, or the weather, as colours."""

from typing import NamedTuple

from server.development.painting.canvas import Color, mixed, rgb


class Light(NamedTuple):
    zenith: Color
    middle: Color
    horizon: Color
    source: Color
    """The sun's colour, or the moon's."""
    haze: Color
    """What distant things fade into."""
    shadow: Color
    """What near things are drawn in when they stand before the light."""
    cloud: Color
    """The lit side of clouds; their other side is the haze."""
    is_night: bool = False

    def at(self, color: Color, distance: float) -> Color:
        """A thing's colour in this light, from 0 (near) to 1 (as far as the horizon)."""
        tinted = tuple(round(part * (0.35 + 0.65 * lit / 255)) for part, lit in zip(color, self.source, strict=True))
        near = mixed((tinted[0], tinted[1], tinted[2]), self.shadow, 0.62 if self.is_night else 0.25)
        return mixed(near, self.haze, distance)


def light(*colors: str, is_night: bool = False) -> Light:
    zenith, middle, horizon, source, haze, shadow, cloud = (rgb(color) for color in colors)
    return Light(zenith, middle, horizon, source, haze, shadow, cloud, is_night)


DAWN = light("5f7fa8", "b9b4c4", "f6cfae", "ffe2b8", "d9c3bd", "2b3046", "ffe9d6")
DAY = light("2f6fb5", "6ea5d6", "cfe3ee", "fff6e0", "bcd3df", "1f2d33", "ffffff")
GOLDEN = light("6d86a6", "d9a877", "ffd489", "ffe9a8", "e8b67e", "33221d", "ffe0ae")
DUSK = light("2b2f5e", "8d4f7a", "f5875a", "ffcf8a", "c76a62", "1a1526", "ff9f7d")
NIGHT = light("060a18", "0e1a36", "22385c", "dfe8ff", "1d2f4c", "04060d", "43597d", is_night=True)
STORM = light("2a333b", "525d64", "8f9896", "e6ecdf", "7b8686", "12171a", "9aa4a6")
FOG = light("aab4b8", "bcc5c7", "d5d9d6", "f7f6ee", "cdd3d2", "3a4547", "e8ebe9")
AURORA = light("050b1c", "0a2038", "174a55", "c8ffe6", "123844", "03060c", "1f5a5c", is_night=True)
AUTUMN = light("8fa3b0", "c3c6bd", "efe0bf", "fff0cf", "d8cdb4", "2d2318", "fbf3e2")
