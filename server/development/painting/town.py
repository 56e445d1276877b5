"""Towns: skylines, windows, wet streets at night, bridges."""

import math
from itertools import product

from PIL import Image, ImageChops, ImageFilter

from server.development.painting.canvas import (
    Canvas,
    Color,
    Pencil,
    blurred,
    curve,
    mixed,
    outline,
    ramp,
    relief,
    rgb,
    scaled,
    spot,
    tinted,
)
from server.development.painting.light import Light

NEON = ("ff3d81", "27d7ff", "ffb347", "8a5bff", "ff6a3d", "3dffc0")
GATE = (
    "-.44,0 -.36,0 -.32,-.86 -.38,-.86",
    ".44,0 .36,0 .32,-.86 .38,-.86",
    "-.5,-.7 .5,-.7 .5,-.63 -.5,-.63",
    "-.035,-.88 .035,-.88 .035,-.66 -.035,-.66",
    "-.66,-1 0,-.95 .66,-1 .6,-.85 0,-.83 -.6,-.85",
)
WARM = ("ffcf87", "ffe3b0", "ffb765", "fff1d6", "a9d3ff")


def skyline(canvas: Canvas, light: Light, base: float, tallest: float) -> None:
    """Build a city from `base` up to `tallest` above it, in four rows; its windows are lit when it is dark."""
    dark = sum(light.horizon) < 450
    for row in range(4):
        near = row / 3
        tone = light.at(rgb("3c4654"), 0.82 * (1 - near))
        x = -canvas.random.uniform(0, 6) * canvas.unit
        while x < canvas.width:
            wide = canvas.unit * canvas.random.uniform(3.5, 9) * (0.7 + 0.5 * near)
            center = 1 - abs(x / canvas.width - 0.5) * 1.1
            high = (
                canvas.down(tallest)
                * canvas.random.uniform(0.25, 1) ** 1.5
                * (0.45 + 0.55 * center)
                * (1 - 0.45 * near)
            )
            tower(
                canvas,
                light,
                (x, canvas.down(base) - high, wide, high + canvas.unit),
                tone,
                0.25 + 0.75 * near if dark else 0.0,
            )
            x += wide * canvas.random.uniform(0.75, 1.3)
        if row < 3:
            canvas.paint(
                light.haze,
                ImageChops.multiply(
                    ramp(canvas.size, base - tallest, base), ImageChops.invert(ramp(canvas.size, base, base + 0.01))
                ),
                0.28,
            )


