"""Paints a picture that looks as its prompt says."""

import io
from collections.abc import Callable

from server.development.painting.canvas import Canvas

SIZES = {"1:1": (672, 672), "4:3": (780, 585), "3:4": (585, 780), "16:9": (912, 513), "9:16": (513, 912)}
"""Pixels at which scenes are painted, by aspect ratio."""
ENLARGED = 4 / 3
"""How much larger a picture is: its style, with the grain, is in all of its pixels."""


def painted(scene: Callable[[Canvas], None], style: Callable[[Canvas], None], ratio: str, seed: int) -> bytes:
    """Paint the scene in this style, in some tenths of a second, and return it as a JPEG."""
    canvas = Canvas(SIZES[ratio], seed)
    scene(canvas)
    canvas.enlarge(ENLARGED)
    style(canvas)
    data = io.BytesIO()
    canvas.image.save(data, "JPEG", quality=86)
    return data.getvalue()


def size_of(ratio: str) -> tuple[int, int]:
    """The width and height of a painted picture, in pixels."""
    width, height = SIZES[ratio]
    return round(width * ENLARGED), round(height * ENLARGED)
