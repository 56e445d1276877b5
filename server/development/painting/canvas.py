"""What scenes are painted with: colours, noise, masks and light, by Pillow alone."""

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageMath, ImageOps

Color = tuple[int, int, int]
Point = tuple[float, float]
Stops = Sequence[tuple[float, Color]]
"""Colours by their places between 0 and 1, in ascending order."""


class Pencil:
    """Draws into a mask of a canvas, in the canvas's coordinates, at twice its resolution: edges become smooth."""

    def __init__(self, mask: Image.Image) -> None:
        self._draw = ImageDraw.Draw(mask)

    def polygon(self, *outlines: Sequence[Point], fill: int = 255) -> None:
        for points in outlines:
            self._draw.polygon([(x * 2, y * 2) for x, y in points], fill=fill)

    def ellipse(self, x: float, y: float, across: float, down: float, fill: int = 255) -> None:
        """Fill the ellipse around (x, y) with these radii."""
        self._draw.ellipse([(x - across) * 2, (y - down) * 2, (x + across) * 2, (y + down) * 2], fill=fill)

    def box(self, left: float, top: float, right: float, bottom: float, fill: int = 255) -> None:
        self._draw.rectangle([left * 2, top * 2, max(left, right) * 2, max(top, bottom) * 2], fill=fill)

    def line(self, width: float, *lines: Sequence[Point], fill: int = 255) -> None:
        for points in lines:
            doubled = [(x * 2, y * 2) for x, y in points]
            self._draw.line(doubled, fill=fill, width=max(1, round(width * 2)), joint="curve")


class Canvas:
    """A picture that is being painted, and the random numbers that make it different from others."""

    def __init__(self, size: tuple[int, int], seed: int) -> None:
        self.size = self.width, self.height = size
        self.unit = math.sqrt(self.width * self.height) / 100
        """A hundredth of the picture's mean side, in pixels."""
        self.random = Random(seed)  # noqa: S311 - a seed gives the same picture everywhere
        self.image = Image.new("RGB", size)

    def paint(self, what: Color | Image.Image, mask: Image.Image | None = None, opacity: float = 1.0) -> None:
        if opacity < 1:
            mask = scaled(mask or Image.new("L", self.size, 255), opacity)
        source = what if isinstance(what, Image.Image) else Image.new("RGB", self.size, what)
        self.image.paste(source, (0, 0), mask)

    def shine(self, color: Color, mask: Image.Image, blur: float = 0.0) -> None:
        """Add light of this colour where the mask is, `blur` pixels around."""
        light = ImageOps.colorize(blurred(mask, blur), (0, 0, 0), color)
        self.image = ImageChops.screen(self.image, light)

    def shade(self, field: Image.Image, strength: float = 1.0, mask: Image.Image | None = None) -> None:
        """Darken what is darker than the middle in the field, and lighten what is lighter."""
        even = field.point([round(128 + (value - 128) * strength) for value in range(256)])
        self.paint(ImageChops.overlay(self.image, Image.merge("RGB", (even, even, even))), mask)

    def mask(self, draw: Callable[[Pencil], None]) -> Image.Image:
        large = Image.new("L", (self.width * 2, self.height * 2))
        draw(Pencil(large))
        return large.reduce(2)

    def polygon(self, *outlines: Sequence[Point]) -> Image.Image:
        """A mask of what is inside of the outlines."""
        return self.mask(lambda pencil: pencil.polygon(*outlines))

    def ellipse(self, x: float, y: float, across: float, down: float) -> Image.Image:
        return self.mask(lambda pencil: pencil.ellipse(x, y, across, down))

    def box(self, left: float, top: float, right: float, bottom: float) -> Image.Image:
        return self.mask(lambda pencil: pencil.box(left, top, right, bottom))

    def lines(self, width: float, *lines: Sequence[Point]) -> Image.Image:
        return self.mask(lambda pencil: pencil.line(width, *lines))

    def noise(self, cell: float, octaves: int = 5, stretch: float = 1.0) -> Image.Image:
        """Clouds of values with a full range of contrast: the largest are `cell` pixels high, `stretch` as wide."""
        return ImageOps.autocontrast(self.heights(cell, octaves, stretch).convert("L"), cutoff=0.5)

    def heights(self, cell: float, octaves: int = 6, stretch: float = 1.0) -> Image.Image:
        """The same as numbers, about 0 to 255, without steps between them."""
        total = Image.new("F", (2, 2))
        for octave in range(octaves):
            side, part = cell / 2**octave, 1 / (2 ** (octave + 1) - 1)
            size = (max(2, round(self.width / side / stretch) + 2), max(2, round(self.height / side) + 2))
            values = Image.frombytes("L", size, self.random.randbytes(size[0] * size[1])).convert("F")
            total = sum_of(total.resize(size, Image.Resampling.BICUBIC), 1 - part, values, part)
            if side < 3:
                break
        return total.resize(self.size, Image.Resampling.BICUBIC)

    def enlarge(self, factor: float) -> None:
        """Make the picture larger, so that what is added last is finer."""
        self.size = self.width, self.height = round(self.width * factor), round(self.height * factor)
        self.unit *= factor
        self.image = self.image.resize(self.size, Image.Resampling.BICUBIC)

    def across(self, share: float) -> float:
        return self.width * share

    def down(self, share: float) -> float:
        return self.height * share


