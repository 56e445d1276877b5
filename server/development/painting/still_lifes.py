"""Still lifes: vessels and fruit on a table, cups from above, light through a window."""

import math
from collections.abc import Sequence

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
    spot,
    tinted,
)

VASE = "0,.13 .04,.12 .14,.08 .26,.11 .45,.27 .62,.31 .82,.24 .97,.15 1,.14"
"""Half the width of a body that was turned on a wheel, by its height from the top: both as shares of its height."""
BOTTLE = "0,.045 .04,.05 .06,.042 .3,.045 .4,.09 .5,.15 .6,.165 .96,.16 1,.14"
BOWL = "0,.95 .08,.94 .4,.84 .75,.56 .9,.36 .93,.3 1,.32"
TEAPOT = "0,.05 .06,.06 .1,.04 .13,.12 .18,.3 .3,.48 .55,.6 .8,.5 .95,.34 1,.32"
CUP = "0,.46 .3,.44 .7,.36 .9,.25 1,.22"
APPLE = "0,.12 .03,.24 .12,.4 .3,.52 .5,.53 .72,.45 .9,.3 .97,.2 1,.1"
PEAR = "0,.05 .05,.12 .2,.17 .36,.2 .52,.32 .7,.4 .86,.36 .96,.24 1,.12"
ORANGE = "0,.06 .05,.22 .15,.36 .3,.46 .5,.5 .7,.46 .85,.36 .95,.22 1,.06"
FRUIT = (APPLE, PEAR, ORANGE)
HANDLE = ".45,-.66 .8,-.78 .86,-.45 .52,-.22"
SPOUT = "-.45,-.5 -.72,-.6 -.92,-.88 -.8,-.88 -.66,-.42 -.45,-.2"
HEART = "0,.9 -.75,.2 -.92,-.3 -.5,-.65 0,-.38 .5,-.65 .92,-.3 .75,.2"
LIT_STEPS = 160


def radii(profile: str, rows: int) -> list[float]:
    """Half the width of the body in each of so many rows, as a share of its height."""
    points = [*smooth(outline(profile, 0, 0, 1), closed=False, steps=12), (1.001, float(profile.rpartition(",")[2]))]
    widths, place = [], 0
    for row in range(rows):
        while points[place + 1][0] <= row / rows:
            place += 1
        (low, one), (high, other) = points[place], points[place + 1]
        widths.append(one + (other - one) * (row / rows - low) / (high - low))
    return widths


