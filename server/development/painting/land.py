"""Land: mountains, dunes, fields, forests."""

import math
from collections.abc import Iterator
from itertools import pairwise

from PIL import Image, ImageChops

from server.development.painting.canvas import (
    Canvas,
    Color,
    Pencil,
    Point,
    blurred,
    curve,
    mixed,
    outline,
    ramp,
    relief,
    rgb,
    scaled,
    smooth,
    tinted,
)
from server.development.painting.light import Light


def ridge(canvas: Canvas, base: float, height: float, detail: float = 0.5, step: int = 3) -> list[Point]:
    """The outline of a mountain range around `base`, `height` high (shares of the height), rougher with `detail`."""
    count = 2 ** math.ceil(math.log2(canvas.width / step))
    line = [canvas.random.uniform(-1, 1) for _ in range(3)]
    spread = 0.9
    while len(line) <= count:
        between = [(a + b) / 2 + canvas.random.uniform(-spread, spread) for a, b in pairwise(line)]
        line = [value for pair in zip(line, between, strict=False) for value in pair] + [line[-1]]
        spread *= detail
    width = canvas.width / (len(line) - 1)
    return [(i * width, canvas.down(base - height * value * 0.6)) for i, value in enumerate(line)]


def below(canvas: Canvas, outline: list[Point]) -> Image.Image:
    corners = [(canvas.width + 2.0, canvas.height + 2.0), (-2.0, canvas.height + 2.0)]
    return canvas.mask(lambda pencil: pencil.polygon([*outline, *corners]))


def rock(canvas: Canvas, light: Light, mask: Image.Image, color: Color, distance: float, snow: float = 0.0) -> None:
    """Paint rock inside of the mask, lit from a side, with snow on what faces up; farther away it is hazier."""
    heights = canvas.heights(canvas.unit * (22 - 14 * distance), 7, 0.8)
    lit = relief(heights, 2.6, (-max(1, round(canvas.unit * 0.4)), -max(1, round(canvas.unit * 0.3))))
    near, far = light.at(mixed(color, (0, 0, 0), 0.5), distance), light.at(mixed(color, light.cloud, 0.45), distance)
    canvas.paint(tinted(lit, [(0.2, near), (0.8, far)]), mask)
    if snow:
        white = ImageChops.multiply(curve(lit, 0.62 - 0.3 * snow, 0.8 - 0.3 * snow), mask)
        canvas.paint(mixed(light.at((250, 252, 255), 0), light.haze, distance * 0.8), white, 0.9)


def mist(canvas: Canvas, light: Light, top: float, bottom: float, strength: float = 0.8) -> None:
    """Lay mist between the two heights, densest at the bottom."""
    veil = ImageChops.multiply(ramp(canvas.size, top, bottom), curve(canvas.noise(canvas.unit * 14, 4, 4.0), -0.2, 0.8))
    canvas.paint(
        mixed(light.haze, light.cloud, 0.35),
        ImageChops.multiply(veil, ImageChops.invert(ramp(canvas.size, bottom, bottom + 0.3))),
        strength,
    )


def mountains(
    canvas: Canvas, light: Light, horizon: float, layers: int = 4, snow: float = 0.0, color: str = "5b6670"
) -> None:
    """Paint ranges behind each other from `horizon` down, with mist between them."""
    for layer in range(layers):
        near = layer / max(1, layers - 1)
        base, height = horizon + (1.0 - horizon) * near * 0.75, 0.28 - 0.1 * near
        mask = below(canvas, ridge(canvas, base - 0.05, height, 0.5 + 0.06 * (1 - near)))
        rock(canvas, light, mask, rgb(color), 0.85 * (1 - near) ** 1.3, snow * (1 - near * 0.7))
        if layer < layers - 1:
            mist(canvas, light, base - 0.02, base + 0.13, 0.75)


