"""What a picture looks like, in 64 bits: pictures that look the same differ in few of them, whatever their format."""

import itertools

from PIL import Image

from storage.images.image_content import look_of_bytes

WIDTH, HEIGHT = 8, 8
LEAST_CONTRAST = 8
"""The difference between the lightest and the darkest spot, of 255, below which a picture has nothing to go by."""


def difference_hash(picture: Image.Image, sha256_hex: str) -> int:
    """
    Say for each spot of the picture whether it is lighter than its right neighbour, as a signed integer of 64 bits. A
    picture of one colour is known by its bytes alone: its bits are those of their SHA-256.
    """
    spots = on_grey(picture).resize((WIDTH + 1, HEIGHT), Image.Resampling.BOX).tobytes()
    if max(spots) - min(spots) < LEAST_CONTRAST:
        return look_of_bytes(sha256_hex)
    bits = 0
    for place, (left, right) in enumerate(itertools.pairwise(spots), 1):
        if place % (WIDTH + 1):
            bits = bits << 1 | (left > right)
    return bits - (1 << 64) if bits >> 63 else bits


def on_grey(picture: Image.Image) -> Image.Image:
    """The picture in grey; what is transparent does not show what lies in its colours."""
    if picture.mode != "RGBA":
        return picture.convert("L")
    ground = Image.new("RGBA", picture.size, (128, 128, 128, 255))
    return Image.alpha_composite(ground, picture).convert("L")