def tower(canvas: Canvas, light: Light, place: tuple[float, float, float, float], tone: Color, lit: float) -> None:
    """Build a tower at (left, top, width, height), whose windows are as bright as `lit`."""
    left, top, wide, high = (round(value) for value in place)
    if wide < 4 or high < 6:
        return
    face = tinted(
        Image.linear_gradient("L").resize((wide, high)),
        [(0, mixed(tone, light.haze, 0.06)), (1, mixed(tone, light.haze, 0.28))],
    )
    face.paste(mixed(tone, light.shadow, 0.4), (0, 0, max(1, round(wide * canvas.random.uniform(0.15, 0.4))), high))
    if lit:
        face = ImageChops.screen(face, windows(canvas, (wide, high), lit))
    canvas.image.paste(face, (left, top))
    if canvas.random.random() < 0.3:
        mast = round(left + wide / 2)
        canvas.image.paste(
            tone, (mast, top - round(wide * canvas.random.uniform(0.3, 1.2)), mast + max(1, wide // 16), top)
        )


def windows(canvas: Canvas, size: tuple[int, int], lit: float) -> Image.Image:
    """Windows in rows and columns, some of which are lit."""
    step = max(3, round(canvas.unit * 0.75))
    columns, lines = max(1, size[0] // step), max(1, size[1] // (step + 1))
    share = canvas.random.uniform(0.12, 0.5)
    shine = Image.new("RGB", (columns, lines))
    warm = rgb(canvas.random.choice(WARM))
    shine.putdata(
        [
            mixed((0, 0, 0), warm, lit * canvas.random.uniform(0.35, 1))
            if canvas.random.random() < share
            else (0, 0, 0)
            for _ in range(columns * lines)
        ]
    )
    gaps = Image.new("L", (columns * step, lines * (step + 1)))
    pane = Image.new("L", (step, step + 1))
    pane.paste(255, (0, 0, step - 1 - step // 5, step - step // 4))
    for y in range(lines):
        gaps.paste(pane, (0, y * (step + 1)))
    for x in range(1, columns):
        gaps.paste(gaps.crop((0, 0, step, gaps.height)), (x * step, 0))
    panes = shine.resize(gaps.size, Image.Resampling.NEAREST)
    result = Image.new("RGB", size)
    result.paste(panes, (max(1, step // 3), step // 2), gaps)
    return result


def bokeh(canvas: Canvas, colors: tuple[str, ...], horizon: float, count: int = 60, size: float = 4.0) -> None:
    """Scatter lights that are out of focus: discs, brighter at their rims."""
    for _ in range(count):
        x, y = canvas.random.random() * canvas.width, canvas.down(horizon * (1 - canvas.random.random() ** 1.7))
        radius = canvas.unit * size * canvas.random.uniform(0.3, 1.0)
        side = math.ceil(radius) + 2
        disc = Image.new("L", (side * 4, side * 4))
        pencil = Pencil(disc)
        pencil.ellipse(side, side, radius, radius, 235)
        pencil.ellipse(side, side, radius * 0.86, radius * 0.86, 150)
        soft = scaled(
            disc.reduce(2).filter(ImageFilter.GaussianBlur(radius * 0.05 + 0.4)), canvas.random.uniform(0.15, 0.75)
        )
        corner = (round(x) - side, round(y) - side)
        area = (*corner, corner[0] + side * 2, corner[1] + side * 2)
        glow = Image.new("RGB", soft.size)
        glow.paste(rgb(canvas.random.choice(colors)), (0, 0), soft)
        canvas.image.paste(ImageChops.screen(canvas.image.crop(area), glow), corner)


def street(canvas: Canvas, colors: tuple[str, ...] = NEON) -> None:
    """Paint a narrow street at night, whose façades with lit windows and signs lead to a vanishing point."""
    x0, y0, unit = canvas.across(canvas.random.uniform(0.44, 0.56)), canvas.down(0.6), canvas.unit
    deep, glow = rgb("0a0c18"), mixed(rgb(colors[0]), rgb(colors[1]), canvas.random.uniform(0.2, 0.6))
    canvas.paint(tinted(ramp(canvas.size), [(0, deep), (0.6, mixed(glow, (40, 30, 70), 0.6)), (1, deep)]))
    canvas.shine(glow, scaled(spot(canvas, x0, y0, unit * 45), 0.7))
    signs = Image.new("RGB", canvas.size)
    for near, side in product((step / 7 for step in range(1, 8)), (-1, 1)):
        inner = round(x0 + side * unit * (3 + 62 * near**2.2) * canvas.random.uniform(0.9, 1.15))
        top = max(-4, round(y0 - canvas.down(0.2 + 0.95 * near) * canvas.random.uniform(0.7, 1.1)))
        left, right = (inner, canvas.width) if side > 0 else (0, inner)
        if right - left > 8:
            area = (left, top, right, round(y0 + unit * 40 * near**1.6))
            facade(canvas, area, mixed(deep, glow, 0.42 * (1 - near)), near)
            signs.paste((0, 0, 0), area)
            for _ in range(3):
                hang_sign(
                    canvas,
                    signs,
                    rgb(canvas.random.choice(colors)),
                    (inner, max(0, top)),
                    y0 - unit * 3 * near,
                    side * near,
                )
    shine = signs.reduce(4).filter(ImageFilter.GaussianBlur(unit * 0.7)).resize(canvas.size)
    canvas.image = ImageChops.screen(ImageChops.screen(canvas.image, shine), signs)


def facade(canvas: Canvas, area: tuple[int, int, int, int], tone: Color, near: float) -> None:
    left, top, right, foot = area
    size = wide, high = right - left, foot - top
    falling = Image.linear_gradient("L").resize(size)
    wall = tinted(falling, [(0, mixed(tone, (0, 0, 0), 0.3)), (1, mixed(tone, (255, 180, 140), 0.06))])
    if near > 0.25:
        small = max(8, round(wide / near / 3.6)), max(8, round(high / near / 3.6))
        wall = ImageChops.screen(wall, windows(canvas, small, 0.32).resize(size))
    canvas.image.paste(wall, (left, top))


def hang_sign(
    canvas: Canvas, signs: Image.Image, color: Color, corner: tuple[int, int], foot: float, side: float
) -> None:
    """Hang an upright sign with a few strokes on it at the corner of a façade, to the left where `side` is negative."""
    near = abs(side)
    wide = round(canvas.unit * canvas.random.uniform(1.2, 2.6) * (0.3 + 1.5 * near))
    high = round(canvas.unit * canvas.random.uniform(3, 9) * (0.3 + 1.2 * near))
    left = round(corner[0] + side * canvas.random.uniform(-1.5, 4) * canvas.unit - (wide if side < 0 else 0))
    y = round(canvas.random.uniform(max(corner[1], foot - canvas.down(0.5)), foot - high))
    signs.paste(mixed(color, (0, 0, 0), 0.12), (left, y, left + wide, y + high))
    lines = max(3, high // max(1, wide // 3))
    strokes = curve(Image.frombytes("L", (3, lines), canvas.random.randbytes(3 * lines)), 0.45, 0.5)
    strokes = strokes.resize((max(1, round(wide * 0.6)), max(1, round(high * 0.86))), Image.Resampling.NEAREST)
    signs.paste(mixed(color, (255, 255, 255), 0.75), (left + round(wide * 0.2), y + round(high * 0.07)), strokes)


def rain(canvas: Canvas, strength: float = 0.4) -> None:
    drops = curve(canvas.noise(canvas.unit * 0.7, 1, 0.5), 0.72, 1)
    streaks = drops.filter(ImageFilter.BoxBlur((0, canvas.unit * 1.6)))
    canvas.shine((200, 215, 235), scaled(streaks, strength))


def bridge(canvas: Canvas, light: Light, base: float, color: str = "b8432f") -> None:
    """Hang a suspension bridge between two towers that stand in the mist."""
    y, span, unit = canvas.down(base), canvas.width * 0.62, canvas.unit
    first, high = canvas.across(canvas.random.uniform(0.1, 0.3)), canvas.down(0.42)
    tone = light.at(rgb(color), 0.2)

    def build(pencil: Pencil) -> None:
        pencil.box(-5, y, canvas.width + 5, y + unit * 0.9)
        for x in (first, first + span):
            for leg in (-1.3, 1.3):
                pencil.box(x + (leg - 0.4) * unit, y - high, x + (leg + 0.4) * unit, y + canvas.down(0.2))
            for bar in (0.0, 0.25, 0.5, 0.75):
                pencil.box(x - unit * 1.5, y - high * (1 - bar), x + unit * 1.5, y - high * (1 - bar) + unit * 0.7)
        for start in (first - span, first, first + span):
            cable = [(start + span * t / 24, y - high + high * 3.72 * (t / 24) * (1 - t / 24)) for t in range(25)]
            pencil.line(unit * 0.3, cable)
            for point in cable[1:-1]:
                pencil.line(unit * 0.09, [point, (point[0], y)], fill=170)

    stops = [(0.0, mixed(tone, light.source, 0.25)), (0.7, tone), (1.0, light.haze)]
    canvas.paint(tinted(ramp(canvas.size, base - 0.45, base + 0.2), stops), canvas.mask(build))


def lanterns(canvas: Canvas, horizon: float) -> None:
    """Have paper lanterns rise into the night, those far away as points of light."""
    for count, size in ((40, 0.5), (18, 1.1), (9, 2.4), (4, 5.0), (2, 8.5)):
        whole, lower = [], []
        for _ in range(count):
            x, y = canvas.across(canvas.random.random()), canvas.down(horizon * canvas.random.uniform(0.05, 0.95))
            side = canvas.unit * size * canvas.random.uniform(0.8, 1.2)
            whole.append(outline("-.42,-1 .42,-1 .5,-.7 .36,0 -.36,0 -.5,-.7", x, y, side))
            lower.append(outline("-.46,-.5 .46,-.5 .36,0 -.36,0", x, y, side))
        bodies = canvas.polygon(*whole)
        canvas.shine(rgb("ff8a2a"), scaled(blurred(bodies, canvas.unit * (1 + size * 0.7)), 1.2))
        canvas.paint(rgb("c9561c"), bodies, 0.95)
        flame = blurred(canvas.polygon(*lower), canvas.unit * size * 0.2)
        canvas.paint(rgb("ffe3a0"), ImageChops.multiply(flame, bodies))


def fireworks(canvas: Canvas, horizon: float) -> None:
    for color in ("ffd27a", "ff5a6e", "7ad7ff", "c98aff", "ffb04a"):
        x, y = canvas.across(canvas.random.uniform(0.1, 0.9)), canvas.down(horizon * canvas.random.uniform(0.15, 0.62))
        size = canvas.unit * canvas.random.uniform(9, 19)

        def burst(pencil: Pencil, x: float = x, y: float = y, size: float = size) -> None:
            for _ in range(110):
                angle, reach = canvas.random.uniform(0, 6.283), size * math.sqrt(canvas.random.uniform(0.3, 1))
                tip = (x + math.cos(angle) * reach, y + math.sin(angle) * reach + reach * reach / size * 0.14)
                middle = (x + math.cos(angle) * reach * 0.55, y + math.sin(angle) * reach * 0.55)
                pencil.line(canvas.unit * 0.14, [middle, tip], fill=canvas.random.randint(120, 255))
                pencil.ellipse(*tip, canvas.unit * 0.2, canvas.unit * 0.2)

        sparks = canvas.mask(burst)
        canvas.shine(rgb(color), scaled(spot(canvas, x, y, size * 1.8), 0.35))
        canvas.shine(rgb(color), sparks, canvas.unit * 0.5)
        canvas.shine(mixed(rgb(color), (255, 255, 255), 0.6), sparks)


def cabin(canvas: Canvas, light: Light, x: float, y: float, size: float) -> None:
    """Build a hut with a snowy roof and lit windows, `size` pixels wide, whose floor is at y."""
    walls = canvas.polygon(outline("-.5,0 -.5,-.36 0,-.78 .5,-.36 .5,0", x, y, size))
    planks = relief(canvas.heights(size * 0.06, 2, 12), 0.6, (0, -2))
    wood = light.at(rgb("4a3526"), 0.1)
    canvas.paint(tinted(planks, [(0.2, mixed(wood, light.shadow, 0.5)), (0.8, wood)]), walls)
    canvas.shine(rgb("ff9a3a"), scaled(spot(canvas, x, y - size * 0.1, size * 1.1), 0.5))
    panes = (
        outline(f"{side},-.28 {side + 0.16},-.28 {side + 0.16},-.1 {side},-.1", x, y, size) for side in (-0.34, 0.18)
    )
    canvas.paint(rgb("ffd98a"), canvas.polygon(*panes))
    roof = outline("-.6,-.3 0,-.84 .6,-.3 .6,-.39 0,-.95 -.6,-.39", x, y, size)
    canvas.paint(mixed(light.at((245, 248, 255), 0), light.haze, 0.15), canvas.polygon(roof))


def gate(canvas: Canvas, light: Light, x: float, y: float, size: float) -> None:
    """Stand a torii, `size` pixels high, in the water at (x, y)."""
    tone = light.at(rgb("b3341f"), 0.12)
    stops = [(0.0, mixed(tone, light.shadow, 0.45)), (1.0, mixed(tone, light.source, 0.15))]
    parts = (outline(part, x, y, size) for part in GATE)
    canvas.paint(tinted(canvas.noise(canvas.unit * 3, 4), stops), canvas.polygon(*parts))