def conifers(canvas: Canvas, light: Light, base: float, height: float, distance: float, color: str = "22382f") -> None:
    """Plant a row of firs along a slope."""
    slope = ridge(canvas, base, 0.12, 0.45, 24)
    firs = []
    x = -canvas.unit
    while x < canvas.width:
        ground = slope[min(len(slope) - 1, max(0, round(x / canvas.width * (len(slope) - 1))))][1]
        firs.append(fir(canvas, x, ground + canvas.unit, canvas.down(height) * canvas.random.uniform(0.45, 1.0)))
        x += canvas.down(height) * canvas.random.uniform(0.1, 0.32)
    dark, pale = light.at(rgb(color), distance), light.at(mixed(rgb(color), light.cloud, 0.25), distance)
    mask = canvas.polygon([*slope, (canvas.width, canvas.height), (0, canvas.height)], *firs)
    canvas.paint(tinted(canvas.noise(canvas.unit * 2, 3), [(0, dark), (1, pale)]), mask)


def fir(canvas: Canvas, x: float, base: float, height: float) -> list[Point]:
    """The outline of a fir."""
    sides: dict[int, list[Point]] = {-1: [], 1: []}
    for tier in range(9):
        y, reach = base - height * (1 - (tier + 0.2) / 9), height * 0.2 * (tier + 0.7) / 9
        for side, points in sides.items():
            tip = x + side * reach * canvas.random.uniform(0.7, 1.1)
            points += [(tip, y), (x + side * reach * 0.4, y - height * 0.01)]
    return [(x, base - height), *sides[1], (x, base), *reversed(sides[-1])]


def dunes(canvas: Canvas, light: Light, horizon: float, color: str = "d99a5b") -> None:
    """Paint dunes, whose side towards the light is bright and rippled by the wind, and the other in shadow."""
    for layer in range(5):
        near = layer / 4
        crest = ridge(canvas, horizon + (1 - horizon) * near * 0.8, 0.08 + 0.14 * near, 0.26, 20)
        mask = below(canvas, crest)
        ripples = relief(canvas.heights(canvas.unit * (0.7 + 1.6 * near), 3, 9.0), 0.3, (0, -1))
        bright = light.at(rgb(color), 0.6 * (1 - near))
        dark = light.at(mixed(rgb(color), light.shadow, 0.66), 0.55 * (1 - near))
        stops = [(0.2, mixed(bright, dark, 0.3)), (0.6, bright), (0.9, mixed(bright, light.source, 0.4))]
        canvas.paint(tinted(ripples, stops), mask)
        sides = canvas.polygon(*lee_sides(canvas, crest, canvas.down(0.06 + 0.3 * near)))
        canvas.paint(dark, ImageChops.multiply(blurred(sides, canvas.unit * 0.3), mask), 0.8)


def lee_sides(canvas: Canvas, crest: list[Point], depth: float) -> Iterator[list[Point]]:
    """The sides that lie in shadow: right of each summit, down to the valley, divided from the lit side by a curve."""
    summits = [i for i in range(12, len(crest) - 12) if crest[i][1] == min(y for _, y in crest[i - 12 : i + 13])]
    for summit in summits:
        valley = summit
        while valley + 1 < len(crest) and crest[valley + 1][1] >= crest[valley][1] - 0.2:
            valley += 1
        (x, y), wide = crest[summit], crest[valley][0] - crest[summit][0]
        if wide < canvas.unit * 12:
            continue
        bend = canvas.random.uniform(0.1, 0.35)
        text = f"0,0 {bend},.3 {-bend / 2},.62 {bend},1"
        edge = [
            (x + px * wide, y + py * min(depth, wide * 0.7)) for px, py in smooth(outline(text, 0, 0, 1), closed=False)
        ]
        yield [*crest[summit : valley + 1], *reversed(edge)]


