"""The same picture is known in another format, size, light or crop, and no other one is."""

import io
from collections.abc import Callable
from itertools import combinations

import pytest
from PIL import Image, ImageEnhance

from models.images.image_look import SAME_WITHIN
from server.development.demo.story import PICTURES
from storage.images.describe_image import read_content
from storage.images.image_content import look_of_bytes
from tests.pictures import picture

VARIANTS: dict[str, Callable[[Image.Image], Image.Image]] = {
    "64 pixels": lambda image: image.resize((64, 64 * image.height // image.width)),
    "brighter": lambda image: ImageEnhance.Brightness(image).enhance(1.2),
    "cropped": lambda image: image.crop(
        tuple(round(one * part) for part, one in zip((0.02, 0.02, 0.98, 0.98), image.size * 2, strict=True))  # type: ignore[arg-type]
    ),
}


def look(image: Image.Image, file_format: str = "PNG", **options: int) -> int:
    file = io.BytesIO()
    image.save(file, file_format, compress_level=1, method=0, **options)  # which is quick
    found = read_content(file).look
    assert found is not None
    return found


def apart(one: int, other: int) -> int:
    return ((one ^ other) & (2**64 - 1)).bit_count()


@pytest.mark.slow
def test_the_same_picture_is_known_and_no_other_one() -> None:
    pictures = [Image.open(path).convert("RGB") for path in sorted(PICTURES.iterdir())[::6]]
    looks = list(map(look, pictures))
    compressed = [look(one, "JPEG", quality=40) for one in pictures]
    assert max(map(apart, looks, compressed)) <= SAME_WITHIN
    for name, change in VARIANTS.items():
        far = [apart(of, look(change(one), "WEBP")) for of, one in zip(looks, pictures, strict=True)]
        assert sum(one > SAME_WITHIN for one in far) <= 0.1 * len(far), (name, far)
    assert min(apart(*pair) for pair in combinations(looks, 2)) > SAME_WITHIN


def test_pictures_of_one_colour_are_known_by_their_bytes() -> None:
    looks = [read_content(io.BytesIO(picture(seed=seed))).look for seed in (0, 1, 2, 0)]
    assert looks[3] == looks[0]
    assert len(set(looks)) == 3


def test_transparent_pixels_do_not_count() -> None:
    hidden = Image.radial_gradient("L").convert("RGBA")
    hidden.putalpha(0)
    file = io.BytesIO()
    hidden.save(file, "PNG")
    content = read_content(file)
    assert content.look == look_of_bytes(content.sha256)
