"""Abstract pictures, and worlds that nobody has seen: nebulae, planets, marble, paper, grids of neon."""

import math
from collections.abc import Iterator
from itertools import product

from PIL import Image, ImageChops, ImageFilter, ImageOps

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
    spot,
    tinted,
)
from server.development.painting.sky import stars

BARS = tuple(f"0,{y} 1,{y} 1,{y + 0.08} 0,{y + 0.08}" for y in (0.0, 0.17, 0.33, 0.5, 0.67, 0.83))


def warped(canvas: Canvas, image: Image.Image, strength: float, cells: int) -> Image.Image:
    """The image as if drawn on cloth that was pulled about, by up to `strength` pixels, but not at its edges."""
    across, down = canvas.width / cells, canvas.height / cells

    def pulled(i: int, j: int) -> Point:
        x, y = (canvas.random.uniform(-1, 1) * strength if 0 < at < cells else 0 for at in (i, j))
        return i * across + x, j * down + y

    knots = [[pulled(i, j) for j in range(cells + 1)] for i in range(cells + 1)]
    mesh = []
    for i, j in product(range(cells), repeat=2):
        box = (round(i * across), round(j * down), round((i + 1) * across), round((j + 1) * down))
        mesh.append((box, (*knots[i][j], *knots[i][j + 1], *knots[i + 1][j + 1], *knots[i + 1][j])))
    return image.transform(canvas.size, Image.Transform.MESH, mesh, Image.Resampling.BILINEAR)


def marble(canvas: Canvas, colors: tuple[str, ...]) -> None:
    """Pour paints into each other, with veins of the last colour, and light on their edges."""
    *tones, vein = (rgb(color) for color in colors)
    heights = warped(canvas, canvas.heights(canvas.unit * 45, 4, 1.2), canvas.unit * 5, 9)
    bands = ImageOps.autocontrast(warped(canvas, heights, canvas.unit * 2, 22).convert("L"), cutoff=1)
    count = len(tones) * 2
    canvas.paint(tinted(bands, [(index / count, tones[index % len(tones)]) for index in range(count + 1)]))
    folds = bands.point([round(127.5 + 127.5 * math.sin(value / 255 * 26)) for value in range(256)])
    folds = folds.filter(ImageFilter.GaussianBlur(canvas.unit * 0.25))
    canvas.shade(relief(folds.convert("F"), 0.9, (-2, -2)), 0.9)
    veins = ImageChops.multiply(curve(folds, 0.9, 0.99), curve(canvas.noise(canvas.unit * 12, 4), 0.4, 0.7))
    canvas.paint(vein, veins, 0.9)


def nebula(canvas: Canvas, colors: tuple[str, ...]) -> None:
    """Paint glowing clouds of gas and dust between stars."""
    unit, random = canvas.unit, canvas.random
    canvas.paint((5, 6, 14))
    for index, color in enumerate(colors):
        cloud = curve(canvas.noise(unit * (42 - 8 * index), 7), 0.38, 0.95)
        canvas.shine(rgb(color), ImageChops.multiply(cloud, curve(canvas.noise(unit * 55, 3), 0.25, 0.8)))
    canvas.paint((7, 6, 12), curve(canvas.noise(unit * 24, 7), 0.6, 0.85), 0.65)
    core = spot(canvas, canvas.across(random.uniform(0.35, 0.65)), canvas.down(random.uniform(0.35, 0.65)), unit * 45)
    canvas.shine((255, 226, 200), scaled(ImageChops.multiply(core, curve(canvas.noise(unit * 18, 6), 0.2, 0.9)), 0.8))
    stars(canvas, 3.0, 2.5)
    for _ in range(5):
        glint(canvas, canvas.across(random.random()), canvas.down(random.random()), unit * random.uniform(2, 5))


def glint(canvas: Canvas, x: float, y: float, size: float) -> None:
    """Let a bright star shine, with four rays."""
    rays = canvas.polygon(*(outline(ray, x, y, size) for ray in ("-1,0 0,-.03 1,0 0,.03", "0,-1 .03,0 0,1 -.03,0")))
    canvas.shine((225, 235, 255), rays, 0.5)
    canvas.shine((255, 255, 255), spot(canvas, x, y, size * 0.5))