def meadow(canvas: Canvas, light: Light, horizon: float, ground: str, flowers: tuple[str, ...]) -> None:
    """Paint a field of grass and flowers, which grow towards the reader and are out of focus where nearest."""
    soil = rgb(ground)
    stops = [(0.0, light.at(soil, 0.55)), (0.35, light.at(soil, 0.1)), (1.0, light.at(mixed(soil, (0, 0, 0), 0.45), 0))]
    canvas.paint(tinted(ramp(canvas.size, horizon, 1), stops), ramp(canvas.size, horizon - 0.004, horizon + 0.004))
    depth = horizon + 0.01
    while depth < 1.08:
        near = (depth - horizon) / (1 - horizon)
        size = canvas.unit * (0.12 + 1.6 * near**1.6)
        blades = canvas.lines(max(0.4, size * 0.16), *grass(canvas, depth, size))
        blade = light.at(mixed(soil, light.cloud, canvas.random.uniform(0, 0.3)), 0.4 * (1 - near))
        canvas.paint(blade, blurred(blades, max(0.0, size * (near - 0.6))), 0.7)
        for color in flowers:
            mask = canvas.mask(lambda pencil, at=(depth, near, size): sow(canvas, pencil, *at))  # type: ignore[misc]
            tone = light.at(mixed(rgb(color), soil, canvas.random.uniform(0, 0.35)), 0.5 * (1 - near))
            canvas.paint(tone, blurred(mask, max(0.0, size * 1.1 * (near - 0.62))), 0.9)
        depth += 0.02 + 0.06 * near


def sow(canvas: Canvas, pencil: Pencil, depth: float, near: float, size: float) -> None:
    for _ in range(round(420 / (0.5 + 7 * near))):
        x, y = (
            canvas.across(canvas.random.uniform(-0.02, 1.02)),
            canvas.down(depth + canvas.random.uniform(-0.5, 1) * (0.02 + 0.06 * near)),
        )
        pencil.ellipse(x, y, size * canvas.random.uniform(0.5, 1.1), size * canvas.random.uniform(0.4, 0.9))


def grass(canvas: Canvas, depth: float, size: float) -> list[list[Point]]:
    """Blades of grass along a line."""
    blades = []
    for _ in range(round(220 * canvas.unit / (canvas.unit + size * 6))):
        bend, height = canvas.random.uniform(-1.5, 1.5), canvas.random.uniform(2, 4)
        text = f"0,2 {bend * 0.3},-1 {bend},{-height}"
        blades.append(outline(text, canvas.across(canvas.random.random()), canvas.down(depth), size))
    return blades


def rows(canvas: Canvas, light: Light, horizon: float, crop: str, soil: str) -> None:
    """Paint a field whose rows run to the horizon, as lavender's and tea's do."""
    field = ramp(canvas.size, horizon - 0.003, horizon + 0.003)
    canvas.paint(light.at(rgb(soil), 0.1), field)
    point, spread = canvas.across(canvas.random.uniform(0.35, 0.65)), canvas.width * 0.2
    for side, lighter in ((-0.36, 0.0), (0.05, 0.3)):
        beds = []
        for row in range(-16, 17):
            left = point + (row + side) * spread
            beds.append([(point, canvas.down(horizon)), (left, canvas.height), (left + spread * 0.38, canvas.height)])
        canvas.paint(light.at(mixed(rgb(crop), light.cloud, lighter), 0), canvas.polygon(*beds))
    canvas.shade(relief(canvas.heights(canvas.unit * 1.6, 4), 1.6, (-1, -2)), 0.8, field)
    far = ImageChops.invert(ramp(canvas.size, horizon, horizon + 0.3))
    canvas.paint(light.haze, ImageChops.multiply(field, far), 0.75)


