import io
from typing import Any

from PIL import Image, ImageDraw

from tests.pictures import data_url


def drawing(seed: int, size: int = 200, **save: Any) -> dict[str, str]:
    """A picture of some shapes, which depend on `seed`."""
    image = Image.new("RGB", (400, 400), "white")
    draw = ImageDraw.Draw(image)
    for number in range(12):
        left, top = (hash((seed, number, side)) % 320 for side in (1, 2))
        shade = hash((seed, number)) % 200
        draw.ellipse((left, top, left + 120, top + 90), fill=(shade, 255 - shade, shade // 2))
    file = io.BytesIO()
    image.resize((size, size)).save(file, **{"format": "PNG", **save})
    return {"dataUrl": data_url(file.getvalue())}