def mixed(one: Color, other: Color, share: float) -> Color:
    """The colour between the two: `one` for 0, `other` for 1."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def rgb(text: str) -> Color:
    number = int(text, 16)
    return number >> 16, number >> 8 & 255, number & 255


def scaled(mask: Image.Image, share: float) -> Image.Image:
    return mask.point([min(255, round(value * share)) for value in range(256)])


def curve(mask: Image.Image, low: float, high: float) -> Image.Image:
    """0 up to `low`, 255 from `high` on, and a smooth rise between; reversed when `low` is the higher one."""
    steps = []
    for value in range(256):
        share = min(1.0, max(0.0, (value / 255 - low) / (high - low)))
        steps.append(round(255 * share * share * (3 - 2 * share)))
    return mask.point(steps)


def blurred(mask: Image.Image, radius: float) -> Image.Image:
    """Blurred by a radius in pixels; a large one at a lower resolution, where nothing is lost."""
    if radius < 2:
        return mask.filter(ImageFilter.BoxBlur(radius)) if radius else mask
    factor = round(radius / 1.5)
    small = mask.reduce(factor).filter(ImageFilter.GaussianBlur(radius / factor))
    return small.resize(mask.size, Image.Resampling.BICUBIC)


def tinted(field: Image.Image, stops: Stops) -> Image.Image:
    """The field in colours: the value 0 in that of place 0, 255 in that of place 1."""
    palette: list[int] = []
    for value in range(256):
        palette += color_at(stops, value / 255)
    colored = field.copy()
    colored.putpalette(palette)
    return colored.convert("RGB")


def color_at(stops: Stops, place: float) -> Color:
    if place <= stops[0][0]:
        return stops[0][1]
    for (low, one), (high, other) in pairwise(stops):
        if place <= high:
            return mixed(one, other, (place - low) / (high - low))
    return stops[-1][1]


def ramp(size: tuple[int, int], top: float = 0.0, bottom: float = 1.0) -> Image.Image:
    """A mask that is black above `top`, white below `bottom` (shares of its height), and rises between."""
    rows = [min(255, max(0, round(255 * (y / size[1] - top) / (bottom - top)))) for y in range(size[1])]
    return Image.frombytes("L", (1, size[1]), bytes(rows)).resize(size)


def spot(canvas: Canvas, x: float, y: float, radius: float, stretch: float = 1.0) -> Image.Image:
    """A mask that is white at (x, y) and fades out smoothly to `radius` pixels, times `stretch` to the sides."""
    side = (max(2, round(radius * 2 * stretch)), max(2, round(radius * 2)))
    disc = curve(Image.radial_gradient("L"), 0.7, 0.0).resize(side, Image.Resampling.BICUBIC)
    mask = Image.new("L", canvas.size)
    mask.paste(disc, (round(x - side[0] / 2), round(y - side[1] / 2)))
    return mask


def sum_of(one: Image.Image, weight: float, other: Image.Image, other_weight: float, plus: float = 0) -> Image.Image:
    """The weighted sum of two images of numbers."""
    result: Image.Image = ImageMath.lambda_eval(
        lambda names: names["one"] * weight + names["other"] * other_weight + plus, one=one, other=other
    )
    return result


def relief(heights: Image.Image, depth: float, toward: tuple[int, int] = (-2, -2)) -> Image.Image:
    """How the light that comes from `toward` falls on these heights: grey where they are level."""
    moved = ImageChops.offset(heights, -toward[0], -toward[1])
    return sum_of(heights, depth, moved, -depth, 128).convert("L")


def outline(text: str, x: float, y: float, size: float, facing: int = 1) -> list[Point]:
    """The points in the text, such as `0,-1 .5,0`, around (x, y), with 1 as `size` pixels; `facing` -1 mirrors them."""
    pairs = (pair.split(",") for pair in text.split())
    return [(x + float(across) * size * facing, y + float(down) * size) for across, down in pairs]


def smooth(points: Sequence[Point], closed: bool = True, steps: int = 8) -> list[Point]:
    """A curve through the points (Catmull-Rom)."""
    around = [points[-1], *points, *points[:2]] if closed else [points[0], *points, points[-1]]
    result = []
    for corners in zip(around, around[1:], around[2:], around[3:], strict=False):
        for t in (step / steps for step in range(steps)):
            weights = (-t + 2 * t**2 - t**3, 2 - 5 * t**2 + 3 * t**3, t + 4 * t**2 - 3 * t**3, t**3 - t**2)
            x, y = (sum(w * c[axis] for w, c in zip(weights, corners, strict=True)) / 2 for axis in (0, 1))
            result.append((x, y))
    return result