def trunks(canvas: Canvas, light: Light, color: str = "3a332c", bamboo: bool = False) -> None:
    """Paint a forest in mist: trunks, paler the farther away they are, with beams of light between them."""
    stops = [(0.0, mixed(light.cloud, light.source, 0.4)), (0.6, light.haze), (1.0, light.at(rgb(color), 0.5))]
    canvas.paint(tinted(ramp(canvas.size), stops))
    for layer in range(6):
        near = layer / 5
        tone = light.at(rgb(color), 0.88 * (1 - near) ** 1.1)
        width = canvas.unit * (0.5 + 3.2 * near**1.5) * (0.7 if bamboo else 1)
        grown = [stem(canvas, width, bamboo) for _ in range(round(26 - 20 * near))]
        mask = blurred(
            canvas.polygon(*(part for parts in grown for part in parts)), canvas.unit * (0.15 if near < 1 else 0.5)
        )
        bark = relief(canvas.heights(canvas.unit * 2.5, 5, 0.12), 0.8, (-2, 0))
        dark, pale = mixed(tone, light.shadow, 0.4 * near), mixed(tone, light.cloud, 0.28)
        canvas.paint(tinted(bark, [(0.1, dark), (0.9, pale)]), mask)
        veil = ImageChops.multiply(ramp(canvas.size, 0.2, 1.0), curve(canvas.noise(canvas.unit * 20, 3, 2.5), 0, 1))
        canvas.paint(light.haze, veil, 0.55 * (1 - near))
    canvas.paint(mixed(light.haze, light.cloud, 0.4), ramp(canvas.size, 0.62, 1.05), 0.8)
    beams(canvas, light)


def stem(canvas: Canvas, width: float, bamboo: bool) -> list[list[Point]]:
    """The outlines of a trunk and of its branches or leaves."""
    x, lean, foot = (
        canvas.across(canvas.random.uniform(-0.02, 1.02)),
        canvas.random.gauss(0, 2.4) * canvas.unit,
        canvas.height,
    )
    parts: list[list[Point]] = [
        [(x + lean - width * 0.35, -5), (x + lean + width * 0.35, -5), (x + width * 0.5, foot), (x - width * 0.5, foot)]
    ]
    if bamboo:
        for _ in range(4):
            parts += leaves(
                canvas, x + lean * canvas.random.random(), canvas.down(canvas.random.uniform(-0.08, 0.42)), width * 2.2
            )
        return parts
    for _ in range(6):
        y, side = canvas.down(canvas.random.uniform(0.0, 0.55)), canvas.random.choice((-1, 1))
        twig = "0,-.04 .5,-.27 1,-.2 .5,-.24 0,.04"
        parts.append(outline(twig, x + lean * (1 - y / foot), y, canvas.random.uniform(2, 9) * width, side))
    return parts


def leaves(canvas: Canvas, x: float, y: float, size: float) -> list[list[Point]]:
    """A few long leaves that hang from a point."""
    hanging: list[list[Point]] = []
    for _ in range(4):
        angle, length = canvas.random.uniform(-0.4, 3.5), size * canvas.random.uniform(1.5, 3.2)
        ax, ay = math.cos(angle), math.sin(angle) * 0.7
        text = f"0,0 {ax / 2 - ay * 0.09},{ay / 2 + ax * 0.09} {ax},{ay} {ax / 2 + ay * 0.09},{ay / 2 - ax * 0.09}"
        hanging.append(outline(text, x, y, length))
    return hanging


def beams(canvas: Canvas, light: Light) -> None:
    x, y, reach = canvas.across(canvas.random.uniform(0.1, 0.9)), -canvas.down(0.25), canvas.height * 1.8
    rays = []
    for _ in range(7):
        angle, wide = canvas.random.uniform(-0.7, 0.7), canvas.random.uniform(0.01, 0.05)
        down = math.cos(angle)
        rays.append(outline(f"0,0 {math.sin(angle - wide)},{down} {math.sin(angle + wide)},{down}", x, y, reach))
    shaft = ImageChops.multiply(
        blurred(canvas.polygon(*rays), canvas.unit * 1.2), ImageChops.invert(ramp(canvas.size, 0.1, 1.0))
    )
    canvas.shine(light.source, scaled(shaft, 0.4))