def planet(
    canvas: Canvas, x: float, y: float, radius: float, colors: tuple[str, str, str], rings: bool = False
) -> None:
    """Hang a planet, lit from the upper left, with clouds and a thin atmosphere, at (x, y)."""
    dark, middle, pale = (rgb(color) for color in colors)
    disc = canvas.ellipse(x, y, radius, radius)
    if rings:
        ring(canvas, x, y, radius, pale, front=False)
    canvas.shine(middle, scaled(ImageChops.subtract(spot(canvas, x, y, radius * 1.5), disc), 0.5))
    surface = canvas.noise(radius * 0.5, 7, 3.2 if rings else 1.3)
    if rings:
        height = ramp(canvas.size, (y - radius) / canvas.height, (y + radius) / canvas.height)
        belts = height.point([round(127 + 127 * math.sin(value / 255 * 40)) for value in range(256)])
        surface = ImageChops.blend(surface, belts, 0.45)
    stops = [(0.0, dark), (0.45, middle), (0.62, mixed(middle, pale, 0.5)), (1.0, pale)]
    canvas.paint(tinted(curve(surface, 0.2, 0.85), stops), disc)
    lit = curve(spot(canvas, x - radius * 0.55, y - radius * 0.5, radius * 2.1), 0.12, 0.62)
    canvas.paint((2, 3, 8), ImageChops.multiply(disc, ImageChops.invert(lit)), 0.97)
    inner = ImageChops.offset(blurred(disc, radius * 0.05), round(radius * 0.05), round(radius * 0.045))
    canvas.shine(mixed(pale, (190, 220, 255), 0.5), scaled(ImageChops.subtract(disc, inner), 0.55), canvas.unit * 0.3)
    if rings:
        ring(canvas, x, y, radius, pale, front=True)


def ring(canvas: Canvas, x: float, y: float, radius: float, color: Color, front: bool) -> None:
    whole = Image.new("L", canvas.size)
    for size, fill in ((2.1, 150), (1.92, 30), (1.88, 190), (1.55, 110), (1.42, 0)):
        whole.paste(fill, mask=canvas.ellipse(x, y, radius * size, radius * size * 0.26))
    half = canvas.box(0, y if front else -9, canvas.width, canvas.height if front else y)
    canvas.paint(mixed(color, (255, 255, 255), 0.15), ImageChops.multiply(whole, half))


def paper_cut(canvas: Canvas, colors: tuple[str, ...]) -> None:
    """Lay sheets of coloured paper over each other, each with a hole of another shape, deeper towards the middle."""
    x, y = canvas.across(canvas.random.uniform(0.42, 0.58)), canvas.down(canvas.random.uniform(0.42, 0.58))
    reach, unit = math.hypot(canvas.width, canvas.height) * 0.52, canvas.unit
    canvas.paint(rgb(colors[-1]))
    for index, color in reversed(list(enumerate(colors[:-1]))):
        size = reach * (1 - (index + 1) / (len(colors) + 0.6)) + unit * 3
        hole = []
        for angle in (step / 11 * math.tau for step in range(11)):
            far = size * canvas.random.uniform(0.7, 1.1)
            hole.append((x + math.cos(angle) * far, y + math.sin(angle) * far))
        sheet = ImageChops.invert(canvas.polygon(smooth(hole)))
        canvas.paint(
            (0, 0, 0), ImageChops.offset(blurred(sheet, unit * 1.6), round(unit * 1.2), round(unit * 1.8)), 0.5
        )
        stops = [(0.0, mixed(rgb(color), (0, 0, 0), 0.35)), (1.0, mixed(rgb(color), (255, 255, 255), 0.35))]
        canvas.paint(tinted(relief(canvas.heights(unit * 1.5, 5), 0.22, (-1, -1)), stops), sheet)
        canvas.shine((255, 255, 255), scaled(ImageChops.subtract(sheet, ImageChops.offset(sheet, 1, 2)), 0.22))


