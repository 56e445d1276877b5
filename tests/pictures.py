"""Draws images for tests."""

import base64
import io
from random import Random
from typing import Any

from PIL import Image


def picture(size: tuple[int, int] = (64, 48), image_format: str = "PNG", seed: int = 0) -> bytes:
    """Return an image file of one colour, which depends on `seed`."""
    color = tuple(Random(seed).randbytes(3))
    file = io.BytesIO()
    Image.new("RGB", size, color).save(file, image_format)
    return file.getvalue()


def scenery(size: tuple[int, int], image_format: str = "PNG", **options: Any) -> bytes:
    """Return an image file of soft shapes with some grain, which is about as hard to compress as a photograph."""
    width, height = size
    bands = [Image.effect_noise((width // 40, height // 40), 90).resize(size, Image.Resampling.BICUBIC) for _ in "RGB"]
    grain = Image.effect_noise(size, 6).convert("RGB")
    file = io.BytesIO()
    Image.blend(Image.merge("RGB", bands), grain, 0.3).save(file, image_format, **options)
    return file.getvalue()


def data_url(content: bytes, content_type: str = "image/png") -> str:
    return f"data:{content_type};base64,{base64.b64encode(content).decode()}"


def noise(size: int) -> bytes:
    """Return a PNG of about `size` bytes, of random pixels, which no format compresses."""
    side = int((size / 3) ** 0.5)
    file = io.BytesIO()
    Image.frombytes("RGB", (side, side), Random(size).randbytes(3 * side * side)).save(file, "PNG", compress_level=0)
    return file.getvalue()