def turned(canvas: Canvas, profile: str, place: tuple[float, float, float], color: Color, gloss: float = 0.5) -> None:
    """Set a turned body, `place` = (middle, foot, height) in pixels, on the table, lit from the left."""
    x, foot, high = place
    rows = max(4, round(high * 2))
    widths = radii(profile, rows)
    wide = round(max(widths) * high * 4) + 8
    shaded, mask = Image.new("RGB", (wide, rows)), Image.new("L", (wide, rows))
    strip = lit_strip(color, gloss)
    for y, width in enumerate(widths):
        half = max(1, round(width * high * 2))
        shaded.paste(strip.resize((half * 2, 1)), (wide // 2 - half, y))
        mask.paste(255, (wide // 2 - half, y, wide // 2 + half, y + 1))
    bottom = (118, 108, 106) if profile in FRUIT else (168, 160, 158)
    falling = tinted(Image.linear_gradient("L"), [(0, (255, 255, 255)), (0.45, (248, 246, 244)), (1, bottom)])
    body = shaded.reduce(2)
    body = ImageChops.multiply(body, falling.resize(body.size))
    cast(canvas, x, foot, widths[round(rows * 0.9)] * high, high)
    canvas.paint(
        mixed(color, (0, 0, 0), 0.72), canvas.ellipse(x, foot - 1, widths[-1] * high, widths[-1] * high * 0.18)
    )
    canvas.image.paste(body, (round(x - body.width / 2), round(foot - high)), mask.reduce(2))


def lit_strip(color: Color, gloss: float) -> Image.Image:
    """The colours around a cylinder, from its left edge to its right: light, its reflection, and its shadow."""
    colors = []
    for step in range(LIT_STEPS):
        across = (step + 0.5) / LIT_STEPS * 2 - 1
        lit = max(0.0, math.cos(math.asin(across) + 0.75)) ** 0.9
        rim = max(0.0, across - 0.8) ** 1.5 * 1.6
        tone = mixed((0, 0, 0), color, min(1.0, 0.2 + 0.88 * lit + rim))
        shine = gloss * (0.8 * math.exp(-(((across + 0.52) / 0.09) ** 2)) + 0.12 * lit**6)
        colors.append(mixed(tone, (255, 252, 245), shine))
    strip = Image.new("RGB", (LIT_STEPS, 1))
    strip.putdata(colors)
    return strip


def cast(canvas: Canvas, x: float, foot: float, half: float, high: float) -> None:
    """Cast the shadow of something on the table, to the right, and darken the table where it touches it."""
    end = 1 + 0.95 * high / half
    far = canvas.polygon(smooth(outline(f"-1,0 0,-.28 {end},-.5 {end},.05 0,.3", x, foot, half)))
    canvas.paint((12, 8, 10), blurred(far, canvas.unit * 1.3), 0.42)
    touching = canvas.ellipse(x + half * 0.1, foot, half * 1.05, half * 0.2)
    canvas.paint((8, 5, 6), blurred(touching, canvas.unit * 0.5), 0.65)


def table(canvas: Canvas, wall: str, top: str, level: float) -> None:
    """Paint a table down from `level` before a wall on which light falls from the left."""
    back, wood = rgb(wall), rgb(top)
    stops = [(0.0, mixed(back, (0, 0, 0), 0.22)), (1.0, mixed(back, (255, 245, 225), 0.1))]
    canvas.paint(tinted(canvas.noise(canvas.unit * 30, 4), stops))
    window_side = spot(canvas, canvas.across(0.22), canvas.down(0.25), canvas.unit * 75)
    canvas.shine(mixed(back, (255, 235, 200), 0.6), scaled(window_side, 0.4))
    canvas.shade(relief(canvas.heights(canvas.unit * 1.5, 4), 0.28, (-1, -1)), 0.7)
    surface = ramp(canvas.size, level - 0.002, level + 0.002)
    canvas.paint(grained(canvas, wood), surface)
    canvas.paint((10, 8, 8), ImageChops.multiply(surface, ramp(canvas.size, level, 1.35)), 0.6)
    middle = spot(canvas, canvas.across(0.38), canvas.down(0.55), canvas.unit * 105, 1.2)
    canvas.paint((0, 0, 0), ImageChops.invert(middle), 0.55)


def grained(canvas: Canvas, wood: Color) -> Image.Image:
    grain = relief(canvas.heights(canvas.unit * 3, 6, 10), 0.55, (0, -2))
    return tinted(grain, [(0, mixed(wood, (0, 0, 0), 0.4)), (1, mixed(wood, (255, 240, 215), 0.35))])


def still_life(
    canvas: Canvas, wall: str, top: str, vessels: Sequence[tuple[str, str]], fruit: Sequence[tuple[str, str]]
) -> None:
    """Set vessels at the back of a table and fruit before them."""
    table(canvas, wall, top, 0.62)
    step = 0.62 / len(vessels)
    for index, (profile, color) in enumerate(vessels):
        x = canvas.across(0.24 + step * (index + canvas.random.uniform(0.2, 0.7)))
        high = canvas.unit * (15 if profile is BOWL else canvas.random.uniform(30, 40))
        turned(
            canvas, profile, (x, canvas.down(0.72) + canvas.random.uniform(-1, 1) * canvas.unit, high), rgb(color), 0.7
        )
        if profile is VASE:
            twigs(canvas, x, canvas.down(0.72) - high * 0.98, high * 0.8)
    for index, (profile, color) in enumerate(fruit):
        x = canvas.across(0.2 + 0.6 * (index + canvas.random.uniform(0.1, 0.9)) / len(fruit))
        y = canvas.down(0.8) + canvas.unit * canvas.random.uniform(-2, 6)
        high = canvas.unit * canvas.random.uniform(12, 15) * (1.25 if profile is PEAR else 1)
        turned(canvas, profile, (x, y, high), mixed(rgb(color), (120, 60, 20), canvas.random.uniform(0, 0.2)), 0.45)
        if profile is not ORANGE:
            canvas.paint((52, 34, 22), canvas.lines(high * 0.035, outline("0,-.96 .05,-1.14", x, y, high)))


def twigs(canvas: Canvas, x: float, y: float, size: float) -> None:
    """Put twigs in blossom into a vase whose mouth is at (x, y)."""
    bloom = rgb(canvas.random.choice(("c9a26b", "d9b8b0", "7d8a5c", "e7ddca")))
    stalks = []
    for _ in range(7):
        side, height = canvas.random.uniform(-0.55, 0.55), canvas.random.uniform(0.45, 0.95)
        stalks.append(smooth(outline(f"0,0 {side * 0.3},-.3 {side},{-height}", x, y, size), closed=False))
    canvas.paint(rgb("4c4a33"), canvas.lines(canvas.unit * 0.25, *stalks))

    def bud(pencil: Pencil) -> None:
        for px, py in (point for stalk in stalks for point in stalk[3:] * 3):
            at = px + canvas.random.gauss(0, 0.9) * canvas.unit, py + canvas.random.gauss(0, 0.7) * canvas.unit
            pencil.ellipse(
                *at, canvas.unit * canvas.random.uniform(0.25, 0.8), canvas.unit * canvas.random.uniform(0.2, 0.6)
            )

    stops = [(0.0, mixed(bloom, (30, 20, 15), 0.5)), (1.0, mixed(bloom, (255, 250, 240), 0.25))]
    canvas.paint(tinted(canvas.noise(canvas.unit, 2), stops), canvas.mask(bud))


def cup_from_above(canvas: Canvas, surface: str, china: str, liquid: str) -> None:
    """Paint a cup of coffee on its saucer, seen from above, in the light of a window."""
    canvas.paint(grained(canvas, rgb(surface)))
    radius = canvas.unit * 22
    x, y = canvas.across(canvas.random.uniform(0.42, 0.58)), canvas.down(canvas.random.uniform(0.44, 0.56))
    for size, tone, depth in ((1.75, rgb(china), 5), (1.2, mixed(rgb(china), (0, 0, 0), 0.1), 1), (1.0, rgb(china), 3)):
        disc = canvas.ellipse(x, y, radius * size, radius * size)
        below = ImageChops.offset(disc, round(canvas.unit * depth * 0.7), round(canvas.unit * depth * 0.6))
        canvas.paint((10, 6, 4), blurred(below, canvas.unit * depth * 0.5), 0.5)
        stops = [(0.0, mixed(tone, (20, 20, 40), 0.45)), (1.0, mixed(tone, (255, 255, 255), 0.35))]
        canvas.paint(tinted(spot(canvas, x - radius * 0.7, y - radius * 0.7, radius * 2.6), stops), disc)
    inside = canvas.ellipse(x, y, radius * 0.88, radius * 0.88)
    stops = [(0.0, mixed(rgb(liquid), (0, 0, 0), 0.6)), (1.0, rgb(liquid))]
    canvas.paint(tinted(spot(canvas, x + radius * 0.2, y + radius * 0.2, radius * 1.3), stops), inside)
    foam = canvas.mask(lambda pencil: pour_heart(pencil, x, y, radius))
    canvas.paint(rgb("f0dfc4"), ImageChops.multiply(blurred(foam, canvas.unit * 0.3), inside), 0.88)
    lit = ImageChops.offset(blurred(inside, canvas.unit * 0.8), round(canvas.unit * 1.6), round(canvas.unit * 1.4))
    canvas.paint((0, 0, 0), ImageChops.subtract(inside, lit), 0.5)
    window(canvas, (255, 226, 180), 0.2)


def pour_heart(pencil: Pencil, x: float, y: float, radius: float) -> None:
    """Draw the heart in layers that is poured into coffee."""
    for size, fill in ((0.74, 255), (0.62, 0), (0.52, 255), (0.4, 0), (0.3, 255)):
        pencil.polygon(smooth(outline(HEART, x, y, radius * size)), fill=fill)


def teapot(canvas: Canvas, x: float, foot: float, high: float, color: Color) -> None:
    """Set a teapot with its spout and handle on the table."""
    handle = canvas.lines(high * 0.11, smooth(outline(HANDLE, x, foot, high), closed=False))
    canvas.paint(mixed(color, (0, 0, 0), 0.35), handle)
    glaze = tinted(canvas.noise(high * 0.5, 3), [(0, color), (1, mixed(color, (255, 250, 240), 0.2))])
    canvas.paint(glaze, canvas.polygon(smooth(outline(SPOUT, x, foot, high))))
    turned(canvas, TEAPOT, (x, foot, high), color, 0.5)


def window(canvas: Canvas, color: Color, strength: float, leaves: bool = False) -> None:
    """Let the light of a window with bars fall on everything, as slanting panes, through leaves perhaps."""
    lean, wide, high = canvas.random.uniform(0.25, 0.5), canvas.width * 0.2, canvas.height * 0.34
    panes = []
    for column, line in ((0, 0), (1, 0), (0, 1), (1, 1)):
        left, top = (
            canvas.across(0.24) + column * wide * 1.1 + line * high * lean,
            canvas.down(0.1) + line * high * 1.07,
        )
        right, shift = left + wide, high * lean
        panes.append(
            [
                (left, top),
                (right, top - wide * 0.12),
                (right + shift, top + high - wide * 0.12),
                (left + shift, top + high),
            ]
        )
    light = ImageChops.multiply(
        blurred(canvas.polygon(*panes), canvas.unit * 0.9), curve(canvas.noise(canvas.unit * 40, 3), -0.6, 0.8)
    )
    if leaves:
        light = ImageChops.subtract(light, blurred(canvas.polygon(*fronds(canvas)), canvas.unit * 0.7))
    canvas.shine(color, scaled(light, strength))


def fronds(canvas: Canvas) -> list[list[Point]]:
    """The leaflets of palm leaves that reach into the light."""
    leaflets = []
    for _ in range(3):
        x, y = canvas.across(canvas.random.uniform(0.25, 0.65)), canvas.down(canvas.random.uniform(0.7, 0.95))
        angle = canvas.random.uniform(-0.5, 0.7)
        for step in range(22):
            px, py = x + math.sin(angle) * step * canvas.unit * 2.4, y - math.cos(angle) * step * canvas.unit * 2.4
            for turn in (angle - 0.85, angle + 0.85):
                along, up = math.sin(turn) * (15 - abs(step - 9) * 0.9), -math.cos(turn) * (15 - abs(step - 9) * 0.9)
                text = f"0,0 {along / 2 - 0.5},{up / 2} {along},{up} {along / 2 + 0.5},{up / 2}"
                leaflets.append(outline(text, px, py, canvas.unit))
    return leaflets


def wall_with_light(canvas: Canvas, wall: str) -> None:
    """Paint a plain wall on which light and the shadows of leaves fall."""
    tone = rgb(wall)
    stops = [(0.0, mixed(tone, (20, 20, 40), 0.38)), (1.0, mixed(tone, (20, 20, 30), 0.2))]
    canvas.paint(tinted(canvas.noise(canvas.unit * 40, 4), stops))
    canvas.shade(relief(canvas.heights(canvas.unit * 1.4, 5), 0.35, (-1, -1)), 0.8)
    window(canvas, mixed(tone, (255, 214, 150), 0.6), 0.62, leaves=True)