def shapes(canvas: Canvas, colors: tuple[str, ...]) -> None:
    """Compose circles, quarter circles and bars on a grid, as posters of the 1920s do."""
    side = canvas.unit * 20
    for i, j in product(range(math.ceil(canvas.width / side)), range(math.ceil(canvas.height / side))):
        ground, color = (rgb(canvas.random.choice(colors)) for _ in range(2))
        canvas.paint(ground, canvas.box(i * side, j * side, (i + 1) * side, (j + 1) * side))
        tile(canvas, i * side, j * side, side, color)


def tile(canvas: Canvas, left: float, top: float, side: float, color: Color) -> None:
    """Paint one of five shapes into a square."""
    corner = canvas.random.randrange(4)
    x, y = left + side * (corner % 2), top + side * (corner // 2)
    draw = canvas.random.choice(
        (
            lambda pencil: pencil.ellipse(left + side / 2, top + side / 2, side * 0.42, side * 0.42),
            lambda pencil: rainbow(pencil, x, y, side),
            lambda pencil: pencil.polygon([(left, top + side), (left + side, top + side), (x, top)]),
            lambda pencil: pencil.polygon(*(outline(bar, left, top, side) for bar in BARS)),
            lambda pencil: pencil.ellipse(x, y, side, side),
        )
    )
    canvas.paint(color, ImageChops.multiply(canvas.mask(draw), canvas.box(left, top, left + side, top + side)))


def rainbow(pencil: Pencil, x: float, y: float, size: float) -> None:
    for share, fill in ((1.0, 255), (0.75, 0), (0.5, 255), (0.25, 0)):
        pencil.ellipse(x, y, size * share, size * share, fill)


def grid(canvas: Canvas) -> None:
    """Paint a sun in stripes above a grid of neon that runs to the horizon."""
    horizon, neon = 0.58, rgb("ff3cbe")
    canvas.paint(tinted(ramp(canvas.size, 0, horizon), [(0, rgb("12062e")), (0.6, rgb("5a1470")), (1, rgb("ff5f8f"))]))
    stars(canvas, horizon, 1.5)
    x, y, radius = canvas.width / 2, canvas.down(horizon - 0.1), canvas.unit * 24
    stripes = [outline(f"-1,{n / 6} 1,{n / 6} 1,{n * 0.19} -1,{n * 0.19}", x, y, radius) for n in range(1, 6)]
    sun = ImageChops.subtract(canvas.ellipse(x, y, radius, radius), canvas.polygon(*stripes))
    canvas.shine(rgb("ff7a5a"), scaled(spot(canvas, x, y, radius * 2.4), 0.6))
    falling = ramp(canvas.size, (y - radius) / canvas.height, (y + radius) / canvas.height)
    canvas.paint(tinted(falling, [(0, rgb("ffe66b")), (1, rgb("ff2f86"))]), sun)
    floor = tinted(ramp(canvas.size, horizon, 1), [(0, rgb("2a0845")), (1, rgb("0a0218"))])
    canvas.paint(floor, ramp(canvas.size, horizon, horizon + 0.003))
    wires = Image.new("L", canvas.size)
    for wire, width in wires_of(canvas, horizon):
        wires = ImageChops.lighter(wires, canvas.lines(width, wire))
    canvas.shine(neon, wires, canvas.unit * 0.9)
    canvas.shine(neon, wires, canvas.unit * 0.15)


def wires_of(canvas: Canvas, horizon: float) -> Iterator[tuple[list[Point], float]]:
    """The lines of the grid, with their widths."""
    x, unit = canvas.width / 2, canvas.unit
    for n in range(-30, 31):
        yield [(x + n * unit * 2, canvas.down(horizon)), (x + n * unit * 26, canvas.height)], unit * 0.22
    for n in range(1, 16):
        level = canvas.down(horizon + (1 - horizon) * (1 / (17 - n)) ** 0.95 * 1.02)
        yield [(0, level), (canvas.width, level)], unit * (0.1 + 0.02 * n)
